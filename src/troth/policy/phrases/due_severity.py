"""The severities for which a time holds: named beside it, all but those that are named, or all."""

from __future__ import annotations

import re

from troth.policy.phrases.due_time import BEHIND, Time, rated
from troth.policy.saying import Saying
from troth.policy.words.clause import clause
from troth.policy.words.due import FOR_OTHERS, OTHERS
from troth.policy.words.duration import timed
from troth.policy.words.severity import ORDER
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import foreign, speaks
from troth.terms.commitment import Severity

SOONER = Words(
    r"^\s*[(,;–—-]\s*(?:and |but |or |with |often |much )?(?:(?:for )?(?:the )?(?:critical|high|severe|serious|urgent)"
    r"[\w ,/-]{0,40}?[\s:,–—-]+(?:are |is |will be |get )?(?:handled |fixed |patched |treated |addressed )?(?:much )?)?"
    r"(?:faster|sooner|quicker|earlier|shorter|expedited|prioriti[sz]ed|accelerated)\b"
)
"""Worse flaws are fixed before a time that holds for all: "within 30 days (critical: faster)"."""
_BUT = (
    r"(?:except(?:ing)?(?: for)?|apart from|aside from|other than|save for|excluding|barring|with the exception of|"
    r"but not)"
)
EXCEPT = Words(rf"^\W{{0,3}}{_BUT} (?P<which>[^.;:()]{{1,60}})")
EXCEPT_AHEAD = Words(
    rf"\b(?:all|any|every(?:thing)?|each|vulnerabilit\w+|issues|flaws|findings|bugs|reports) "
    rf"(?:{_BUT}|but) (?P<which>(?:(?!\b(?:are|is|get|gets|will|must|within|in|have|has)\b)[^.;:(),]){{1,60}})"
)
EXCEPTED = Words(r"^\W*(?P<which>[^.;:,]{1,40}) (?:are |is |being )?(?:excepted|excluded|exempt(?:ed)?)\b")
"""What a time for all does not hold for."""
LABELS_NEXT = re.compile(r"\W*[-–—:=→>]\W*")
"""What stands between a severity and its own time: "24 hours, high - 7 days"."""
STARTS = ("9", "7", "4", "0")
"""Where the bands of CVSS start, in the order of the severities."""
SCORES = re.compile(
    r"(?<![\d.])(?P<low>[974]|0(?=\.[01]))(?:\.[01])?"
    r"(?:\s?\+|\s?(?:-|–|—|to|and)\s?(?:10(?:\.0)?|[863]\.9)| (?:or|and) (?:above|higher)\b)(?![\d.])"
)
THRESHOLD = re.compile(
    r"\b(?:cvss|scor)\w*(?:\W{0,2}v?\d(?:\.\d)?)?[`*\s]{0,3}(?:scores? )?(?:(?:of|is) )?[`*\s]{0,2}"
    r"(?:(?:>=|≥|at least|from)[`*\s]{0,2}(?P<low>[974]|0(?=\.[01]))(?:\.[01])?|"
    r"(?:>|above|over)[`*\s]{0,2}(?P<over>[86]\.9|[63]\.9|[974](?:\.0)?))(?![\d.]*\d)",
    re.IGNORECASE,
)
"""The lowest score that a time holds for, and with it for all that are higher: "CVSS >= 7.0"."""
OVER = {"8.9": 1, "9": 1, "6.9": 2, "7": 2, "3.9": 3, "4": 3}
"""How many severities, from the worst, lie above a score."""
OPENED = re.compile(r"\([^()]*$")
"""A bracket that stays open up to the next period, whose words are that one's: "30 days (critical: 7 days)"."""
OPENS = re.compile(r"\W{0,4}[\w/ ]{2,24}?\W{0,3}\s?[—–:-]\s")
"""The few words before the first dash or colon of a paragraph."""
UNTIMED = Words(
    r"\b(?:(?:criticals?|highs?|mediums?|moderates?|lows?)(?: (?:ones|issues|flaws|bugs))?) (?:with)?in "
    r"(?:one|two|three|four|five|six|seven|ten|\d{1,3}),"
)
"""A severity whose time has no unit of its own, before that of the next: "highs in two, mediums in a month"."""
SAME_THING = Words(
    r"^[\s,;]*(?:(?:and|then|but|while|with) ){0,2}(?:(?:are|is|be|get|gets|will be|must be|have|has) ){0,2}(?:\w+ly )?"
    r"(?:(?:answer|acknowledg|triag|assess|investigat|validat|verifi|confirm|fix|patch|resolv|remediat|mitigat|address|"
    r"releas|disclos|publish|clos|updat|escalat|contain)e?d|an? (?:fix|patch|mitigation|workaround|first answer))"
    r"(?: is| will be)?(?: released| shipped| available| ready)? (?:within|in|after|no later than|not later than|by) $"
)
"""Between two periods of one thing: "Critical flaws are answered within a day and fixed within a week"."""
NEAR = 3
"""Sentences back that name the other severities."""
LEFT = 24
"""Characters before a period in which all the others may stand, apart by a comma: "las demás, en 30 días"."""
JOINT = 8
"""Characters behind a period in which an "and" leads to the next."""
LISTED = 20
"""Items of a list that are asked for the severities they name."""


