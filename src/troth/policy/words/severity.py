"""Severities in prose: "critical and high", "SEV-1", "P0"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from troth.policy.words.sieve import Words
from troth.policy.words.spoken import LANGUAGES, Spoken
from troth.terms.commitment import Severity

ORDER: tuple[Severity, ...] = ("critical", "high", "medium", "low")
_ALONE = r"(?!\d|\.\d|\s?(?:[-–/]|to|and)\s?\d)"
"""A number that is no end of a scale: "severity 1 to 5" names no level."""
WORD = Spoken(
    r"(?<![^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])(?<!-)(?:sec-|sev(?:erity)?[-_/]\s?)?(?:(?P<critical>criticals?|"
    r"sev-?\s?[01](?!\d)|severity[-\s][01]" + _ALONE + "|[ps]0)|"
    r"(?P<high>highs|high(?!ly|er|est|ligh|[\s-](?:quality|level|risk|availability|value|bandwidth|traffic|"
    r"entropy|privilege|assurance|performance|profile|scal)|[\s-]impact(?!\s?(?:issue|vulnerab|bug|finding|report|"
    r"flaw|"
    r"one|problem|[,;.:)|]|$)))|(?:severe|serious)(?= (?:severity |security )?(?:vulnerab|issue|bug|finding|flaw|"
    r"problem|one|"
    r"hole|defect|"
    r"weakness))|sev-?\s?2|severity[-\s]2" + _ALONE + ")|"
    r"(?P<medium>mediums?|moderate|sev-?\s?3|severity[-\s]3" + _ALONE + ")|"
    r"(?P<low>lows|low(?!er|est|[\s-](?:level|privilege|latency|quality))|sev-?\s?4|severity[-\s]4"
    + _ALONE
    + r")|(?P<numbered>[ps][1-4]))(?![^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])",
    "severities",
)
SEVERAL = Words(
    r"(?<![\w-])(?P<mark>sev-?\s?|[ps](?=\d))(?P<first>\d)(?P<between>\s?(?:-|–|—|/|&|\band\b|\bto\b|\bthrough\b)\s?)"
    r"(?:(?:sev-?\s?|[ps](?=\d))(?P<last>\d)(?!\w)|(?:(?<!\s)|(?<=and\s)|(?<=to\s))(?P<bare>\d)(?!\w|\.\d|%|"
    r"\s?(?:min|hour|h\b|business|working|day|week|month)))"
)
"""Several levels by their numbers: "SEV-1/2", "P0–P2"."""
OPEN = Words(
    r"^\W{0,3}(?:severit\w+ |priority |rated |incidents? |issues? |findings? |"
    r"vulnerabilit\w+ |events? |alerts? |bugs? )?(?:and|or) (?:any(?:thing)? |all )?(?:"
    r"(?P<down>below|lower|less|beneath)|(?P<up>above|higher|worse|greater))\b(?! (?:version|than|one))",
    0,
)
"""What goes on from one severity down or up: "medium and below", "high or above"."""
LEVEL = Words(r"(?:sev(?:erity)?|p|s)[-\s]?\d")
"""A level by its number; what number is what differs from project to project."""
PRIORITY = Words(r"(?<!\w)p[01](?!\w)")
ALL = Words(r"\ball (?:other )?(?:severit|issues|vulnerab)")


def severities(text: str, worst: int = 0) -> tuple[Severity, ...]:
    """Severities named in ``text``, worst first.

    A level beside its word ("P1 - critical") is what the word says. Of levels alone, P0 is critical and P1 high, but
    where the document counts from one, which ``worst`` tells, P1 is critical.
    """
    return _severities(text, worst, LANGUAGES.get())


@lru_cache(maxsize=512)
def _severities(text: str, worst: int, _: tuple[str, ...]) -> tuple[Severity, ...]:
    """The same for a document in these languages, found once: every period of a sentence asks for them."""
    words = list(WORD.finditer(text))
    found = [(_named(match, worst), LEVEL.match(match[0]) is not None) for match in words]
    if any(level for _, level in found) and (each := _each(text)) != text:
        found = [(_named(match, worst), LEVEL.match(match[0]) is not None) for match in WORD.finditer(each)]
    if len(found) == 1 and len(words) == 1 and (open_ := OPEN.match(text[words[0].end() :].lower())):
        at = ORDER.index(found[0][0])
        return ORDER[at:] if open_.lastgroup == "down" else ORDER[: at + 1]
    spelled = [name for name, level in found if not level]
    return ordered(spelled or (name for name, _ in found))


def _each(text: str) -> str:
    """``text`` with each level of "SEV1-3" by its own name."""
    match = SEVERAL.search(text)
    if match is None:
        return text
    first, last = int(match["first"]), int(match["last"] or match["bare"])
    numbers = (first, last) if match["between"].strip() in {"/", "&", "and"} else range(first, last + 1)
    named = " ".join(f"{match['mark']}{each}" for each in numbers)
    return f"{text[: match.start()]}{named}{text[match.end() :]}"


def _named(match: re.Match[str], worst: int) -> str:
    if match.lastgroup != "numbered":
        return match.lastgroup or ""
    counted = int(match[0][-1]) - (worst if match[0][0] in "pP" else 1)
    return ORDER[min(counted, len(ORDER) - 1)]


def counts_from(texts: Iterable[str]) -> int:
    """The number of the worst level in a document: 1 where it names P1 and never P0, else 0."""
    told = [text for text in texts if "p1" in text.lower() or "p0" in text.lower()]
    named = {match[0].lower() for text in told for match in PRIORITY.finditer(text)}
    return 1 if "p1" in named and "p0" not in named else 0


def ordered(names: Iterable[str]) -> tuple[Severity, ...]:
    """``names`` without doubles, worst first."""
    seen = set(names)
    return tuple(each for each in ORDER if each in seen)
