"""A band of CVSS scores: "Critical (CVSS 9.0-10.0)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.words.severity import severities
from troth.policy.words.sieve import Words
from troth.terms.commitment import Severity, SeverityBand

BAND = Words(
    r"(?<![\d.])(?P<min>(?:10|\d)(?:[.,]\d)?)\s{0,2}(?:-|–|—|−|(?:up )?to|and|bis|à|a|até|hasta|до|~|〜|"
    r"～)\s{0,2}(?P<max>(?:10|\d)(?:[.,]\d)?)(?![\d.]|[\s-]*(?:hours?|days?|h\b|d\b|weeks?|business|working|months?|"
    r"minutes?|%|"
    r"tage|jours))"
)
OPEN = Words(
    r"(?:≥|>=|>|(?<=\s)from|above)\s{0,2}(?P<min>(?:10|\d)(?:\.\d)?)(?![\d.])|(?P<plus>\d\.\d)\s?"
    r"(?:\+|(?:or|and) (?:higher|above|greater|more|up)\b)"
)
SCORED = Words(r"cvss|score")
SPLIT = Words(r"(?<![\d.])(?:9\.0|7\.0|4\.0|0\.[01])\s{0,2}(?:-|–|—)\s{0,2}(?:10\.0|8\.9|6\.9|3\.9)(?![\d.])")
"""The bands that CVSS itself has: they need no word for the score."""
OWN = Words(r"^\W*(?:cvss|base|score)\b")
"""The start of a line that gives the score of the level it stands under."""
NEAR = 40
"""Characters behind a band in which its name may stand."""


def _find(saying: Saying) -> Iterator[SeverityBand]:
    around = f"{saying.low}\n{saying.around}\n{' '.join(name for name, _ in saying.cells)}"
    found = list(BAND.finditer(saying.text))
    if not SCORED.search(around) and not (found and SPLIT.search(saying.text)):
        return
    for match, names in zip(found, _names(saying, found), strict=True):
        low, high = (float(match[each].replace(",", ".")) for each in ("min", "max"))
        if len(names) == 1 and low < high <= 10:
            yield _band(saying, match.start(), names[0], low, high)
    opened = None if found else OPEN.search(saying.text)
    if opened and ("cvss" in around or opened["plus"] or "." in (opened["min"] or "")):
        names = (
            severities(saying.text[: opened.start()])
            or severities(saying.text[opened.end() : opened.end() + NEAR])
            or _above(saying)
        )
        if names == ("critical",):
            yield _band(saying, opened.start(), names[0], float(opened["min"] or opened["plus"]), 10.0)


def _names(saying: Saying, found: Sequence[re.Match[str]]) -> Iterator[tuple[Severity, ...]]:
    """The severities of each band: in front of it, else behind it, else above the line that gives the score."""
    text = saying.text
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found[1:]), len(text)]
    in_front = bool(found) and bool(severities(text[: found[0].start()]))
    for start, match, end in zip(starts, found, ends, strict=False):
        if in_front:
            yield severities(text[start : match.start()])
        else:
            yield severities(text[match.end() : min(end, match.end() + NEAR)]) or _above(saying)


def _above(saying: Saying) -> tuple[Severity, ...]:
    """The severity that the heading or the lead-in of a line of scores names."""
    if not OWN.match(saying.text):
        return ()
    head = saying.statement.heading[-1] if saying.statement.heading else ""
    return severities(saying.statement.lead[-NEAR:]) or severities(head)


def _band(saying: Saying, offset: int, name: Severity, low: float, high: float) -> SeverityBand:
    return saying.make(SeverityBand, offset, name=name, min=low, max=high, strength="promise", condition="")


EXAMPLES = (
    Example(
        text="### Critical (CVSS 9.0-10.0)\n\nStop everything.",
        makes=({"kind": "severity_band", "name": "critical", "min": 9.0, "max": 10.0},),
        negated="### Critical\n\nNo scores are used.",
        advice="## For operators\n\nRate your own findings by your own scale.",
        past="In 2020 we rated findings by feel.",
        code="For example:\n\n```\ncritical: CVSS 9.0-10.0\n```",
    ),
    Example(
        text="## Severity\n\n### High\n\n- **CVSS score**: 7.0-8.9\n- **Impact**: data is lost",
        makes=({"kind": "severity_band", "name": "high", "min": 7.0, "max": 8.9},),
        negated="## Severity\n\n### High\n\n- No scores are used.",
        advice="## For operators\n\nRate your own findings by your own scale.",
        past="In 2020 we rated findings by feel.",
        code="For example:\n\n```\n### High\n- CVSS score: 7.0-8.9\n```",
    ),
)

PHRASE = Phrase(name="severity-band", find=_find, forms=PROSE | {"heading"}, reporter=True, examples=EXAMPLES)
