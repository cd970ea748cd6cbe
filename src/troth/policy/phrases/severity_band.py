"""A band of CVSS scores: "Critical (CVSS 9.0-10.0)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.words.severity import severities
from troth.policy.words.sieve import Words
from troth.terms.commitment import SeverityBand

BAND = Words(
    r"(?<![\d.])(?P<min>(?:10|\d)(?:[.,]\d)?)\s{0,2}(?:-|–|—|−|to|bis|à|~|〜)\s{0,2}(?P<max>(?:10|"
    r"\d)(?:[.,]\d)?)(?![\d.]|[\s-]*(?:hours?|days?|h\b|d\b|weeks?|business|working|months?|minutes?|%|"
    r"tage|jours))"
)
OPEN = Words(r"(?:≥|>=|>|(?<=\s)from|above)\s{0,2}(?P<min>(?:10|\d)(?:\.\d)?)(?![\d.])|(?P<plus>\d\.\d)\+")


def _find(saying: Saying) -> Iterator[SeverityBand]:
    if not re.search(r"cvss|score", f"{saying.low}\n{saying.around}\n{' '.join(name for name, _ in saying.cells)}"):
        return
    text = saying.text
    found = list(BAND.finditer(text))
    for number, match in enumerate(found):
        start = found[number - 1].end() if number else 0
        names = severities(text[start : match.start()]) or (
            severities(text[match.end() : match.end() + 40]) if len(found) == 1 else ()
        )
        low, high = (float(match[each].replace(",", ".")) for each in ("min", "max"))
        if len(names) == 1 and low < high <= 10:
            yield saying.make(
                SeverityBand, match.start(), name=names[0], min=low, max=high, strength="promise", condition=""
            )
    opened = None if found else OPEN.search(text)
    if opened and "cvss" in f"{saying.low}\n{saying.around}\n{' '.join(name for name, _ in saying.cells)}":
        names = severities(text[: opened.start()])
        if len(names) == 1 and names[0] == "critical":
            yield saying.make(
                SeverityBand,
                opened.start(),
                name=names[0],
                min=float(opened["min"] or opened["plus"]),
                max=10.0,
                strength="promise",
                condition="",
            )


EXAMPLES = (
    Example(
        text="### Critical (CVSS 9.0-10.0)\n\nStop everything.",
        makes=({"kind": "severity_band", "name": "critical", "min": 9.0, "max": 10.0},),
        negated="### Critical\n\nNo scores are used.",
        advice="## For operators\n\nRate your own findings by your own scale.",
        past="In 2020 we rated findings by feel.",
        code="For example:\n\n```\ncritical: CVSS 9.0-10.0\n```",
    ),
)

PHRASE = Phrase(name="severity-band", find=_find, forms=PROSE | {"heading"}, reporter=True, examples=EXAMPLES)
