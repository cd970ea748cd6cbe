"""What does a severity set off? Response time, action and communication, as documents list them for each severity.

Documents say it under a heading ("### Critical Vulnerabilities (CVSS 9.0-10.0)"), under a bold line ("**Critical**
(CVSS 9.0-10.0):"), in the rows of a table, or in bullets ("- Low: fix in the next release"). What each line is, its
label or the head of its column says: a time, an action, or whom it tells. Pure reading of text, bounded like the
reader of promises that it builds on; whatever a document holds, the answer is a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from troth.terms.source import Source
from troth.terms.statement import Statement
from troth_desk.policies import queries
from troth_desk.policies.models import PolicyVersion, Promise

LONGEST = 300
"""Characters of the words of a line that are kept."""

_LABEL = re.compile(
    r"^\W{0,4}(?P<label>[A-Za-z][A-Za-z /&()-]{1,40}?)\W{0,3}(?::|\s[–—-]\s)\W{0,3}(?P<value>.+)$", re.DOTALL
)
_TIME = re.compile(
    r"^(?:(?:target|initial|first|max(?:imum)?|expected|our|sla) ){0,2}(?:(?:re)?action time|"
    r"respon[sd]\w*|sla|acknowledg\w*|time(?: ?line| ?frame|s)?(?: to \w+)?|deadline|within|target|"
    r"triage|assess\w*|resol\w+|remediat\w+|mitigat\w+|fix\w*|patch\w*|disclos\w+ time)\b"
)
_RESPONSE = re.compile(r"\b(?:respon|sla|time)", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:acknowledg|triage|assess|fix|patch|resol|remediat|mitigat|disclos|first|initial)", re.IGNORECASE
)
_ACTION = re.compile(
    r"^(?:(?:required|our|planned|immediate|next) )?(?:actions?|process|handling|approach|treatment|measures?|plan|"
    r"what we do|steps?|procedure|remediation plan|response action|handled)\b"
)
_TELLS = re.compile(
    r"^(?:(?:internal|external|customer|user|public) )?(?:communicat\w*|notif\w*|inform\w*|escalat\w*|announce\w*|"
    r"who is (?:told|notified|informed)|reporting|reported to|stakeholders?)\b"
)
_WORK = re.compile(
    r"\b(?:patch\w*|hot-?fix\w*|fix\w*|releas\w+|mitigat\w*|updates?|updated|upgrade\w*|remediat\w*|rebuild\w*|cycle|"
    r"maintenance|sprint|backlog|schedul\w*|resol\w+|workaround\w*|roll(?:ed)? ?back|next version)\b",
    re.IGNORECASE,
)
_ABOUT_WORK = re.compile(
    r"\b(?:respon|resol|fix|patch|remediat|sla|timeline|time ?frame|target|update|mitigat|priorit)\w*", re.IGNORECASE
)
_SEVERITY_HEAD = re.compile(
    r"\b(?:severity|level|priority|risk|rating|class(?:ification)?|criticality|category|sev)\b", re.IGNORECASE
)
_FILLING = re.compile(
    r"\b(?:vulnerabilit\w*|severit\w*|issues?|priority|risks?|bugs?|findings?|impact|and|or|response|level|cvss|v?[34]\.[01x]|"
    r"score|scores|incidents?|security|to|patch(?:es)?|fix(?:es)?)\b|\d{1,2}\.\d|\d{1,2}|[≥≤<>]|\(|\)",
    re.IGNORECASE,
)
_SEVERITY_WORD = re.compile(r"\b(?:critical|high|medium|moderate|low|sev-?\s?\d|[ps]\d)\b", re.IGNORECASE)
_TEAM = re.compile(
    r"\b(?P<name>security|development|developers?|dev|engineering|dev-?ops|operations|ops|infrastructure|platform|product|"
    r"management|leadership|executives?|legal|compliance|incident response|on-?call|emergency|core|maintainers?|"
    r"sre|soc|csirt|psirt)(?:[ -](?P<kind>team|lead|engineers?|contacts?|staff|group))?s?\b",
    re.IGNORECASE,
)
_ALONE = frozenset(
    {
        "management", "leadership", "executive", "executives", "legal", "maintainer", "maintainers", "developer",
        "developers", "devops", "on-call", "oncall", "soc", "csirt", "psirt", "sre",
    }
)  # fmt: skip
"""Names that stand for a group without "team" behind them."""
_CALLED = {
    "dev": "development", "developer": "development", "developers": "development", "ops": "operations",
    "oncall": "on-call", "executive": "leadership", "executives": "leadership", "maintainers": "maintainer",
}  # fmt: skip
_OUTSIDE = re.compile(
    r"\b(?:users?|customers?|public\w*|communit\w*|advisor\w+|release notes?|"
    r"clients?|press|blog|website|announcements?|change-?logs?)\b",
    re.IGNORECASE,
)
_RHYTHM = (
    (re.compile(r"\b(?:quarterly|each quarter|every quarter)\b", re.IGNORECASE), "P3M"),
    (re.compile(r"\b(?:monthly|each month|every month)\b", re.IGNORECASE), "P1M"),
    (re.compile(r"\b(?:weekly|each week|every week)\b", re.IGNORECASE), "P1W"),
    (re.compile(r"\b(?:annual|annually|yearly|each year|every year)\b", re.IGNORECASE), "P1Y"),
)
_EMERGENCY = re.compile(
    r"\b(?:emergenc\w+|hot-?line|on-?call|24/7|24x7|urgent\w*|out[- ]of[- ]hours|after[- ]hours)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a line of a document says. ``label`` is what stands before it, or at the head of its column."""

    document: str
    line: int
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom a severity tells.

    ``groups`` are teams that the words name ("security team"), ``outside`` that they speak of users or the public, whom
    the desk never tells by itself. ``every`` is the rhythm of the reports it is collected for ("P3M"), or empty.
    """

    words: Words
    groups: tuple[str, ...] = ()
    outside: bool = False
    every: str = ""


@dataclass(slots=True)
class Said:
    """All that documents list for one severity."""

    severity: str
    times: list[Words] = field(default_factory=list)
    actions: list[Words] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Response:
    """What a severity sets off, with the promises that the reader made of the same lines.

    ``responding``: the promises whose time is that of the actions (an answer within 24 hours: "immediate patch").
    """

    severity: str
    times: tuple[Words, ...]
    actions: tuple[Words, ...]
    tellings: tuple[Telling, ...]
    responding: tuple[Promise, ...] = ()


def responses(version: PolicyVersion) -> dict[str, Response]:
    """What each severity sets off under ``version``, worst first; severities that nothing is said for are left out."""
    said = read(queries.sources(version))
    deadlines = [one for one in queries.promises(version, kind="deadline") if one.binding]
    return {name: _bound(one, deadlines) for name, one in said.items()}


def _bound(said: Said, deadlines: Iterable[Promise]) -> Response:
    """A bare response time belongs to the actions beside it; so does an action that itself has a time ("immediate")."""
    times = {(one.document, one.line) for one in said.times if _bare(one.label)}
    actions = {(one.document, one.line) for one in said.actions}
    responding = tuple(
        promise
        for promise in deadlines
        if actions
        and said.severity in promise.severities
        and (
            (promise.action == "acknowledge" and (promise.document, promise.line) in times)
            or (promise.within.startswith("PT0") and (promise.document, promise.line) in actions)
        )
    )
    return Response(said.severity, tuple(said.times), tuple(said.actions), tuple(said.tellings), responding)


def _bare(label: str) -> bool:
    """Whether a label says "response" and no more: an acknowledgement or a fix has clocks of its own."""
    return _RESPONSE.search(label) is not None and not _NAMED.search(label)


def read(sources: Iterable[Source]) -> dict[str, Said]:
    """What each severity sets off in ``sources``, worst first. The answer is kept for the same texts: read it only."""
    return _read(tuple(sources))


@lru_cache(maxsize=16)
def _read(sources: tuple[Source, ...]) -> dict[str, Said]:
    from troth.policy.document import parse
    from troth.policy.words.severity import ORDER

    found: dict[str, Said] = {}
    for source in sources:
        for severity, kind, words in _lines(parse(source.path, source.text).statements):
            _take(found.setdefault(severity, Said(severity)), kind, words)
    return {name: found[name] for name in ORDER if name in found}


def emergency_contacts(version: PolicyVersion) -> list[Promise]:
    """The contacts that the policy names for emergencies, in its order; none where it names none."""
    contacts = queries.promises(version, kind="contact")
    return [one for one in contacts if _EMERGENCY.search(one.sentence) or _emergency_place(one)]


def _emergency_place(contact: Promise) -> bool:
    whole = queries.commitments(contact.version).get(contact.commitment)
    return whole is not None and any(_EMERGENCY.search(each) for each in whole.heading[-1:])


def _take(said: Said, kind: str, words: Words) -> None:
    if kind == "tells":
        if all(one.words.line != words.line for one in said.tellings):
            said.tellings.append(telling(words))
    else:
        kept = said.times if kind == "time" else said.actions
        if words not in kept:
            kept.append(words)


def telling(words: Words) -> Telling:
    """Whom the words name, and in which rhythm they are collected."""
    every = next((period for rhythm, period in _RHYTHM if rhythm.search(words.text)), "")
    collected = (
        every
        if re.search(r"\b(?:report|summar|digest|bulletin|newsletter|review)\w*", words.text, re.IGNORECASE)
        else ""
    )
    return Telling(words, tuple(dict.fromkeys(_groups(words.text))), _OUTSIDE.search(words.text) is not None, collected)


def _groups(text: str) -> Iterator[str]:
    for match in _TEAM.finditer(text):
        name, kind = match["name"].lower(), (match["kind"] or "").lower()
        if not kind and name not in _ALONE:
            continue
        called = _CALLED.get(name, name.replace("dev-ops", "devops"))
        if kind.startswith("contact") or called == "emergency":
            yield f"{called} contact"
        else:
            yield "maintainers" if called == "maintainer" else f"{called} team"


def _lines(statements: Iterable[Statement]) -> Iterator[tuple[str, str, Words]]:
    """Severity, kind ("time", "action", "tells") and words of every line that says such a thing."""
    for statement in statements:
        if statement.form == "row":
            yield from _row(statement)
        elif statement.form in {"bullet", "sentence"}:
            yield from _item(statement)


def _row(statement: Statement) -> Iterator[tuple[str, str, Words]]:
    named = [(n, level_of(cell)) for n, (head, cell) in enumerate(statement.cells[:2]) if _is_level_head(n, head)]
    place, levels = next(((n, found) for n, found in named if found), (-1, ()))
    for severity in levels:
        for head, cell in (one for n, one in enumerate(statement.cells) if n != place):
            value = cell.strip(" *_`")
            if value.strip("-–—/ ").lower() in {"", "n/a", "none"}:
                continue
            for kind in _kinds(head, value):
                yield severity, kind, _words(statement, value, head)


def _is_level_head(place: int, head: str) -> bool:
    """Whether the column can name the severity: the first one may, the second one where its head says so."""
    return place == 0 or _SEVERITY_HEAD.search(head) is not None


def _item(statement: Statement) -> Iterator[tuple[str, str, Words]]:
    match = _LABEL.match(statement.text)
    if match is None:
        return
    label, value = match["label"].strip(" *_"), match["value"].strip(" *_\n")
    named = level_of(label)
    if named and not _closed(statement):
        # "Critical: fix within 24 hours": the label is the severity, what the line is its place says
        about = " ".join((statement.lead, *statement.heading[-1:]))
        timed = _times(value)
        if not (timed or (_ABOUT_WORK.search(about) and _WORK.search(value))):
            return
        for severity in named:
            yield from ((severity, kind, _words(statement, value, "")) for kind in _kinds("response", value))
        return
    for severity in _above(statement):
        yield from ((severity, kind, _words(statement, value, label)) for kind in _kinds(label, value))


def _closed(statement: Statement) -> bool:
    """Whether the headings already stand under one severity, so that a severity in the line is something else."""
    return any(level_of(each) for each in statement.heading[-1:])


def _above(statement: Statement) -> tuple[str, ...]:
    """The severities of the place where a statement stands: its lead, or the innermost heading that is one."""
    led = level_of(statement.lead.strip().rstrip(":"))
    return led or next((found for each in reversed(statement.heading[-2:]) if (found := level_of(each))), ())


def level_of(text: str) -> tuple[str, ...]:
    """The severities that ``text`` is the name of ("Critical (CVSS 9.0-10.0)", "P1 - High"), none where it is more."""
    from troth.policy.words.severity import severities

    if len(text) > 80 or not _SEVERITY_WORD.search(text):
        return ()
    if re.sub(r"[\W_]+", "", _FILLING.sub("", _SEVERITY_WORD.sub("", text))):
        return ()
    found = severities(text)
    return tuple(found) if found else ()


def _kinds(label: str, value: str) -> Iterator[str]:
    """What a line is by its label, and by its words where the label leaves it open."""
    low = " ".join(label.lower().split())
    timed = _times(value)
    if _TELLS.match(low):
        yield "tells"
    elif _ACTION.match(low):
        yield "action"
    elif _TIME.match(low):
        if timed:
            yield "time"
        if _WORK.search(value) and not (timed and re.search(r"\d", value)):
            yield "action"


def _times(value: str) -> bool:
    """Whether ``value`` tells how long something takes."""
    from troth.policy.words.duration import durations

    return next(durations(value), None) is not None


def _words(statement: Statement, value: str, label: str) -> Words:
    offset = max(statement.text.find(value), 0)
    line = statement.at(offset).line or statement.span.line or 0
    return Words(statement.span.path, line, " ".join(value.split())[:LONGEST], label)


__all__ = (
    "Response",
    "Said",
    "Telling",
    "Words",
    "emergency_contacts",
    "level_of",
    "read",
    "responses",
    "telling",
)
