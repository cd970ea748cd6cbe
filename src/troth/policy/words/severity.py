"""Severities in prose: "critical and high", "SEV-1", "P0"."""

from __future__ import annotations

from collections.abc import Iterable

from troth.policy.words.sieve import Words
from troth.terms.commitment import Severity

ORDER: tuple[Severity, ...] = ("critical", "high", "medium", "low")
WORD = Words(
    r"(?<![\w-])(?:(?P<critical>critical|kritisch\w{0,2}|critiques?|crític[ao]s?|критическ\w{1,3}|严重|緊急|"
    r"치명|sev-?\s?[01](?!\d)|p0|s1)|"
    r"(?P<high>high(?!ly|er|est|ligh|[\s-](?:quality|level|risk|availability|value|bandwidth|traffic|"
    r"entropy|privilege|assurance|performance|impact|profile|scal))|hoch|hoh(?:e|er|en)|élevée?s?|majeure?s?|"
    r"alt[ao]s?|высок\w{1,3}|高危|高|sev-?\s?2|p1|s2)|"
    r"(?P<medium>medium|moderate|mittel\w{0,2}|moyenn?e?s?|medi[ao]s?|средн\w{1,3}|中危|中|sev-?\s?3|p2|s3)|"
    r"(?P<low>low(?!er|est|[\s-](?:level|privilege|latency|quality))|niedrig\w{0,2}|gering\w{0,2}|"
    r"faibles?|baj[ao]s?|baix[ao]s?|низк\w{1,3}|低危|低|sev-?\s?4|p3|s4))(?![\w])"
)
LEVEL = Words(r"(?:sev|p|s)[-\s]?\d")
"""A level by its number; what number is what differs from project to project."""
ALL = Words(r"\ball (?:other )?(?:severit|issues|vulnerab)")


def severities(text: str) -> tuple[Severity, ...]:
    """Severities named in ``text``, worst first; a level beside its word ("P1 - critical") is what the word says."""
    found = [(match.lastgroup or "", LEVEL.match(match[0]) is not None) for match in WORD.finditer(text)]
    spelled = [name for name, level in found if not level]
    return ordered(spelled or (name for name, _ in found))


def ordered(names: Iterable[str]) -> tuple[Severity, ...]:
    """``names`` without doubles, worst first."""
    seen = set(names)
    return tuple(each for each in ORDER if each in seen)
