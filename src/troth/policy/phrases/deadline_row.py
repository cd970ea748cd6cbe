"""A row of a table of times: a cell under a header that names the action, or a row whose first cell does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.due_cue import ALONE, NEXT
from troth.policy.phrases.due_severity import OPENED, residual, scored
from troth.policy.phrases.due_time import BEHIND, Time, labelled, made, made_each, names_in, parted, rated, times
from troth.policy.phrases.due_unit import unit_above
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.due import (
    ACTED_HEAD,
    ADJECTIVE,
    CUE,
    INCLUDED,
    NO_DEADLINE,
    OTHERS,
    PLAN_TOLD,
    listed_within,
    phase,
)
from troth.policy.words.duration import AT_ONCE, DAY, durations, timed
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken
from troth.terms.commitment import Deadline, Severity

TIME_HEAD = Spoken(
    r"\b(?:times?|slas?|slos?|target|within|deadline|timeline|timing|period|window|"
    r"acknowledg\w*|respon\w*|fix|patch|resolution|remediat\w*|mitigat\w*|triage|assessment|disclosure|"
    r"notif\w*|update\w*|containment)\b",
    "headings.times",
)
WHEN_HEAD = Words(r"\b(?:when|elapsed|by|milestone|time|timeframe|due|duration|how (?:fast|soon|long))\b")
ACKNOWLEDGED = Words(r"\backnowledg|\breceipt\b")
ANSWER = Words(r"\b(?:initial|first|full|detailed) (?:response|reply|answer)\b")
"""An answer that has a column of its own beside that of receipts."""
RESPONSE_HEAD = Words(r"\W*(?:target )?(?:response(?: time)?|time ?frame|timeline|sla|target)s?\W*$")


KEPT_UP = Words(
    r"\b(?:updates|fixes|patches|support|maintenance) (?:\w+ )?(?:until|till|through|(?P<what>for|guaranteed)|period|"
    r"ends?)\b"
)
"""The header of how long something is kept up, which is no deadline: "Security updates until"."""
GRADED = Words(r"sever|level|priorit|risk|impact|rating|cvss|score")
"""Headers of what flaws are told apart by, below which "patches for" says what is patched, not how long."""
JOINED = Words(r"\band\b|[/&,+]")
SERVICE_HEAD = Words(
    r"\W{0,4}(?:(?:our|target|targeted|max(?:imum)?|service|sla|slo|times?|time ?(?:frame|line)s?)\W{1,3}){0,3}"
    r"(?:slas?|slos?|targets?|times?|time ?(?:frame|line)s?|deadlines?|within|commitments?)\W{0,3}"
    r"(?:\([^)]{0,40}\))?\W{0,4}$"
)
"""Headers that say that a time is kept, not what is done in it."""
SCORED = Words(r"cvss|score")
UNIT_HEAD = Words(r"\b(?:(?:business|working|calendar) )?(?:hours|days|weeks|months)\b|^\W*(?:hour|day|week)\W*$")
BARE = re.compile(r"\W{0,3}\d{1,3}(?:\s?[-–]\s?\d{1,3})?\W{0,3}")
"""A number whose unit stands in the header: "Target (days)"."""
BY_RANK = re.compile(r"(?:[\s≤<=,;/&]{0,6}(?:and )?\d{1,3}\s?\([a-z][a-z /&,]{2,40}\)){1,4}\W*", re.IGNORECASE)
"""Numbers without a unit, each with its severity: "≤ 30 (high) / ≤ 60 (medium)"."""
DUE_BEHIND = Words(r"\s?(?:\(\s?)?(?:to|for) (?:(?:a|an|the|initial|first)\s)*(?:" + CUE.english.source + ")")
"""What is due right behind a period: "24 hours to workaround; 7 days to patch"."""
DUE_BEFORE = Words(r"(?:" + CUE.english.source + r")(?: \w+){0,2}?,? (?:within|in|in under|in less than) $")
"""What is due right before it: "block the merge, fix within a day"."""
LONG = re.compile(r"P(?:1[4-9]|[2-9]\d|\d{3})D|P[2-9]W|P\d{1,2}[MY]")
"""Periods in which nobody answers."""
ASIDE = re.compile(r"\([^()]*\)")
"""What a step is in detail, which is not what is due: "Restore (patch the cause, tell the crew)"."""
ROWS = 20
NUMBERED = re.compile(r"\W{0,3}(?:(?:step|phase|stage|no\.?)\s)?\d{1,2}\W{0,3}", re.IGNORECASE)
UNSURE = re.compile(r"\W*if\b(?! (?:\w+ ){0,2}(?:critical|high|severe|confirmed|valid)\b)", re.IGNORECASE)
"""What opens a cell that tells of what may never be: "if nobody answered: …"."""
BOUND = Words(r"\b(?:rto|rpo|ttl|timeout|retention|expiry|lifetime)\W{0,3}$")
"""Right before a period that is a bound of the product."""
STATE_HEAD = Words(r"^\W*(?:\w+ )?(?:status|state|progress)\W*$")
DONE = Words(
    r"^\W*(?:fixed|done|completed?|verified|resolved|closed|merged|implemented|deployed|patched|remediated|mitigated|"
    r"shipped)\W*(?:(?:\(|in v?\d|on \d|\d).*)?$"
)
"""What a cell of the state says of work that is over, whose time was spent on it: "fixed"."""
EFFORT_HEAD = Words(r"\b(?:efforts?|estimated? (?:hours|days|time|work)|estimates?|costs?|spent|took|person-?days)\b")
"""Headers of what work takes."""
THREATS = Words(
    r"^\W*(?:threats?|attacks?|attack (?:vectors?|surfaces?|scenarios?)|(?:threat|attack|abuse) (?:scenario|case|actor|"
    r"type|category)s?|threat agents?|adversar(?:y|ies)|attackers?|abuse|residual(?: risks?)?|defen[cs]es?|"
    r"countermeasures?|stride(?: category)?)\W*$"
)
"""Headers of a table of threats, whose times are those of the product: "clients are blocked for 15 minutes"."""
UPKEEP = Words(r"\b(?:maintenance|releases?|version|backlog|cycle)\b")
"""What a cell names that mends without saying so: "scheduled maintenance"."""
FAR = 60
"""Characters of a cell before a time, in which something that is due is named if anything is."""


def row(saying: Saying) -> Iterator[Deadline]:
    """The deadlines of one row."""
    cells = saying.cells
    first = _title(cells)
    own = _row_severity(saying, first)
    if any(STATE_HEAD.search(name) and DONE.search(value) for name, value in cells):
        return
    if any(THREATS.search(name) for name, _ in cells) and not (own and any(_brief(value) for _, value in cells[1:])):
        return
    if len(cells) > 1 and not CUE.search(first) and _timed(saying, cells[0][0], first):
        whens = list(durations(f"{first} {_counted(cells[0][0], first)}"))
        told = " ".join(value for _, value in cells[1:])
        for period in whens if not UNSURE.match(told) else ():
            for action in names_in(told)[:1]:
                yield made(saying, period, action, rated(saying, told), 0)
        if whens:
            return
    offset = 0
    for index, (name, value) in enumerate(cells):
        if index and not (NO_DEADLINE.search(name) or EFFORT_HEAD.search(name) or _kept_up(saying, name, first)):
            headed = bool(TIME_HEAD.search(name) or CUE.search(name) or CUE.search(first))
            unit = _unit(saying, index, name, own) if BARE.fullmatch(value) else ""
            told = _told_by_rank(name, value)
            whole = list(times(f"{value} {unit}" if unit else told))
            for time in whole:
                if not (headed or unit or (own and _beside(time))):
                    continue
                if (
                    (time.hyphened and ADJECTIVE.match(time.after))
                    or (time.period.start > 60 and not time.first)
                    or re.search(r"\bevery\s$|\bextension\b|\bper\s$", f"{time.before[-8:]}", re.IGNORECASE)
                    or re.match(r"\s*extension", time.after)
                    or BOUND.search(time.before)
                    or (len(time.before) > FAR and not _beside(time) and not names_in(time.before[-FAR:]))
                ):
                    continue
                after = OPENED.sub("", time.after)
                behind = BEHIND.match(after)
                named = (
                    (rated(saying, behind[0]) if behind else ())
                    or rated(saying, time.before[-30:])
                    or rated(saying, re.split(r"[,;]", after[:30])[0])
                )
                due = _dealt(saying, name, time, whole, offset)
                severity = named or (() if due else _paired(own, time, whole)) or own or rated(saying, name)
                actions = _beside(time) or due or _cell_actions(saying, name, time.before, first, own)
                yield from made_each(saying, time, actions, severity if len(severity) < 4 else (), offset)
        offset += len(value) + 3


def _title(cells: tuple[tuple[str, str], ...]) -> str:
    """The cell that says what a row is on: the first, but for a column that only counts the rows."""
    if not cells:
        return ""
    counts = len(cells) > 2 and NUMBERED.fullmatch(cells[0][1]) and not UNIT_HEAD.search(cells[0][0])
    return cells[1][1] if counts else cells[0][1]


def _unit(saying: Saying, index: int, name: str, own: tuple[Severity, ...]) -> str:
    """The unit of a bare number: that of its header, else that of the cells above it in a row of a severity."""
    headed = UNIT_HEAD.search(name)
    return headed[0] if headed else unit_above(saying, index) if own else ""


def _counted(head: str, first: str) -> str:
    """The unit of a first cell that is but a number: "Day" over 7."""
    unit = UNIT_HEAD.fullmatch(head) if BARE.fullmatch(first) else None
    return f"{unit[0].strip().removesuffix('s')}s" if unit else ""


def _brief(value: str) -> bool:
    """Whether a cell holds a time and hardly more: "within 7 days"."""
    return len(value) <= FAR and any(durations(f"{value} "))


def _kept_up(saying: Saying, name: str, first: str) -> bool:
    """Whether the column ``name`` says how long something is kept up."""
    kept = KEPT_UP.search(name)
    if not kept or not kept["what"]:
        return kept is not None
    return not (GRADED.search(saying.cells[0][0]) or rated(saying, first))


def _dealt(saying: Saying, name: str, time: Time, whole: list[Time], offset: int) -> tuple[str, ...]:
    """What of a header that names several actions ``time`` is for, where a cell holds a time for each of them."""
    named = tuple(dict.fromkeys(names_in(name)))
    if len(named) == 1 or not JOINED.search(name):
        return ()
    if len(whole) == 1:
        return named if len(named) == 2 and parted(saying, time, offset) else ()
    if len(named) != len(whole) or any(re.search(r"[^\W\d]", each.before) for each in whole):
        return ()
    at = whole.index(time)
    return named[at : at + 1]


def _paired(own: tuple[Severity, ...], time: Time, whole: list[Time]) -> tuple[Severity, ...]:
    """The one of two severities of a row that ``time`` is for, where a cell holds a time for each: "24h, 72h"."""
    if len(own) != len(whole) or len(own) == 1 or any(re.search(r"[^\W\d]", each.before) for each in whole):
        return ()
    at = whole.index(time)
    return own[at : at + 1]


def counted_below(saying: Saying) -> bool:
    """Whether a cell is a bare number below a header that gives its unit."""
    return any(
        UNIT_HEAD.search(name) and (BARE.fullmatch(value) or BY_RANK.fullmatch(value)) for name, value in saying.cells
    )


def _told_by_rank(name: str, value: str) -> str:
    """A cell with the unit of its header ``name`` behind each number that stands before a severity."""
    unit = UNIT_HEAD.search(name) if BY_RANK.fullmatch(value) else None
    plural = f"{unit[0].strip().removesuffix('s')}s" if unit else ""
    return re.sub(r"(?<=\d)(?=\s?\()", f" {plural}", value) if plural else value


def _timed(saying: Saying, head: str, first: str) -> bool:
    """Whether the first cell is the time in which what stands in the others is done."""
    if TIME_HEAD.search(head) or DAY.match(f"{first.lower()} ") or _counted(head, first):
        return True
    return listed_within(first) is not None and bool(
        WHEN_HEAD.search(head) or saying.role & (Role.TIMES | Role.STEPS | Role.INCIDENT)
    )


def _row_severity(saying: Saying, first: str) -> tuple[Severity, ...]:
    """The severity a row is for: of its first cell, of a column about severity, else of its heading."""
    found = rated(saying, first)
    for name, value in saying.cells:
        if not found and re.search(r"sever|level|priorit", name):
            found = rated(saying, value)
    if not found and (SCORED.search(saying.cells[0][0]) or SCORED.search(first)):
        found = scored(first)
    if not found and OTHERS.search(f"{first} |"):
        return residual(saying)
    return found or (rated(saying, saying.statement.heading[-1]) if saying.statement.heading else ())


def _beside(time: Time) -> tuple[str, ...]:
    """What is due by the words right beside a period in its own cell: "fix within 24 hours", "7 days to patch"."""
    behind = DUE_BEHIND.match(time.after)
    if behind:
        return tuple(names_in(behind[0])[-1:])
    alone = NEXT.match(time.after) if time.period.within != "PT0H" and ALONE.match(time.after) else None
    if alone:
        return tuple(names_in(alone[0])[-1:])
    before = DUE_BEFORE.search(time.before)
    return tuple(names_in(before[0])[-1:]) if before else ()


def _cell_actions(saying: Saying, name: str, before: str, first: str, own: tuple[Severity, ...]) -> tuple[str, ...]:
    near = names_in(before[-60:])
    head = names_in(name)
    row = names_in(ASIDE.sub(" ", first)) or names_in(first)
    if not row and (phased := phase(first)):
        return (phased,)
    if RESPONSE_HEAD.match(name) and (_mended(saying) or (own and _mended_beside(saying))):
        return ("fix",)
    if head == ["acknowledge"] and ANSWER.search(name) and any(ACKNOWLEDGED.search(other) for other, _ in saying.cells):
        return ("update",)
    if head and not re.fullmatch(r"\W*(?:target )?(?:response|target|sla)s?\W*", name):
        return tuple(dict.fromkeys(head)) if re.search(r"\band\b|/|&", name) else (labelled(name, head)[0],)
    if row:
        return ("update",) if PLAN_TOLD.search(first) else labelled(first.lower(), row)
    if near:
        return (near[-1],)
    if head:
        return (head[-1],)
    others = [found[-1] for other, _ in saying.cells if (found := names_in(other))]
    around = (
        others
        or names_in(saying.statement.lead[-160:])
        or names_in(saying.statement.heading[-1] if saying.statement.heading else "")
    )
    if not around and own and SERVICE_HEAD.match(name):
        return (_by_length(saying),)
    return (around[-1],) if around else ()


def _mended(saying: Saying) -> bool:
    """Whether the column of what is done says that it is mended."""
    return any(
        found[0] == "fix"
        for other, value in saying.cells
        if ACTED_HEAD.search(other)
        and (AT_ONCE.search(value) or not timed(value.lower()))
        and (found := [*(["fix"] if INCLUDED.search(value) else ()), *names_in(value)])
    )


def _mended_beside(saying: Saying) -> bool:
    """Whether it is so in another row of its table, where this one names no deed: "Low: scheduled maintenance"."""
    acted = [value for other, value in saying.cells if ACTED_HEAD.search(other)]
    if any(names_in(value) for value in acted) or not any(UPKEEP.search(value) for value in acted):
        return False
    return saying.company.count("mended", saying.company.siblings(saying)[:ROWS], _mended) > 0


def _by_length(saying: Saying) -> str:
    """What times by severity are for that say it nowhere: fixes where the longest is too long for an answer."""
    rows = saying.company.siblings(saying)[:ROWS]
    return "fix" if saying.company.count("lasting", rows, _lasting) else "acknowledge"


def _lasting(saying: Saying) -> bool:
    return any(LONG.match(period.within) for _, value in saying.cells[1:] for period in durations(value))
