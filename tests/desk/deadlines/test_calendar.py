from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from troth_desk.deadlines import calendars, queries
from troth_desk.deadlines.models import Calendar, Holiday
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def address(name: str, *more: object) -> str:
    return reverse(f"deadlines:{name}", args=("harbour", *more))


def test_a_team_without_a_calendar_works_monday_to_friday(organisation: Organisation) -> None:
    terms = queries.terms(organisation)
    assert (terms.zone.key, terms.working.days, terms.working.holidays) == (
        "Europe/Berlin",
        frozenset(range(5)),
        frozenset(),
    )


def test_holidays_are_read_once_and_are_the_teams_since(organisation: Organisation, at: datetime) -> None:
    assert calendars.read_holidays(organisation, "DE", "BY", 2026, 2027, by=SYSTEM, at=at) > 20
    corpus_christi = Holiday.objects.get(organisation=organisation, day="2026-06-04")
    calendars.add_holiday(organisation, date(2026, 6, 4), "Company outing", by=SYSTEM, at=at)
    christmas = Holiday.objects.get(organisation=organisation, day="2026-12-25")
    assert calendars.remove_holiday(organisation, christmas.pk, by=SYSTEM, at=at)
    assert not calendars.remove_holiday(organisation, christmas.pk, by=SYSTEM, at=at)
    assert calendars.read_holidays(organisation, "DE", "BY", 2026, 2026, by=SYSTEM, at=at) == 1
    corpus_christi.refresh_from_db()
    assert corpus_christi.name == "Company outing"
    found = Calendar.objects.get(organisation=organisation)
    assert (found.country, found.subdivision, found.first_year, found.last_year) == ("DE", "BY", 2026, 2026)
    entry = Entry.objects.filter(organisation_id=organisation.pk, action="calendar.holiday_added").get()
    assert "outing" not in entry.body


@pytest.mark.parametrize(("country", "part"), [("ZZ", ""), ("DE", "XX")])
def test_a_place_that_nobody_wrote_down(organisation: Organisation, at: datetime, country: str, part: str) -> None:
    with pytest.raises(calendars.NoHolidaysKnownError, match="one by one"):
        calendars.read_holidays(organisation, country, part, 2026, 2026, by=SYSTEM, at=at)
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("years", [(2027, 2026), (2026, 2099)])
def test_so_many_years_at_once(organisation: Organisation, at: datetime, years: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="at most"):
        calendars.read_holidays(organisation, "DE", "", *years, by=SYSTEM, at=at)


def test_the_owner_sets_it_by_the_page(organisation: Organisation, owner_client: Client, at: datetime) -> None:
    page = owner_client.get(address("calendar")).content.decode()
    assert "Monday, Tuesday, Wednesday, Thursday, Friday, by the clock of Europe/Berlin; no holidays are set" in page
    assert "Germany: BY" in page
    answer = owner_client.post(address("week"), {"zone": "Asia/Kathmandu", "days": ["6", "0", "1"]}, follow=True)
    assert "Monday, Tuesday, Sunday, by the clock of Asia/Kathmandu" in answer.content.decode()
    answer = owner_client.post(
        address("read"), {"place": "DE-BY", "first_year": "2026", "last_year": "2026"}, follow=True
    )
    assert "Look through them" in answer.content.decode()
    owner_client.post(address("add"), {"day": "2026-12-27", "name": "<b>Inventory</b>"})
    assert "&lt;b&gt;Inventory" in owner_client.get(address("calendar")).content.decode()
    holiday = Holiday.objects.get(organisation=organisation, day="2026-12-27")
    owner_client.post(address("remove", holiday.pk))
    assert not Holiday.objects.filter(pk=holiday.pk).exists()


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("week", {"zone": "Mars/Olympus", "days": ["1"]}, "There is no such time zone"),
        ("week", {"zone": "../../etc/passwd", "days": ["1"]}, "There is no such time zone"),
        ("week", {"zone": "UTC"}, "Tick at least one day"),
        ("week", {"zone": "UTC", "days": ["9"]}, "Select a valid choice"),
        ("read", {"place": "ZZ", "first_year": "2026", "last_year": "2026"}, "Select a valid choice"),
        ("read", {"place": "DE", "first_year": "2027", "last_year": "2026"}, "Put the first year before the last"),
        ("add", {"day": "soon"}, "Enter a valid date"),
    ],
)
def test_what_is_not_understood_is_said_beside_the_field(
    organisation: Organisation, owner_client: Client, name: str, given: dict[str, str], says: str
) -> None:
    answer = owner_client.post(address(name), given)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Calendar.objects.exists()


def test_others_read_it_only(organisation: Organisation, responder_client: Client, auditor_client: Client) -> None:
    for client in (responder_client, auditor_client):
        assert "Read them</button>" not in client.get(address("calendar")).content.decode()
        for name in ("week", "read", "add"):
            assert client.post(address(name), {}).status_code == 403


def test_a_day_of_another_organisation_is_not_there(
    organisation: Organisation, other_organisation: Organisation, owner_client: Client, at: datetime
) -> None:
    with scope.inside(other_organisation):
        foreign = calendars.add_holiday(other_organisation, date(2026, 5, 1), "", by=SYSTEM, at=at)
    assert owner_client.post(address("remove", foreign.pk)).status_code == 404
    with scope.inside(other_organisation):
        assert Holiday.objects.filter(pk=foreign.pk).exists()
