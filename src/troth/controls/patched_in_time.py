"""Known weaknesses are fixed within a promised time.

What is promised
    A weakness that is known leaves the project within a time, by severity ("critical: patched within 24 hours").

Why it matters
    From the day an advisory is public, everyone can look up who still ships what it warns of.

What counts as evidence
    For each advisory that ever touched a lockfile, from the history of the checked commit: when it could be known (the
    later of its publication, of the day the version came in, and of the day the sentence was written) and when the
    lockfile left the range. Severities are those of the advisory or of its aliases. Weaknesses of the project's own
    code are reported to people; only the desk knows of those, and its signed facts tell (`troth check --desk-facts
    FILE`).

How it is judged
    Broken: a runtime dependency stood, or stands, in the range of an advisory of a promised severity for longer than
    promised. At risk: the same where the severity is unknown (``[severity] unknown`` in troth.toml makes it broken,
    or leaves it out), where the dependency is of development or test alone, where it depends on a condition that no
    lockfile shows, where a waiver of the register is in force, or where the sentence allows a mitigation instead;
    also where one is open now and its time is running, or where the newest advisory here is older than the promised
    time (a week at least): what came after it is not known. Kept: there were such advisories since the sentence was
    written, every one left in time, the history is whole, and lockfiles name every dependency. Unproven: none
    came up, no advisories or no history are at hand, or the sentence is about weaknesses that no severity tells apart
    ("wormable flaws"). Facts of the desk decide where the sentence speaks of reports; where it speaks of neither, the
    worse of the two decides, and one of them may show it while the other has nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from troth.controls import recorded
from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Deadline
from troth.terms.seen.vulnerabilities import Exposure, Vulnerability
from troth.terms.severity import Rating, Unknown
from troth.terms.span import Span
from troth.terms.time.due import due
from troth.terms.time.period import duration
from troth.terms.verdict import WORST_FIRST, Standing, Step, Verdict
from troth.terms.waiver import Waiver
from troth.terms.waiving import Granted, subject_of
from troth.terms.wants import Advisories, Exposures, OwnSettings, SentenceAges, Waivers
from troth.terms.weaknesses_meant import other_language, restricted

AT_ONCE = timedelta(days=1)
"""What "immediately" is given before anything is said of it: a fix that nobody could have had earlier is in time."""
A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
"""How old the newest advisory of an ecosystem may be, whatever is promised: some have no news for days."""
_REPORTS = re.compile(
    r"\breport(?:s|ed|er|ers|ing)?\b|\bsubmi(?:t|ssion)|\bresearcher|\bdisclos|\backnowledg|\bresolution\b|"
    r"\bconfirm(?:ed|ation)\b|\btriag|\bembargo|\breceipt\b|"
    r"\brelat[oó]ri?o|\brelat(?:ad|os?\b)|\bsegnalazion|\bmeldung|\bgemeldet|\bsignal(?:é|ement)|\bdenunci|\bnotificaç|"
    r"\bricevimento|\brecebimento|\bréception|\beingang|\brecepción|\binformes?\b|\breporte?s?\b|\bmelding|"
    r"报告|报送|報告|신고|제보|보고|сообщени|отч[её]т|zgłosz",
    re.IGNORECASE,
)
"""Words of the handling of reports about the project's own code."""
_DEPENDENCIES = re.compile(
    r"\bdepend[eê]nc|\bdipendenz|\bdépendanc|\babhängigkeit|依赖|依存|의존|зависимост|"
    r"\bthird[- ]party\b|\bupstream\b|\blibrar(?:y|ies)\b|\bpackages?\b|\bCVEs?\b|\bsupply[- ]chain\b|"
    r"\bdependabot\b|\badvisor(?:y|ies)\b",
    re.IGNORECASE,
)
_MITIGATION = re.compile(r"\bmitigat|\bwork[- ]?around|\bcompensat|\brisk[- ]accept|\bplan\b", re.IGNORECASE)
_BY_WORD = {rating.value: rating for rating in Rating}
UNKNOWN_SEVERITY = "severity is unknown"
_SHOWN = 12


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One exposure held against the promise.

    ``start`` is when its time began, not before the sentence was written; ``due`` is when it had to be gone; ``late``
    whether it was not; ``doubts`` why that would not break the promise.
    """

    exposure: Exposure
    start: datetime
    due: datetime
    late: bool
    doubts: tuple[str, ...] = ()


def judges(commitment: Commitment) -> bool:
    """Deadlines for fixes."""
    return isinstance(commitment, Deadline) and commitment.action == "fix" and commitment.upper


def wants(commitment: Deadline) -> tuple[Want[Any], ...]:
    """By lockfiles: exposures, advisories, the age of the sentence, exceptions; by records: those of the desk."""
    by_lockfiles = (Exposures(), Advisories(), _written(commitment), Waivers(), OwnSettings())
    if _DEPENDENCIES.search(_words(commitment)):
        return by_lockfiles
    by_records = (recorded.wants(commitment),)
    return by_records if speaks_of_reports(commitment) else (*by_lockfiles, *by_records)


def judge(commitment: Deadline, answers: Answers, today: date) -> Verdict:
    """As it is found, unless the sentence keeps the time to weaknesses that nothing here tells from others."""
    verdict = _found(commitment, answers, today)
    if verdict.standing is Standing.UNPROVEN or not restricted(commitment):
        return verdict
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason="which weaknesses it means cannot be told from here",
        settles="people",
        next=Step(text="Name a severity (critical, high, medium or low), or attest it."),
    )


def _found(commitment: Deadline, answers: Answers, today: date) -> Verdict:
    """By lockfiles, by the desk's records, or by the worse of both, as the sentence speaks of one, other or neither."""
    if _DEPENDENCIES.search(_words(commitment)):
        return _by_lockfiles(commitment, answers, today)
    by_records = recorded.judge(commitment, answers)
    if speaks_of_reports(commitment):
        return by_records or _of_reports(commitment)
    by_lockfiles = _by_lockfiles(commitment, answers, today)
    said = [one for one in (by_lockfiles, by_records) if one is not None and one.standing is not Standing.UNPROVEN]
    return min(said, key=lambda one: WORST_FIRST.index(one.standing), default=by_lockfiles)


