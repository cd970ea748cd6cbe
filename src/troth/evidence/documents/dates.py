"""Dates by which a document says that it was reviewed, or must be again."""

from __future__ import annotations

import re
from calendar import IllegalMonthError, monthrange
from collections.abc import Sequence
from datetime import date
from typing import Literal

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_LABEL = re.compile(
    r"(?P<next>\bnext[ _-]+(?:scheduled[ _-]+)?review(?:[ _-]+(?:date|due))?|\breview[ _-]+(?:due|by)\b)"
    r"|(?P<last>\b(?:last"
    r"|most[ _-]+recent(?:ly)?)[ _-]+(?:security[ _-]+)?review(?:ed)?(?:[ _-]+(?:date|on))?"
    r"|\breviewed(?:[ _-]+(?:on|at))?|\breview[ _-]+date)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_ONLY = re.compile(r"\b([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_ISO_MONTH = re.compile(r"(?<![\d-])(\d{4})-(\d{2})(?![-\d])")
WINDOW = 60
"""Characters after the label in which its date stands."""

Review = tuple[Literal["last", "next"], date, int]


def reviews(lines: Sequence[str]) -> tuple[Review, ...]:
    """Review dates of a document: which, when, and on which line (from 1)."""
    found: list[Review] = []
    for number, line in enumerate(lines, 1):
        for match in _LABEL.finditer(line[:2000]):
            when = date_in(line[match.end() : match.end() + WINDOW])
            if when is not None:
                found.append(("next" if match["next"] else "last", when, number))
    return tuple(found)


def date_in(text: str) -> date | None:
    """The first date in ``text``, the last day of the month where it names no day; None where there is none."""
    candidates = [(m.start(), m[1], m[2], m[3]) for m in _ISO.finditer(text)]
    candidates += [(m.start(), m[3], str(_month(m[1])), m[2]) for m in _MONTH_FIRST.finditer(text)]
    candidates += [(m.start(), m[3], str(_month(m[2])), m[1]) for m in _DAY_FIRST.finditer(text)]
    candidates += [(m.start(), m[2], str(_month(m[1])), "") for m in _MONTH_ONLY.finditer(text)]
    candidates += [(m.start(), m[1], m[2], "") for m in _ISO_MONTH.finditer(text)]
    for _, year, month, day in sorted(candidates):
        try:
            return date(int(year), int(month), int(day or monthrange(int(year), int(month))[1]))
        except (ValueError, IllegalMonthError):
            continue
    return None


def _month(name: str) -> int:
    low = name.lower()
    return next((index for index, full in enumerate(_MONTHS, 1) if len(low) >= 3 and full.startswith(low)), 0)
