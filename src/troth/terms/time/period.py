"""Lengths of time as policies write them: when two are the same, and how one is read out.

Durations are ISO 8601-1 strings (5.5.2.4, "PnYnMnWnDTnHnM"); no fractions, no seconds.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Literal

_DURATION = re.compile(
    r"P(?:(?P<year>\d{1,9})Y)?(?:(?P<month>\d{1,9})M)?(?:(?P<week>\d{1,9})W)?(?:(?P<day>\d{1,9})D)?"
    r"(?:T(?:(?P<hour>\d{1,9})H)?(?:(?P<minute>\d{1,9})M)?)?"
)
_DAYS = {"Y": 366.0, "M": 31.0, "W": 7.0, "D": 1.0}
_PERIOD = re.compile(r"P(?:(\d+)([YMWD]))?(?:T(\d+)([HM]))?")
_MONTHS = {1: 31, 2: 62, 3: 92, 4: 123, 5: 153, 6: 184}
"""Longest run of so many calendar months, in days."""
BUSINESS_WEEK = 5
"""Business days of a week."""


def duration(iso: str, basis: Literal["calendar", "business"] = "calendar") -> str:
    """An ISO 8601 duration in words: "PT48H" → "48 hours"; "PT0H" → "at once"; "P5D" of business → "5 business days".

    Anything else is returned as it is.
    """
    match = _DURATION.fullmatch(iso)
    if not match:
        return iso
    parts = [(int(number), unit) for unit, number in match.groupdict().items() if number is not None]
    kind = "business " if basis == "business" else ""
    said = [f"{number} {kind}{unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(said) if said else "at once"


def every(iso: str, basis: Literal["calendar", "business"] = "calendar") -> str:
    """How often something is done once in a period: "P1W" → "every week"; "P1D" of business → "every business day"."""
    return f"every {duration(iso, basis).removeprefix('1 ')}"


def length(iso: str, basis: Literal["calendar", "business"] = "calendar") -> tuple[str, ...]:
    """What is equal for equal lengths: "PT48H" and "P2D", "P1W" and "P7D", "P1Y" and "P12M".

    Months are no days. A business week has five days, and hours of business days stay hours: nobody says how many a
    day has. Zero is zero on either basis. Anything that is no duration is equal to itself alone.
    """
    match = _DURATION.fullmatch(iso)
    if not match:
        return (iso, basis)
    year, month, week, day, hour, minute = (int(number or 0) for number in match.groups())
    if not any((year, month, week, day, hour, minute)):
        return ("at once",)
    months = year * 12 + month
    if basis == "business":
        return (basis, f"{months}M", f"{week * BUSINESS_WEEK + day}D", f"{hour * 60 + minute}m")
    return (basis, f"{months}M", f"{((week * 7 + day) * 24 + hour) * 60 + minute}m")


def longest(period: str, basis: Literal["calendar", "business"] = "calendar") -> float | None:
    """Days of an ISO 8601 duration at its longest ("P1M" = 31); None where there is none or it cannot be read.

    Business days are counted with the weekends that may lie among them: five are 7, three are 5.
    """
    match = _PERIOD.fullmatch(period)
    if not period or match is None or not any(match.groups()):
        return None
    days = 0.0
    if match[1]:
        count = int(match[1])
        if basis == "business" and match[2] == "D":
            weeks, left = divmod(count, BUSINESS_WEEK)
            days = weeks * 7.0 + (left + 2 if left else 0)
        else:
            days = float(_MONTHS.get(count, count * 31)) if match[2] == "M" else count * _DAYS[match[2]]
    if match[3]:
        days += int(match[3]) / (24 if match[4] == "H" else 1440)
    return days


def by_calendar(period: str, basis: Literal["calendar", "business"] = "calendar") -> str:
    """``period`` for those who count days of the calendar: 10 business days are two weeks, three are at most 5 days."""
    match = _PERIOD.fullmatch(period)
    if basis != "business" or match is None or match[2] != "D" or match[3]:
        return period
    weeks, left = divmod(int(match[1]), BUSINESS_WEEK)
    return f"P{weeks}W" if weeks and not left else f"P{longest(period, basis):.0f}D"


def after(day: date, period: str) -> date | None:
    """The day that lies a whole ``period`` after ``day``: months by the calendar, at their end where they are shorter
    (a month after 31 January is the last of February); None for hours, for no time, and beyond the calendar."""
    match = _DURATION.fullmatch(period)
    if not match or match["hour"] or match["minute"]:
        return None
    year, month, week, days = (int(match[unit] or 0) for unit in ("year", "month", "week", "day"))
    if not any((year, month, week, days)):
        return None
    total = day.year * 12 + day.month - 1 + year * 12 + month
    if not date.min.year <= total // 12 <= date.max.year:
        return None
    first = date(total // 12, total % 12 + 1, 1)
    last = calendar.monthrange(first.year, first.month)[1]
    try:
        return first.replace(day=min(day.day, last)) + timedelta(days=week * 7 + days)
    except OverflowError:
        return None
