"""Dates that people write into the reason of an exception, for tools whose files have no field for one.

Read are ISO 8601 dates and the common English ones, a month or quarter as its last day; "10/11/2026" is not, since
nobody knows which day it is.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

import msgspec

LONGEST = 4_000
"""Characters of a reason that are looked at."""
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?"
_DATE = (
    r"(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2})(?!\d)"
    r"|(?P<year_month>\d{4}-\d{2})(?![-\d])"
    rf"|(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('month1')},?\s+(?P<year1>\d{{4}})\b"
    rf"|{_MONTH.format('month2')}\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})\b"
    rf"|{_MONTH.format('month3')}\s+(?P<year3>\d{{4}})\b"
    r"|q(?P<quarter>[1-4])[\s/-]{0,2}(?P<year4>\d{4})\b"
    r"|(?P<year5>\d{4})(?![-/\d])"
)
_LINK = r"\W{0,6}(?:(?:by|on|at|in|after|before|until|is|date|the|end|of)\b\W{0,3}){0,4}"
_UNTIL = re.compile(
    r"\b(?:(?<!last )review[- _]?(?:by|before|until|due|date)|next review|re-?evaluat(?:e|ion)|re-?visit|re-?check"
    r"|re-?assess(?:ment)?|until|expir\w*|exp|valid[- _]?(?:through|thru|to|till)|no later than|remove|removal|sunset"
    r"|deadline|due|ends?|lapses?)\b"
    rf"(?P<link>{_LINK})(?:{_DATE})",
    re.IGNORECASE,
)
"""What is past ("reviewed on", "removed in") tells no end."""
_GRANTED = re.compile(
    rf"\b(?:granted|added|accepted|approved|created|since|as of|dated)(?P<link>{_LINK})(?:{_DATE})", re.IGNORECASE
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
    found = _day(parts, bound=bool(_FIRM.search(match.group()[: match.end("link") - match.start()])))
    return None if found is None else Said(found, " ".join(match.group().split()))


def _day(parts: dict[str, str | None], *, bound: bool) -> date | None:
    try:
        if parts["iso"]:
            year, month, day = (int(part) for part in re.split(r"[-/]", parts["iso"]))
            return date(year, month, day)
        if parts["year_month"]:
            return _last(*(int(part) for part in parts["year_month"].split("-")))
        for number in "12":
            if parts[f"day{number}"]:
                month = _MONTHS[(parts[f"month{number}"] or "").lower()]
                return date(int(parts[f"year{number}"] or 0), month, int(parts[f"day{number}"] or 0))
        if parts["month3"]:
            return _last(int(parts["year3"] or 0), _MONTHS[parts["month3"].lower()])
        if parts["quarter"]:
            return _last(int(parts["year4"] or 0), int(parts["quarter"]) * 3)
        year = int(parts["year5"] or 0)
        return date(year, 12, 31) if bound and 2000 <= year < 2100 else None
    except ValueError:
        return None


def _last(year: int, month: int) -> date:
    """The last day of a month.

    Raises:
        ValueError: there is no such month or year.
    """
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, calendar.monthrange(year, month)[1])
