"""Dates that people write into the reason of an exception, for tools whose files have no field for one.

How days are written is told by ``terms.time.written_day``.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import msgspec

from troth.terms.time.written_day import DATE, day_of

LONGEST = 4_000
"""Characters of a reason that are looked at."""
_LINK = r"\W{0,6}(?:(?:by|on|at|in|after|before|until|is|date|the|end|of)\b\W{0,3}){0,4}"
_UNTIL = re.compile(
    r"\b(?:(?<!last )review[- _]?(?:by|before|until|due|date)|next review|re-?evaluat(?:e|ion)|re-?visit|re-?check"
    r"|re-?assess(?:ment)?|until|expir\w*|exp|valid[- _]?(?:through|thru|to|till)|no later than|remove|removal|sunset"
    r"|deadline|due|ends?|lapses?)\b"
    rf"(?P<link>{_LINK})(?:{DATE})",
    re.IGNORECASE,
)
"""What is past ("reviewed on", "removed in") tells no end."""
_GRANTED = re.compile(
    rf"\b(?:granted|added|accepted|approved|created|since|as of|dated)(?P<link>{_LINK})(?:{DATE})", re.IGNORECASE
)
_FIRM = re.compile(r"\b(?:by|until|end|before)\b|-by", re.IGNORECASE)


class Said(msgspec.Struct, frozen=True):
    """A date, and the words that say it."""

    day: date
    words: str


@lru_cache(maxsize=256)
def until(text: str) -> Said | None:
    """Until when the exception shall last; the latest where several dates are told, since a renewal follows the first.

    A year alone counts only where words bind it ("until 2027", "by the end of 2026").
    """
    found = [said for match in _UNTIL.finditer(text[:LONGEST]) if (said := _said(match)) is not None]
    return max(found, key=lambda said: said.day, default=None)


@lru_cache(maxsize=256)
def granted(text: str) -> date | None:
    """When it was granted; the latest where several dates are told."""
    found = [said.day for match in _GRANTED.finditer(text[:LONGEST]) if (said := _said(match)) is not None]
    return max(found, default=None)


def _said(match: re.Match[str]) -> Said | None:
    parts = match.groupdict()
    found = day_of(parts, bound=bool(_FIRM.search(match.group()[: match.end("link") - match.start()])))
    return None if found is None else Said(found, " ".join(match.group().split()))
