"""What has to be right before an advisory is approved, and what keeps an approved one from being published now.

Each check is a sentence that says what is so, and what to do where it is not well. ``must``: nothing is approved while
it fails; the others are told and stop nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from troth_desk.cases import machine, scoring
from troth_desk.cases import queries as cases
from troth_desk.cases.machine import Given, Refused
from troth_desk.cases.models import State as CaseState
from troth_desk.publishing import crediting, formats, queries, record
from troth_desk.publishing.content import Content
from troth_desk.publishing.models import WINDOW, Advisory, State
from troth_desk.publishing.window import Window, window
from troth_desk.tenants.addresses import OPENED

_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,}")
_GHSA = re.compile(r"GHSA(-[23456789cfghjmpqrvwx]{4}){3}")
_CWE = re.compile(r"CWE-[1-9][0-9]{0,5}")
_SHORTEST_SUMMARY = 20
_UNNAMED_LEAST = 4
"""Characters of the shortest name that is looked for in the words: a shorter one would be found in others."""
_BEFORE = frozenset({CaseState.FIX_READY, CaseState.DISCLOSED, CaseState.CLOSED})
"""States of a case whose advisory can be published."""
_NEVER = frozenset({CaseState.REJECTED, CaseState.DUPLICATE})


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``says`` what is so; ``todo`` what to do, "" where it is well."""

    name: str
    says: str
    todo: str = ""
    must: bool = True

    @property
    def passed(self) -> bool:
        """Whether there is nothing to do."""
        return not self.todo

    @property
    def mark(self) -> str:
        """Its standing as a word of ``faces``: kept, broken (it must be mended) or at risk (it should)."""
        return "kept" if self.passed else "broken" if self.must else "at_risk"


def checks(advisory: Advisory, at: datetime) -> list[Check]:
    """Every check of what is being written, in the order of the page."""
    content = queries.written(advisory)
    return [found for look in _LOOKS for found in look(advisory, content, at)]


def failing(advisory: Advisory, at: datetime) -> list[Check]:
    """Those that keep it from being approved."""
    return [one for one in checks(advisory, at) if one.must and not one.passed]


def _words(_: Advisory, content: Content, __: datetime) -> Iterator[Check]:
    yield Check("title", "It has a title.", "" if content.title else "Write a title: what is wrong, and in what.")
    short = len(content.summary) < _SHORTEST_SUMMARY
    todo = "Say in a sentence or two what is wrong, for whom, and what an attacker gains." if short else ""
    yield Check("summary", "It says in short what is wrong.", todo)
    empty = not content.details
    yield Check("details", "It has details.", "Describe how the weakness works." if empty else "", must=False)
    if content.hold_details and not content.held:
        yield Check("held", "Details that come later are there.", "Write the details that are to follow, or hold none.")


def _products(_: Advisory, content: Content, __: datetime) -> Iterator[Check]:
    affected = [one for one in content.products if one.status == "affected"]
    todo = "" if affected else "Name the package or product that is affected, with its versions."
    yield Check("products", "It says what is affected.", todo)
    vague = [one.name for one in affected if not one.ranges and not one.versions]
    todo = f"Say which versions of {', '.join(vague)} are affected." if vague else ""
    if affected:
        yield Check("versions", "It says which versions are affected.", todo)
    ends = all(_has_end(one) for one in affected)
    told = ends or any(one.words for one in content.remediations)
    todo = "" if told else "Name the first version with the fix, or say what users can do until there is one."
    yield Check("remediation", "It says what users can do.", todo)


def _has_end(product: object) -> bool:
    ranges = getattr(product, "ranges", ())
    fixed = any(event.kind == "fixed" for one in ranges for event in one.events)
    return fixed or bool(getattr(product, "fixed", ()))


def _severity(advisory: Advisory, content: Content, _: datetime) -> Iterator[Check]:
    wrong = ""
    for one in content.severity:
        try:
            scoring.score(one.score)
        except Refused as refused:
            wrong = str(refused)
    todo = wrong or ("" if content.severity else "Rate the weakness: give a vector of CVSS 3.1 or 4.0.")
    yield Check("severity", "It has a severity.", todo)
    case = advisory.case
    if case is not None and case.cvss_vector and content.severity and not wrong:
        same = any(one.score.rstrip("/") == case.cvss_vector.rstrip("/") for one in content.severity)
        todo = "" if same else f"The case is rated {case.cvss_vector}: rate both alike, or say why they differ."
        yield Check("rating", "It is rated as its case is.", todo, must=False)