def _own(before: str, after: str) -> str:
    """The words of a clause in another language, without those behind an "and" that names the next severity.

    "Critical ones in seven days and high ones in thirty": where the first has its severity, the second is the next's.
    """
    joined = foreign("moods.and", after[:JOINT]) if foreign("severities", before) else None
    return f"{before} {after[: joined.start()] if joined else after}"


def severity_of(saying: Saying, time: Time) -> tuple[Severity, ...]:
    """The severities for which ``time`` holds, none for all."""
    behind_it = OPENED.sub("", time.after)
    if speaks(saying.text):
        return _abroad(saying, time, behind_it)
    before = UNTIMED.sub(" ", re.split(r"[;.]\s", time.before)[-1])
    excepted = _excepted(saying, time, before)
    if excepted:
        named = rated(saying, before) if EXCEPT.match(time.after) else ()
        return tuple(each for each in named or ORDER if each not in excepted) or named
    others = OTHERS.search(near := f"{before[-40:]} |")
    if others or FOR_OTHERS.match(time.after):
        return (rated(saying, near[others.end() :]) if others else ()) or residual(saying)
    after = "" if SOONER.match(time.after) else behind_it
    behind = BEHIND.match(after)
    if behind and not LABELS_NEXT.fullmatch(after[behind.end() :]):
        return _all_or(rated(saying, behind[0]))
    taken = BEHIND.match(time.before)
    if taken and LABELS_NEXT.fullmatch(time.before[taken.end() :]):
        taken = None
    found = _worded(saying, time.before[taken.end() :] if taken and not time.first else before)
    if not found and not behind:
        found = rated(saying, re.split(r"[;.,]\s|\b(?:and|within)\b(?! (?:critical|high|medium|low|severe))", after)[0])
    return _all_or(found or scored(before) or _of_same_thing(saying, time) or _above(saying, time))


def _of_same_thing(saying: Saying, time: Time) -> tuple[Severity, ...]:
    """The severity that the sentence named before an earlier period, where the same is spoken of still."""
    if time.first or not SAME_THING.match(time.before):
        return ()
    return rated(saying, saying.text[: time.period.start - len(time.before)].rpartition(". ")[2])


def _above(saying: Saying, time: Time) -> tuple[Severity, ...]:
    """The severity of its label, of the headings above it, of what leads to it, or of what opens its paragraph."""
    found = () if time.first else rated(saying, saying.label)
    if not found and saying.statement.heading and not time.before.strip().lower().startswith("all"):
        found = rated(saying, saying.statement.heading[-1])
        if len(saying.statement.heading) > 1 and not found and len(saying.statement.heading) > 2:
            found = rated(saying, saying.statement.heading[-2])
    if not found and len(saying.statement.lead) < 160:
        found = rated(saying, saying.statement.lead)
    if not found and saying.statement.form == "sentence":
        found = _opening(saying)
    return found


