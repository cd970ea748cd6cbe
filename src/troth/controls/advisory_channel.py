"""Fixed weaknesses of the project are told where the policy says.

What is promised
    Where advisories are published: on GitHub, in the release notes, as CVE records, on a mailing list, by direct
    notification of users, and so on.

Why it matters
    A fix helps those who learn that they need it; whoever watches the place that was named has to find it there.

What counts as evidence
    The last fixed weakness of the project that is known: from published databases (an advisory of a package that the
    tree publishes, which cites the repository that the tree comes from), or from the signed facts of a desk. It is
    looked for in the channel: among the published advisories, and in the files of release notes of the tree, by any of
    its names. The records of the desk count for channels that the desk itself serves.

How it is judged
    Kept: the last fixed weakness is found in the channel, or the records of the desk show that all that was published
    went there. Broken: the records of the desk show that something did not go there; or the sentence names a file of
    release notes, which tells of the release with the fix, says nothing of security there and names the weakness
    nowhere. Unproven: no fixed weakness of the project is known, or the channel cannot be seen from here. What the
    project says that it does not do is kept by its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from troth.controls import recorded
from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import AdvisoryChannel, Commitment
from troth.terms.seen.own_advisories import NotesFile, OwnWeakness
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import AnnouncedWeaknesses, OwnWeaknesses, ReleaseNotes

WANTED = "the last fixed weakness in this channel"
PUBLISHED = frozenset({"github-advisory", "osv", "cve"})
"""Channels of which published databases hold copies."""
_PREFIX = {"github-advisory": "GHSA-", "cve": "CVE-"}
"""How the names begin that a channel gives."""
_PEOPLE_MEET = re.compile(r"\bforums?\b", re.IGNORECASE)
"""A place that no database copies, although no channel has a name of its own for it."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def judges(commitment: Commitment) -> bool:
    """Where advisories are published."""
    return isinstance(commitment, AdvisoryChannel)


def wants(commitment: AdvisoryChannel) -> tuple[Want[Any], ...]:
    """The desk's records, what is known of the project's own weaknesses, and its release notes."""
    if commitment.strength == "refusal":
        return ()
    notes = (ReleaseNotes(),) if commitment.channel == "release-notes" else ()
    return (recorded.wants(commitment), OwnWeaknesses(), AnnouncedWeaknesses(document=commitment.span.path), *notes)


def judge(commitment: AdvisoryChannel, answers: Answers, _: date) -> Verdict:
    """By the desk's records where they decide, else by the last fixed weakness that is known."""
    if commitment.strength == "refusal":
        fact = Fact(fact="it says what is not done", kind=Class.TEXT, span=commitment.span)
        return Verdict(commitment=commitment, standing=Standing.KEPT, reason="kept by its text", because=(fact,))
    by_records = recorded.judge(commitment, answers)
    if by_records is not None and by_records.standing is not Standing.UNPROVEN:
        return by_records
    told = answers[OwnWeaknesses()], answers[AnnouncedWeaknesses(document=commitment.span.path)]
    known = united([*told[0].found, *told[1].found])
    if not known:
        if by_records is not None:
            return by_records
        gaps = (*told[0].gaps, *told[1].gaps)
        return _unproven(commitment, "no advisory of the project itself is known here", gaps)
    last = max(known, key=lambda one: (one.published or _LONG_AGO, one.names))
    if commitment.channel == "release-notes":
        return _in_notes(commitment, last, answers[ReleaseNotes()].found, answers[ReleaseNotes()].gaps)
    return _in_databases(commitment, last)


def somewhere(commitment: AdvisoryChannel) -> bool:
    """Whether advisories are promised without a place that could be told: then any place where they stand is one."""
    return commitment.channel == "other" and not _PEOPLE_MEET.search(commitment.sentence)