def _names(_: Advisory, content: Content, __: datetime) -> Iterator[Check]:
    bad = [each for each in content.aliases if not (_CVE.fullmatch(each) or _GHSA.fullmatch(each))]
    todo = f"{', '.join(bad)} is no CVE or GHSA id: correct it, or name it among related ones." if bad else ""
    yield Check("names", "Its other names are such.", todo)
    bad = [each for each in content.cwes if not _CWE.fullmatch(each)]
    todo = f"Write kinds of weakness as CWE-22, not {', '.join(bad)}." if bad else ""
    yield Check("cwes", "Its kinds of weakness are ids of CWE.", todo)
    if not content.cwes:
        yield Check("cwe", "It says what kind of weakness it is.", "Give an id of CWE, such as CWE-22.", must=False)
    bad = [one.url for one in content.references if urlsplit(one.url).scheme not in {"http", "https"}]
    yield Check("references", "Its references are addresses.", f"{bad[0]} is no web address." if bad else "")


def tells_too_much(advisory: Advisory, *texts: str) -> str:
    """Why ``texts`` about ``advisory`` may not leave the team, as a sentence with what to do; "" where they may.

    They name somebody who did not agree to it, or hold a link that opens a case.
    """
    return next((one.todo for one in _kept_silent(advisory, "\n".join(texts).casefold()) if not one.passed), "")


def draft_tells_too_much(advisory: Advisory) -> str:
    """The same of what is being written, for those who are shown it before it was approved."""
    return tells_too_much(advisory, _all_words(queries.written(advisory)))


def _people(advisory: Advisory, content: Content, _: datetime) -> Iterator[Check]:
    for one in crediting.credited(content, advisory.case):
        if not one.choice:
            says, todo = "Its reporter has not said how they wish to be named.", "Ask them; until then nobody is named."
            yield Check("credit", says, todo, must=False)
    yield from _kept_silent(advisory, _all_words(content))


def _kept_silent(advisory: Advisory, words: str) -> Iterator[Check]:
    found = [one for one in crediting.unnamed(advisory.case) if _names_someone(one.contact, words)]
    todo = "Take out the name or address of somebody who did not agree to be named." if found else ""
    yield Check("unnamed", "Nobody stands in it who wished not to be named.", todo)
    secret = settings.ADDRESS.casefold() in words and re.search(rf"/(?:{OPENED})/", words)
    todo = "Take out the link to a page of the case: whoever has it reads the case." if secret else ""
    yield Check("links", "No link in it opens a case.", todo)


def _all_words(content: Content) -> str:
    return "\n".join(
        (
            content.title,
            content.summary,
            content.details,
            content.impact,
            content.exploited,
            content.change,
            *(f"{one.words} {one.url}" for one in content.remediations),
            *(f"{one.title} {one.url}" for one in content.references),
            *(f"{one.name} {one.login}" for one in content.credits),
            *(one.impact for one in content.products),
        )
    ).casefold()


def _names_someone(contact: str, words: str) -> bool:
    """Whether ``words`` hold the address of a contact, or the name beside it."""
    name, address = parseaddr(contact)
    known = {name.strip().casefold(), address.strip().casefold(), contact.strip().casefold()} - {""}
    return any(len(each) >= _UNNAMED_LEAST and re.search(rf"(?<!\w){re.escape(each)}(?!\w)", words) for each in known)


def _state_of_case(advisory: Advisory, _: Content, __: datetime) -> Iterator[Check]:
    case = advisory.case
    if case is None:
        return
    never = CaseState(case.state) in _NEVER
    todo = f"The case was {case.get_state_display()}: there is nothing to publish." if never else ""
    yield Check("case", "Its case is a weakness.", todo)


def _revised(advisory: Advisory, content: Content, _: datetime) -> Iterator[Check]:
    if advisory.published_at is not None:
        todo = "" if content.change else "Say in a sentence what is new: it stands in the history that everybody reads."
        yield Check("change", "It says what is new in this revision.", todo)


