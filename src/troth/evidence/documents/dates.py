"""Dates by which a document says that it was reviewed, or must be again.

How days are written is told by ``terms.time.written_day``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from troth.terms.time.written_day import WRITTEN, day_of

_LABEL = re.compile(
    r"(?P<next>\bnext[ _-]+(?:scheduled[ _-]+)?review(?:[ _-]+(?:date|due))?|\breview[ _-]+(?:due|by)\b)"
    r"|(?P<last>\b(?:last"
    r"|most[ _-]+recent(?:ly)?)[ _-]+(?:security[ _-]+)?review(?:ed)?(?:[ _-]+(?:date|on))?"
    r"|\breviewed(?:[ _-]+(?:on|at))?|\breview[ _-]+date)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\.(\d{1,2})\.(\d{1,2})(?!\d)")
"""Behind a label it is a day; elsewhere it may be a version."""
_OF_OTHERS = re.compile(
    r"\b(?:librar(?:y|ies)|dependenc(?:y|ies)|packages?|crates?|modules?|code|vendors?|suppliers?|tools?|keys?|access|"
    r"accounts?|permissions|pull requests?|patch(?:es)?|components?|advisor(?:y|ies)|findings?)\b[^.|;:]*$",
    re.IGNORECASE,
)
"""In front of a label: it was not the document that was reviewed."""
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
WINDOW = 60
"""Characters after the label in which its date stands."""

Review = tuple[Literal["last", "next"], date, int]


def reviews(lines: Sequence[str]) -> tuple[Review, ...]:
    """Review dates of a document: which, when, and on which line (from 1). Those in fenced code are examples."""
    found: list[Review] = []
    fenced = False
    for number, line in enumerate(lines, 1):
        fenced ^= _FENCE.match(line) is not None
        for match in () if fenced else _LABEL.finditer(line[:2000]):
            if _OF_OTHERS.search(line[: match.start()]):
                continue
            when = date_in(line[match.end() : match.end() + WINDOW])
            if when is not None:
                found.append(("next" if match["next"] else "last", when, number))
    return tuple(found)


def date_in(text: str) -> date | None:
    """The first date in ``text``, the last day of the month where it names no day; None where there is none."""
    said = _YEAR_FIRST.sub(r"\1-\2-\3", text)
    match = WRITTEN.search(said)
    while match:
        found = day_of(match.groupdict(), bound=False)
        if found is not None:
            return found
        match = WRITTEN.search(said, match.start() + 1)  # of "31 February 2026" the month is left
    return None
