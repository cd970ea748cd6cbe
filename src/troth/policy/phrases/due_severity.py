"""The severities for which a time holds: named beside it, all but those that are named, or all."""

from __future__ import annotations

import re

from troth.policy.phrases.due_time import BEHIND, Time, rated
from troth.policy.saying import Saying
from troth.policy.words.clause import clause
from troth.policy.words.due import FOR_OTHERS, OTHERS
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
NEAR = 3
"""Sentences back that name the other severities."""
LISTED = 20
"""Items of a list that are asked for the severities they name."""


def severity_of(saying: Saying, time: Time) -> tuple[Severity, ...]:
    """The severities for which ``time`` holds, none for all."""
    if speaks(saying.text):
        own = " ".join(clause(time.before, time.after))
        if foreign("severities.others", own):
            named = rated(saying, saying.text) or ("critical",)
            return tuple(each for each in ORDER if each not in named)
        heading = saying.statement.heading[-1] if saying.statement.heading else ""
        near = re.split(r"[;.]\s", time.before)[-1]
        return _all_or(
            rated(saying, own) or rated(saying, near) or rated(saying, saying.label) or rated(saying, heading)
        )
    before = re.split(r"[;.]\s", time.before)[-1]
    others = OTHERS.search(near := f"{before[-40:]} |")
    if others or FOR_OTHERS.match(time.after):
        return (rated(saying, near[others.end() :]) if others else ()) or residual(saying)
    after = "" if SOONER.match(time.after) else time.after
    behind = BEHIND.match(after)
    if behind:
        return _all_or(rated(saying, behind[0]))
    taken = BEHIND.match(time.before)
    found = rated(saying, time.before[taken.end() :] if taken and not time.first else before)
    if not found:
        found = rated(saying, re.split(r"[;.,]\s|\b(?:and|within)\b(?! (?:critical|high|medium|low|severe))", after)[0])
    if not found and time.first is False and rated(saying, saying.label):
        found = rated(saying, saying.label)
    if not found and saying.statement.heading and not time.before.strip().lower().startswith("all"):
        found = rated(saying, saying.statement.heading[-1])
        if len(saying.statement.heading) > 1 and not found and len(saying.statement.heading) > 2:
            found = rated(saying, saying.statement.heading[-2])
    if not found and len(saying.statement.lead) < 160:
        found = rated(saying, saying.statement.lead)
    return _all_or(found)


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
    return tuple(each for each in ORDER if each not in named)


def _beside(saying: Saying) -> set[Severity]:
    """The severities that the other items of its list name first, or the sentences right before."""
    items = saying.company.siblings(saying)[:LISTED]
    if saying.statement.form == "sentence":
        near = [each for each in items if 0 < saying.number - each.number < NEAR]
        return {name for each in near for name in _first(each)}
    count = saying.company.count
    return {name for name in ORDER if count(f"first-{name}", items, lambda each, name=name: name in _first(each))}  # type: ignore[misc]


def _first(saying: Saying) -> tuple[Severity, ...]:
    """The severities of the first cell, of the label, or of a line without either."""
    return rated(saying, saying.cells[0][1] if saying.cells else saying.label or saying.text)