def _by_lockfiles(commitment: Deadline, answers: Answers, today: date) -> Verdict:
    """Late cases first."""
    exposed, known, written = answers[Exposures()], answers[Advisories()], answers[_written(commitment)]
    gaps = (*known.gaps, *exposed.gaps)
    since = written.found[0] if written.found else None
    if not known.found or since is None:
        return _unproven(
            commitment, "no history of its dependencies was held against advisories", (*gaps, *written.gaps)
        )
    now = datetime.combine(today, time.min, UTC)  # of today only its beginning has surely passed
    granted = Granted(answers[Waivers()].found, today)
    unknown = next((own.unknown for own in answers[OwnSettings()].found), Unknown.UNSAID)
    spoken_of = [one for one in exposed.found if _is_meant(commitment, one, unknown)]
    cases = [case for one in spoken_of if (case := _case(commitment, one, since, now, granted, unknown)) is not None]
    late = [case for case in cases if case.late]
    sure = [case for case in late if not case.doubts]
    if late:
        return _late(commitment, sure or late, now, sure=bool(sure) and not _MITIGATION.search(commitment.sentence))
    running = [case for case in cases if case.exposure.left is None]
    if running:
        return _running(commitment, running)
    if not known.found[0].ecosystems:
        return _unwatched(commitment, exposed.read, gaps)
    newest = known.found[0].newest
    if newest is None or now - newest > max(_allowed(commitment, now), A_WEEK):
        return _by_old_advisories(commitment, newest, exposed.read)
    if not cases:
        what = f"no {_severities(commitment)} advisory" if commitment.severity else "no advisory"
        return _unproven(commitment, f"{what} has touched the lockfiles since the sentence was written", gaps)
    if gaps:
        return _unproven(commitment, f"{_count(cases)} left in time, but not all dependencies are told", gaps)
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"{_count(cases)} since {since:%Y-%m-%d}, each gone within {_time(commitment)}",
        because=tuple(_fact(case, now, weakness=False) for case in cases[:_SHOWN]),
    )


