"""A band of CVSS scores: "Critical (CVSS 9.0-10.0)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import BETWEEN as CELLS
from troth.policy.saying import Saying
from troth.policy.words.severity import severities
from troth.policy.words.sieve import Words
from troth.terms.commitment import Severity, SeverityBand

BAND = Words(
    r"(?<![\d.])(?P<min>(?:10|\d)(?:[.,]\d)?)\s{0,2}(?:-|–|—|−|(?:up )?to|and|bis|à|a|até|hasta|до|~|〜|"
    r"～)\s{0,2}(?P<max>(?:10|\d)(?:[.,]\d)?)(?!\d|[.,]\d|[\s-]*(?:hours?|days?|h\b|d\b|weeks?|business|working|months?|"
    r"minutes?|%|"
    r"tage|jours))"
)
NUMBER = (
    r"~?(?:10|\d)(?:[.,]\d)?(?!\d|[.,]\d|[\s-]*(?:hours?|days?|h\b|d\b|weeks?|business|working|months?|minutes?|%))"
)
BETWEEN = Words(
    rf"(?<![\d.])(?P<min>{NUMBER})\s{{0,2}}(?:<=?|≤)\s{{0,2}}[^\d<>≤≥|,;]{{1,30}}?\s{{0,2}}(?P<to><=?|≤)\s{{0,2}}"
    rf"(?P<max>{NUMBER})|"
    rf"(?:≥|>=|>)\s{{0,2}}(?P<low>{NUMBER})\s{{0,2}}(?:,|and|but|&|to)?\s{{0,2}}(?P<until><=?|≤)\s{{0,2}}(?P<high>{NUMBER})"
)
"""A band by its two bounds: "7.0 <= CVSS < 9.0", "≥ 7.0 and < 9.0"."""
LEAST = Words(
    rf"(?:≥|>=|>|(?<=\s)(?:from|above|over|at least))\s{{0,2}}(?P<min>{NUMBER})|"
    rf"(?<![\d.<≤])(?P<plus>{NUMBER})\s?(?:\+|(?:or|and) (?:higher|above|greater|more|up|over)\b)"
)
MOST = Words(
    rf"(?P<sign><=?|≤)\s{{0,2}}(?P<max>{NUMBER})|"
    rf"(?<![\d.>≥])(?P<less>{NUMBER})\s?(?:or|and) (?:lower|below|less|under)\b"
)
"""Bands of which only one bound is told: "9.0 or higher", "< 4.0"; in prose, "under 4.0" bounds no band."""
TOP = 10.0
"""Where the worst band ends, which alone needs to name only its start."""
STEP = 0.1
"""Scores have one decimal: below 4.0 is up to 3.9."""
SCORED = Words(r"cvss|score")
SPLIT = Words(
    r"(?<![\d.])(?:9[.,]0|7[.,]0|4[.,]0|0[.,][01])\s{0,2}(?:-|–|—)\s{0,2}(?:10[.,]0|8[.,]9|6[.,]9|3[.,]9)(?![\d.])"
)
"""The bands that CVSS itself has: they need no word for the score."""
BOUND = Words(r"(?P<name>[^\W\d_]+)[\s*_`|]{0,4}\((?:(?:<=?|≤)\s?[479][.,]0|(?:>=?|≥)\s?[479][.,]0)\)")
"""One bound of such a band in brackets, and the word right before it: "critical (>= 9.0)"."""
FEWEST = 2
"""Levels that have to be bounded so before the numbers are scores."""
OWN = Words(r"^\W*(?:cvss|base|score)\b")
"""The start of a line that gives the score of the level it stands under."""
ENDS = re.compile(r"[;.|]\s")
DIGIT = re.compile(r"\d")
"""Of which each band holds one."""
NEAR = 40
"""Characters behind a band in which its name may stand."""


def _find(saying: Saying) -> Iterator[SeverityBand]:
    if saying.cells and SCORED.search(saying.cells[0][1]) and (columns := list(_columns(saying))):
        yield from columns
        return
    if DIGIT.search(saying.text) is None:
        return
    found = list(BAND.finditer(saying.text))
    scored = (saying.text, saying.around, " ".join(name for name, _ in saying.cells))
    if not any(map(SCORED.search, scored)) and not SPLIT.search(saying.text) and not _split(saying):
        return
    for match, names in zip(found, _names(saying, found), strict=True):
        low, high = _score(match["min"]), _score(match["max"])
        if len(names) == 1 and low < high <= TOP:
            yield _band(saying, match.start(), names[0], low, high)
    yield from _opened(saying, found)


def _split(saying: Saying) -> bool:
    """Whether levels are bounded in brackets, here and in the lines beside it: a single one may be a version."""
    own = _bounded(saying)
    if not own or own >= FEWEST:
        return bool(own)
    beside = saying.company.beside(saying)
    return saying.company.count("bounded", beside, lambda each: _bounded(each) or SPLIT.search(each.text)) >= FEWEST


def _bounded(saying: Saying) -> int:
    """How many severities stand right before a bound in brackets."""
    return sum(1 for each in BOUND.finditer(saying.text) if severities(each["name"], saying.scene.worst_level))


def _columns(saying: Saying) -> Iterator[SeverityBand]:
    """The bands of a row of scores below columns that are named by their severity."""
    offset = 0
    for name, value in saying.cells:
        named, band = severities(name, saying.scene.worst_level), BAND.search(value)
        if band and len(named) == 1:
            low, high = _score(band["min"]), _score(band["max"])
            if low < high <= TOP:
                yield _band(saying, offset + band.start(), named[0], low, high)
        offset += len(value) + CELLS


def _opened(saying: Saying, closed: Sequence[re.Match[str]]) -> Iterator[SeverityBand]:
    """Bands that are told by their bounds: both ("≥ 7.0 and < 9.0") or only one ("9.0+", "< 4.0")."""
    text = saying.text
    around = f"{saying.low}\n{saying.around}\n{' '.join(name for name, _ in saying.cells)}"
    start = 0
    for match in _bounds(text, closed):
        if match in closed:
            start = match.end()
            continue
        names = (
            severities(text[start : match.start()], saying.scene.worst_level)
            or severities(ENDS.split(text[match.end() : match.end() + NEAR])[0], saying.scene.worst_level)
            or _above(saying)
        )
        start = match.end()
        if len(names) != 1 or not ("cvss" in around or "." in match[0] or "," in match[0] or "+" in match[0]):
            continue
        found = match.groupdict()
        low = found.get("min") or found.get("low") or found.get("plus")
        high = found.get("max") or found.get("high") or found.get("less")
        if not high and names[0] != "critical":
            continue
        least = _score(low) if low else 0.0
        most = _score(high) if high else TOP
        if high and (found.get("to") or found.get("until") or found.get("sign")) == "<":
            most = round(most - STEP, 1)
        if least < most <= TOP:
            yield _band(saying, match.start(), names[0], least, most)


def _bounds(text: str, closed: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """What bounds bands in ``text``, in order: ``closed`` ones, both bounds, else the one there is."""
    found = list(closed)
    for words in (BETWEEN, LEAST, MOST):
        found += [
            each
            for each in words.finditer(text)
            if not any(other.start() < each.end() and each.start() < other.end() for other in found)
        ]
    return sorted(found, key=lambda each: each.start())


def _score(number: str) -> float:
    return float(number.lstrip("~").replace(",", "."))


def _names(saying: Saying, found: Sequence[re.Match[str]]) -> Iterator[tuple[Severity, ...]]:
    """The severities of each band: in front of it, else behind it, else above the line that gives the score."""
    text = saying.text
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found[1:]), len(text)]
    in_front = bool(found) and bool(severities(re.split(r"[;.]\s", text[: found[0].start()])[-1]))
    for start, match, end in zip(starts, found, ends, strict=False):
        if in_front:
            yield severities(text[start : match.start()], saying.scene.worst_level)
        else:
            yield severities(text[match.end() : min(end, match.end() + NEAR)], saying.scene.worst_level) or _above(
                saying
            )


def _above(saying: Saying) -> tuple[Severity, ...]:
    """The severity that the heading or the lead-in of a line of scores names."""
    if not OWN.match(saying.text):
        return ()
    head = saying.statement.heading[-1] if saying.statement.heading else ""
    return severities(saying.statement.lead[-NEAR:], saying.scene.worst_level) or severities(
        head, saying.scene.worst_level
    )


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
