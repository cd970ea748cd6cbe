"""When does the team work? Its zone, its week, and its holidays, read once from the library and its own to edit since.

What is changed here moves no running clock: each keeps the terms under which it was armed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from troth_desk.deadlines import queries
from troth_desk.deadlines.models import Calendar, Holiday
from troth_desk.ledger.actions import Plain, record
from troth_desk.ledger.actor import Actor
from troth_desk.tenants.models import Organisation

YEARS = 12
"""How many years may be read at once."""
WEEK = (0, 1, 2, 3, 4)


class NoHolidaysKnownError(ValueError):
    """Nobody wrote down the holidays of such a place."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country (ISO 3166-1 alpha-2) and its subdivisions (as in ISO 3166-2, without the country)."""

    code: str
    name: str
    subdivisions: tuple[str, ...]


def countries() -> list[Country]:
    """Every country whose holidays the library knows, by name."""
    import holidays  # half a second: only this page pays for it
    from holidays.registry import COUNTRIES

    names = {code: _words(cls) for cls, code, *_ in COUNTRIES.values()}
    known = holidays.list_supported_countries(include_aliases=False)
    found = (Country(code, names.get(code, code), tuple(parts)) for code, parts in known.items())
    return sorted(found, key=lambda country: country.name)


def _words(name: str) -> str:
    """ "UnitedStates" → "United States"."""
    return "".join(f" {letter}" if letter.isupper() and place else letter for place, letter in enumerate(name))


def set_week(organisation: Organisation, *, zone: str, days: Sequence[int], by: Actor, at: datetime) -> Calendar:
    """Say in which zone (IANA) and on which weekdays (Monday = 0) the team works.

    Raises ``ValueError`` where it would work on no day.
    """
    week = sorted(set(days) & set(range(7)))
    if not week:
        raise ValueError("a team works on some day of the week")
    with transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(zone=zone)
        organisation.zone = zone
        calendar, _ = Calendar.objects.update_or_create(
            organisation=organisation, defaults={"working_days": week, "changed_at": at}
        )
        detail: dict[str, Plain] = {"zone": zone, "working_days": [str(day) for day in week]}
        record(organisation.pk, "calendar.week_set", f"calendar:{calendar.pk}", detail, by=by, at=at)
    return calendar


def read_holidays(
    organisation: Organisation,
    country: str,
    subdivision: str,
    first_year: int,
    last_year: int,
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Add the public holidays of a country or a part of it for those years; how many days were not there yet.

    Days that stand there already are left as the team made them. Raises ``NoHolidaysKnownError`` for a place that the
    library does not know, ``ValueError`` for more than ``YEARS`` years.
    """
    if not 0 <= last_year - first_year < YEARS:
        raise ValueError(f"read at most {YEARS} years at once, the first before the last")
    days = _known(country, subdivision, range(first_year, last_year + 1))
    with transaction.atomic():
        calendar = _calendar(organisation, at)
        there = set(queries.holidays(organisation).values_list("day", flat=True))
        new = [
            Holiday(organisation=organisation, calendar=calendar, day=day, name=name[:100])
            for day, name in sorted(days.items())
            if day not in there
        ]
        Holiday.objects.bulk_create(new, ignore_conflicts=True)
        Calendar.objects.filter(organisation=organisation, pk=calendar.pk).update(
            country=country, subdivision=subdivision, first_year=first_year, last_year=last_year, changed_at=at
        )
        detail: dict[str, Plain] = {
            "country": country,
            "subdivision": subdivision,
            "years": f"{first_year}-{last_year}",
            "added": len(new),
        }
        record(organisation.pk, "calendar.holidays_read", f"calendar:{calendar.pk}", detail, by=by, at=at)
    return len(new)


def _known(country: str, subdivision: str, years: Iterable[int]) -> dict[date, str]:
    import holidays  # half a second

    try:
        return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=years, language=None))
    except NotImplementedError as unknown:
        place = f"{country}-{subdivision}" if subdivision else country
        raise NoHolidaysKnownError(f"Nobody wrote down the holidays of {place}; add the days one by one.") from unknown


def _calendar(organisation: Organisation, at: datetime) -> Calendar:
    calendar, _ = Calendar.objects.get_or_create(
        organisation=organisation, defaults={"working_days": list(WEEK), "changed_at": at}
    )
    return calendar


def add_holiday(organisation: Organisation, day: date, name: str, *, by: Actor, at: datetime) -> Holiday:
    """Add a day on which the team does not work, or rename it."""
    with transaction.atomic():
        calendar = _calendar(organisation, at)
        holiday, _ = Holiday.objects.update_or_create(
            organisation=organisation, calendar=calendar, day=day, defaults={"name": name[:100]}
        )
        _changed(organisation, calendar, "calendar.holiday_added", day, by, at)
    return holiday


def remove_holiday(organisation: Organisation, pk: int, *, by: Actor, at: datetime) -> bool:
    """The team works on that day after all; False where there is no such day."""
    with transaction.atomic():
        holiday = Holiday.objects.filter(organisation=organisation, pk=pk).select_related("calendar").first()
        if holiday is None:
            return False
        Holiday.objects.filter(organisation=organisation, pk=pk).delete()
        _changed(organisation, holiday.calendar, "calendar.holiday_removed", holiday.day, by, at)
    return True


def _changed(organisation: Organisation, calendar: Calendar, action: str, day: date, by: Actor, at: datetime) -> None:
    Calendar.objects.filter(organisation=organisation, pk=calendar.pk).update(changed_at=at)
    record(organisation.pk, action, f"calendar:{calendar.pk}", {"day": day.isoformat()}, by=by, at=at)