def speaks_of_reports(commitment: Deadline) -> bool:
    """Whether it speaks of weaknesses of the project's own code, which people report and the desk has on record."""
    words = _words(commitment)
    return not _DEPENDENCIES.search(words) and bool(_REPORTS.search(words))


def _written(commitment: Deadline) -> SentenceAges:
    return SentenceAges(document=commitment.span.path, line=commitment.span.line or 0)


def _words(commitment: Deadline) -> str:
    return " ".join((commitment.sentence, commitment.subject, *commitment.heading[1:]))


def _allowed(commitment: Deadline, start: datetime) -> timedelta:
    end = due(start, commitment.within, commitment.basis)
    return max((end - start) if end else timedelta.max, AT_ONCE)


def _is_meant(commitment: Deadline, exposure: Exposure, unknown: Unknown) -> bool:
    """Whether the promise speaks of ``exposure``; of an unknown severity unless the project ignores these."""
    weakness = exposure.vulnerability
    if weakness.informational or not weakness.component.own or other_language(commitment, weakness.component.purl):
        return False
    rating = weakness.severity.rating
    if rating is Rating.UNKNOWN:
        return unknown.counts or not commitment.severity
    return not commitment.severity or rating in {_BY_WORD[word] for word in commitment.severity}


def _case(
    commitment: Deadline, exposure: Exposure, written: datetime, now: datetime, granted: Granted, unknown: Unknown
) -> Case | None:
    """``exposure`` against the promise; None where its time has not come, or was over before the promise."""
    weakness = exposure.vulnerability
    start = max(exposure.known or exposure.since, written)
    if start > now + A_DAY or (exposure.left is not None and exposure.left <= start):
        return None
    end = due(start, commitment.within, commitment.basis)
    if end is None:
        return None
    end = max(end, start + AT_ONCE)
    doubts = (
        f"its {UNKNOWN_SEVERITY}" if _is_unrated(commitment, weakness) and unknown is not Unknown.BREACHING else "",
        "when it was published is unknown" if exposure.known is None else "",
        f"only {weakness.only_if}" if weakness.only_if else "",
        f"a dependency of {weakness.component.scope} alone" if weakness.component.scope not in ("", "runtime") else "",
        _waived(exposure, granted),
        "no fixed version is known" if not weakness.fixed and exposure.left is None else "",
    )
    gone = exposure.left or now
    return Case(exposure=exposure, start=start, due=end, late=gone > end, doubts=tuple(filter(None, doubts)))


def _is_unrated(commitment: Deadline, weakness: Vulnerability) -> bool:
    return bool(commitment.severity) and weakness.severity.rating is Rating.UNKNOWN


def _waived(exposure: Exposure, granted: Granted) -> str:
    """An exception that the register grants: it explains, and makes nothing true."""
    waiver: Waiver | None = None if exposure.left else granted.to(subject_of(exposure.vulnerability))
    return f"waived until {waiver.until} at {waiver.span}" if waiver else ""


def _late(commitment: Deadline, cases: list[Case], now: datetime, *, sure: bool) -> Verdict:
    worst = max(cases, key=lambda case: (case.exposure.left or now) - case.due)
    still = sum(case.exposure.left is None for case in cases)
    reason = f"{_count(cases)} stayed longer than {_time(commitment)}"
    if still:
        reason += f", {still} of them until today" if still < len(cases) else ", and are there today"
    if not sure:
        why = (
            "; ".join(part.removeprefix("its ") for part in worst.doubts)
            or "which the sentence allows to be mitigated otherwise"
        )
        reason += f" ({why})"
    cases = sorted(cases, key=lambda case: (case.exposure.left is not None, len(case.doubts), case.due))
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN if sure else Standing.AT_RISK,
        reason=reason,
        because=tuple(_fact(case, now, weakness=True) for case in cases[:_SHOWN]),
        next=_step(cases[0].exposure),
    )


def _running(commitment: Deadline, cases: list[Case]) -> Verdict:
    cases = sorted(cases, key=lambda case: (len(case.doubts), case.due))  # what is certain stands first
    first = min(cases, key=lambda case: case.due)
    return Verdict(
        commitment=commitment,
        standing=Standing.AT_RISK,
        reason=f"{_count(cases)} are open; the first has to be gone by {first.due:%Y-%m-%d %H:%M} UTC",
        because=tuple(_fact(case, case.due, weakness=True) for case in cases[:_SHOWN]),
        next=_step(cases[0].exposure),
    )