def united(found: Iterable[OwnWeakness]) -> list[OwnWeakness]:
    """One of each weakness, by the names that they share; what a database knows stands before what a desk says."""
    known: list[OwnWeakness] = []
    for one in sorted(found, key=lambda each: each.known_by):
        same = next((each for each in known if set(each.names) & set(one.names)), None)
        if same is None:
            known.append(one)
            continue
        days = [each.published for each in (same, one) if each.published is not None]
        known[known.index(same)] = OwnWeakness(
            names=tuple(dict.fromkeys((*same.names, *one.names))),
            fixed=tuple(dict.fromkeys((*same.fixed, *one.fixed))),
            published=min(days, default=None),
            known_by=same.known_by,
            span=same.span,
        )
    return known


def _in_databases(commitment: AdvisoryChannel, last: OwnWeakness) -> Verdict:
    """Whether the published databases have it by the name that the channel gives."""
    name = _name(commitment, last)
    seen = commitment.channel in PUBLISHED or somewhere(commitment)
    if seen and last.known_by == "advisories" and name:
        day = f" of {last.published.date()}" if last.published else ""
        fact = Fact(fact=f"{name}{day} is published, and cites this repository", kind=Class.RECORD, span=last.span)
        reason = f"the last fixed weakness is published as {name}"
        return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=(fact,))
    why = (
        f"{last.names[0]} is known; the published advisories that are here do not hold it under a name of this channel"
    )
    if not seen:
        why = f"{last.names[0]} is known, and this channel cannot be seen from here"
    return _unproven(commitment, why, (Gap(wanted=WANTED, reason=why, span=last.span),))


def _name(commitment: AdvisoryChannel, last: OwnWeakness) -> str:
    prefix = _PREFIX.get(commitment.channel, "")
    return next((one for one in last.names if one.startswith(prefix)), "")


def _in_notes(
    commitment: AdvisoryChannel, last: OwnWeakness, files: Sequence[NotesFile], gaps: Sequence[Gap]
) -> Verdict:
    wanted = {one.casefold() for one in last.names}
    for file in files:
        for name, span in file.named:
            if name.casefold() in wanted:
                fact = Fact(fact=f"names {name}, the last fixed weakness", kind=Class.RECORD, span=span)
                reason = f"{file.span.path} names {name}, the last fixed weakness"
                return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=(fact,))
    broken = None if gaps else _missing(commitment, last, files)
    if broken is not None:
        return broken
    read = ", ".join(one.span.path for one in files[:3]) or "no file of release notes"
    why = f"{last.names[0]} stands in none of what was read ({read}); releases on a host cannot be seen from here"
    return _unproven(
        commitment, f"{last.names[0]} is in no release notes here", (Gap(wanted=WANTED, reason=why), *gaps)
    )


def _missing(commitment: AdvisoryChannel, last: OwnWeakness, files: Sequence[NotesFile]) -> Verdict | None:
    """The sentence names the file, the file tells of the release with the fix, and says nothing of security there."""
    said = commitment.sentence.casefold()
    for file in files:
        if file.span.path.rpartition("/")[2].casefold() not in said:
            continue
        fixed = [one for one in file.sections if one.version in {each.removeprefix("v") for each in last.fixed}]
        if fixed and not any(one.security for one in fixed):
            fact = Fact(
                fact=f"tells of {fixed[0].version}, which fixes {last.names[0]}, and does not say so",
                kind=Class.RECORD,
                span=fixed[0].span,
                weakness=True,
            )
            return Verdict(
                commitment=commitment,
                standing=Standing.BROKEN,
                reason=f"{file.span.path} does not tell of {last.names[0]}, which {fixed[0].version} fixes",
                because=(fact,),
                next=Step(text=f"Name {last.names[0]} in {file.span.path} under {fixed[0].version}."),
            )
    return None


def _unproven(commitment: AdvisoryChannel, reason: str, gaps: Sequence[Gap]) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        gaps=tuple(gaps),
        next=Step(text="The desk publishes advisories there and keeps what was published."),
        settles="desk",
    )


CONTROL = Control(name="advisory-channel", judges=judges, wants=wants, judge=judge)