def _abroad(saying: Saying, time: Time, behind_it: str) -> tuple[Severity, ...]:
    """The same of a sentence in another language."""
    own = _own(*clause(time.before, behind_it))
    near = re.split(r"[;.]\s", time.before)[-1]
    if foreign("severities.others", own) or foreign("severities.others", near[-LEFT:]):
        named = set(rated(saying, saying.text)) or _beside(saying) or {"critical"}
        return _lesser(named)
    heading = saying.statement.heading[-1] if saying.statement.heading else ""
    return _all_or(rated(saying, own) or rated(saying, near) or rated(saying, saying.label) or rated(saying, heading))


def _excepted(saying: Saying, time: Time, before: str) -> tuple[Severity, ...]:
    """The severities that are let out: "all flaws are fixed within 30 days except the critical ones"."""
    behind = EXCEPT.match(time.after)
    if behind:
        return rated(saying, behind["which"])
    ahead = (EXCEPT_AHEAD.search(before) or EXCEPTED.match(before)) if time.first else None
    return rated(saying, ahead["which"]) if ahead else ()


def _opening(saying: Saying) -> tuple[Severity, ...]:
    """The severity that opens the paragraph it stands in: "Critical — anyone can sail. Fixed in two days."."""
    line = saying.statement.span.line or 0
    for each in saying.company.preceding(saying, saying.number, NEAR - 1):
        last = each.statement.span.end_line or each.statement.span.line or 0
        if line - last <= 1 and not timed(each.low):
            opening = OPENS.match(each.text)
            return rated(each, opening[0]) if opening else ()
    return ()


def scored(text: str) -> tuple[Severity, ...]:
    """The severity whose band of scores ``text`` gives, as CVSS has them: "9.0-10.0" is critical."""
    if above := THRESHOLD.search(text):
        return ORDER[: STARTS.index(above["low"]) + 1 if above["low"] else OVER[above["over"].removesuffix(".0")]]
    band = SCORES.search(text)
    return (ORDER[STARTS.index(band["low"])],) if band else ()


def _worded(saying: Saying, text: str) -> tuple[Severity, ...]:
    """The severities that ``text`` names, else those from a threshold of CVSS on."""
    return rated(saying, text) or (scored(text) if THRESHOLD.search(text) else ())


def _all_or(found: tuple[Severity, ...]) -> tuple[Severity, ...]:
    return () if len(found) == len(ORDER) else found


def ranked(saying: Saying, text: str) -> bool:
    """Whether ``text`` names a severity, or all the others: "Critical", "everything else"."""
    return bool(rated(saying, text) or OTHERS.search(f"{text} |"))


def weighed(saying: Saying) -> bool:
    """Whether it names a severity anywhere, or its label all the others."""
    return bool(rated(saying, saying.text)) or (bool(saying.label) and ranked(saying, saying.label))


def residual(saying: Saying) -> tuple[Severity, ...]:
    """All severities but those that its own words name, else those of the other items of its list."""
    named = set(rated(saying, saying.text)) or _beside(saying) or {"critical"}
    return _lesser(named)


def _lesser(named: set[Severity]) -> tuple[Severity, ...]:
    """All that are not ``named`` and no worse: who fixes high ones fast keeps no critical ones waiting."""
    worst = min(map(ORDER.index, named))
    return tuple(each for each in ORDER[worst:] if each not in named)


def _beside(saying: Saying) -> set[Severity]:
    """The severities that the other items of its list name first, or the sentences right before."""
    if saying.statement.form == "sentence":
        near = saying.company.preceding(saying, saying.number, NEAR - 1)
        return {name for each in near for name in _first(each)}
    items = saying.company.siblings(saying)[:LISTED]
    count = saying.company.count
    return {name for name in ORDER if count(f"first-{name}", items, lambda each, name=name: name in _first(each))}  # type: ignore[misc]


def _first(saying: Saying) -> tuple[Severity, ...]:
    """The severities of the first cell, of the label, or of a line without either."""
    return rated(saying, saying.cells[0][1] if saying.cells else saying.label or saying.text)
