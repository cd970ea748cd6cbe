"""Days as people write them: ISO 8601 and the common ways of some languages, a month, quarter or year as its last day.

Of "10/11/2026" the year alone counts, since nobody knows which day it is; where dots divide, the day comes first.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

_WORDS: Final = (
    "january jan januar janvier januari gennaio janeiro enero jänner",
    "february feb februar février fevrier februari febbraio fevereiro febrero",
    "march mar märz mars maart marzo março marco",
    "april apr avril aprile abril",
    "may mai mei maggio maio mayo",
    "june jun juni juin giugno junho junio",
    "july jul juli juillet luglio julho julio",
    "august aug août aout augustus agosto",
    "september sep sept septembre settembre setembro septiembre setiembre",
    "october oct okt oktober octobre ottobre outubro octubre",
    "november nov novembre novembro noviembre",
    "december dec dez dezember décembre decembre dicembre dezembro diciembre",
)
"""The names of each month in English, German, French, Dutch, Italian, Portuguese and Spanish, and what is short."""
_MONTHS = {name: number for number, names in enumerate(_WORDS, 1) for name in names.split()}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<{{0}}>{_NAMES})(?![a-zà-ÿ])\.?"
DATE: Final = (
    r"(?<![a-z\d])(?<!\d\.)(?:"
    r"(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2})(?!\d)"
    r"|(?P<year_month>\d{4}-\d{2})(?![-\d])"
    r"|(?P<dotted>(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s?\d{4})(?![\d.]*\d)"
    rf"|(?P<day1>\d{{1,2}})(?:st|nd|rd|th|er)?\.?\s+(?:of\s+|de\s+)?{_MONTH.format('month1')},?\s+(?:de\s+)?(?P<year1>\d{{4}})\b"
    rf"|{_MONTH.format('month2')}\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})\b"
    rf"|{_MONTH.format('month3')},?\s+(?:de\s+)?(?P<year3>\d{{4}})\b"
    r"|q(?P<quarter>[1-4])[\s/-]{0,2}(?P<year4>\d{4})\b"
    r"|(?P<year5>\d{4})(?![-/\d]|\.\d))"
)
"""The ways as one pattern, with the parts as named groups; in any case of letters."""
WRITTEN: Final = re.compile(DATE, re.IGNORECASE)
LONGEST = 200
"""Characters in which a day is looked for."""


def last_day(text: str) -> date | None:
    """The last of the days that ``text`` names, None where it names none."""
    found = [day for match in WRITTEN.finditer(text[:LONGEST]) if (day := day_of(match.groupdict(), bound=True))]
    return max(found, default=None)


def day_of(parts: Mapping[str, str | None], *, bound: bool) -> date | None:
    """The day that the groups of ``DATE`` tell; a year alone only where words bind it ("until 2027")."""
    try:
        if parts["iso"]:
            year, month, day = (int(part) for part in re.split(r"[-/]", parts["iso"]))
            return date(year, month, day)
        if parts["dotted"]:
            day, month, year = (int(part) for part in parts["dotted"].split("."))
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