def _formats(advisory: Advisory, content: Content, at: datetime) -> Iterator[Check]:
    if not content.title or not content.summary:
        return
    for one in formats.every(record.draft(advisory, at)):
        yield Check(
            f"format-{one.form.name}", f"It can be written as {one.form.title}.", " ".join(one.reasons), must=one.must
        )


_LOOKS: tuple[Callable[[Advisory, Content, datetime], Iterator[Check]], ...] = (
    _words, _products, _severity, _names, _people, _state_of_case, _revised, _formats,
)  # fmt: skip


def not_yet(advisory: Advisory, at: datetime, *, early_reason: str = "") -> str:
    """Why an approved advisory cannot be published at ``at``, as a sentence with what to do; "" where it can be.

    The end of an embargo is waited for, whatever is approved. ``early_reason`` is the team's for publishing
    details before users had the time that is promised to them.
    """
    standing = queries.standing(advisory)
    if standing is not State.APPROVED:
        return f"It is {_is(standing)}: what is published was approved first, exactly as it is."
    failed = failing(advisory, at)
    if failed:
        return failed[0].todo
    return _case_keeps(advisory, at) or _users_wait(advisory, at, early_reason)


def earliest(advisory: Advisory, at: datetime) -> datetime:
    """From when on neither the embargo nor the users' time stands in the way of publishing it whole."""
    found = [at]
    silent = silent_until(advisory, at)
    if silent is not None:
        found.append(silent)
    until = users_until(advisory)
    if until is not None and not _holds(advisory):
        found.append(until)
    return max(found)


def users_until(advisory: Advisory, given: Window | None = None) -> datetime | None:
    """Until when users have time to update; None where nothing gives them any, or no release was recorded."""
    found = given or window(advisory.project)
    if found is None or advisory.fix_released_at is None:
        return None
    return found.ends(advisory.project, advisory.fix_released_at)


def default_until(advisory: Advisory) -> datetime:
    """Until when details wait that are held back although nothing says for how long: a week from the release."""
    return (advisory.fix_released_at or advisory.changed_at) + timedelta(days=WINDOW)


def silent_until(advisory: Advisory, at: datetime) -> datetime | None:
    """The end of an embargo that binds at ``at``; None where none does."""
    embargo = cases.embargo(advisory.case) if advisory.case else None
    return embargo.until if embargo is not None and cases.embargo_binds(embargo, at) else None


def _is(state: State) -> str:
    return {State.DRAFT: "a draft", State.WITHDRAWN: "withdrawn", State.PUBLISHED: "published already"}.get(
        state, state.label
    )


def _holds(advisory: Advisory) -> bool:
    return queries.written(advisory).hold_details


def _case_keeps(advisory: Advisory, at: datetime) -> str:
    case = advisory.case
    if case is None:
        return ""
    case.refresh_from_db()
    silent = silent_until(advisory, at)
    if silent is not None:
        return (
            f"An embargo binds until {silent:%Y-%m-%d %H:%M} UTC: schedule the publication for its end, or end "
            "it on the page of the case with a reason first."
        )
    if CaseState(case.state) not in _BEFORE:
        return f"Its case is {case.get_state_display()}: move it to “fix ready” first."
    if case.state == CaseState.FIX_READY:
        return machine.look(cases.standing(case, at), CaseState.DISCLOSED, Given())
    return ""


def _users_wait(advisory: Advisory, at: datetime, early_reason: str) -> str:
    """The time of users counts for what was not public before, and from the release of the fix."""
    last = queries.newest(advisory)
    if (last is not None and not last.withheld) or (advisory.case and advisory.case.public_at):
        return ""
    given = window(advisory.project)
    if given is None or early_reason.strip():
        return ""
    line = f" ({given.promise.document}:{given.promise.line})" if given.promise else ""
    if advisory.fix_released_at is None:
        return f"Users are to have time to update{line}: record the release of the fix first, or say why not."
    until = users_until(advisory, given)
    if until is None or at >= until or _holds(advisory):
        return ""
    return (
        f"Users have time to update until {until:%Y-%m-%d %H:%M} UTC{line}: schedule the publication for then, hold "
        "the details back until then, or say why it is published earlier."
    )