def _fact(case: Case, now: datetime, *, weakness: bool) -> Fact:
    exposure, found = case.exposure, case.exposure.vulnerability
    component = found.component
    start = max(exposure.known or exposure.since, exposure.since)
    rating = found.severity.rating
    bad = UNKNOWN_SEVERITY if rating is Rating.UNKNOWN else rating.value
    words = f"{found.id} ({bad}) in {component.package.name} {component.version}"
    promised = f", promised {case.start:%Y-%m-%d}" if case.start > start else ""
    words += f", known {start:%Y-%m-%d}{promised}, due {case.due:%Y-%m-%d}, "
    if exposure.left is None:
        words += "still there"
    else:
        words += f"gone {exposure.left:%Y-%m-%d} by {exposure.left_by[:10]}"
    doubt = "; ".join(part for part in case.doubts if part != f"its {UNKNOWN_SEVERITY}")
    if doubt:
        words += f" ({doubt})"
    # the line of a version that is gone would point at another one
    span = Span(component.span.path, component.span.line if exposure.left is None else None)
    return Fact(fact=words, kind=Class.RECORD, span=span, at=(exposure.left or now).date(), weakness=weakness)


def _step(exposure: Exposure) -> Step:
    found = exposure.vulnerability
    if exposure.left is not None:
        return Step(text="Update on the day an advisory appears, or promise a time that can be kept.")
    name = found.component.package.name
    if found.fixed:
        return Step(text=f"Update {name} to {found.fixed} or later at {found.component.span}.")
    return Step(text=f"Replace {name}, or waive {found.id} with a reason and a date.")


def _of_reports(commitment: Deadline) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason="it speaks of weaknesses that people report; no desk facts",
        settles="desk",
        next=Step(text="The desk's record of reports and fixes would prove it."),
    )


def _unwatched(commitment: Deadline, lockfiles: tuple[str, ...], gaps: tuple[Gap, ...]) -> Verdict:
    """Nothing that the project ever locked could be held against advisories."""
    if lockfiles:
        return _unproven(commitment, "the advisories here are about none of the packages that its lockfiles name", gaps)
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason="no lockfile says, or ever said, which versions of dependencies are used",
        gaps=gaps,
        settles="repository",
        next=Step(text="Commit a lockfile: its history then shows how fast weaknesses leave."),
    )


def _unproven(commitment: Deadline, reason: str, gaps: Iterable[Gap]) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        gaps=tuple(gaps),
        settles="repository" if not tuple(gaps) else "tool run",
        next=Step(text="Bring the advisories up to date."),
    )


def _by_old_advisories(commitment: Deadline, newest: datetime | None, lockfiles: tuple[str, ...]) -> Verdict:
    """What became known since would have to be gone by now, and nobody here knows of it."""
    when = f"{newest:%Y-%m-%d}" if newest else "an unknown day"
    fact = f"held against advisories of which the newest is of {when}"
    return Verdict(
        commitment=commitment,
        standing=Standing.AT_RISK,
        reason=f"the newest advisory here is of {when}: what came after it is not known",
        because=tuple(
            Fact(fact=fact, kind=Class.RESULT, span=Span(path), at=newest.date() if newest else None, weakness=True)
            for path in lockfiles[:_SHOWN] or (commitment.span.path,)
        ),
        next=Step(text="Bring the advisories up to date: troth advisories update."),
    )


def _severities(commitment: Deadline) -> str:
    return " or ".join(commitment.severity)


def _time(commitment: Deadline) -> str:
    """The promised time in words; "at once" is given a day."""
    said = duration(commitment.within)
    return "a day" if said == "at once" else said


def _count(cases: list[Case]) -> str:
    names = {(case.exposure.vulnerability.id, case.exposure.vulnerability.component.package) for case in cases}
    return f"{len(names)} {'advisory' if len(names) == 1 else 'advisories'}"


CONTROL = Control(name="patched-in-time", judges=judges, wants=wants, judge=judge)
