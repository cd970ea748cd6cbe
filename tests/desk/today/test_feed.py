"""The calendar of what is due, read by the reference library: what it shows, to whom, and what it never shows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from desk.cases.conftest import REPORT, STAGES
from troth_desk.cases import actions as cases
from troth_desk.cases.models import Case
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.people import actions as people
from troth_desk.people.models import LoginRules, Membership
from troth_desk.policies.actions import import_texts
from troth_desk.project.logs import _without
from troth_desk.tenants.models import Organisation, Project
from troth_desk.today import actions, feed
from troth_desk.today.models import CalendarLink

pytestmark = pytest.mark.django_db
PAGE = "/o/harbour/settings/calendar-feed/"
HOUR = timedelta(hours=1)


@pytest.fixture
def case(organisation: Organisation, project: Project, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    import_texts(project, {"SECURITY.md": STAGES}, by=SYSTEM, at=at)
    return cases.open_case(project, REPORT, origin="form", by=SYSTEM, at=at).case


def address(member: Membership, at: datetime, *, mine: bool = False) -> str:
    return f"/o/harbour/calendar/{actions.make_link(member, mine=mine, by=SYSTEM, at=at)[1]}/due.ics"


def events(where: str) -> dict[str, tuple[datetime, str]]:
    """When each thing ends and what it is called, by UID, as a calendar program reads it."""
    answer = Client().get(where)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    read = Calendar.from_ical(answer.content)
    assert read.errors == []
    return {str(one["uid"]): (one.decoded("dtend"), str(one["summary"])) for one in read.walk("VEVENT")}


def test_everything_that_is_due(case: Case, owner: Membership, at: datetime) -> None:
    found = events(address(owner, at))
    clocks = Clock.objects.filter(subject=case.subject)
    assert len(clocks) > 1
    assert {ends for ends, _ in found.values()} >= {clock.due_at for clock in clocks}
    assert len([name for name in found if name.startswith("clock-")]) == len(clocks)
    assert all(summary.startswith(case.reference) for _, summary in found.values())


def test_no_words_of_a_report(case: Case, owner: Membership, at: datetime) -> None:
    content = Client().get(address(owner, at)).content.decode().replace("\r\n ", "")
    for words in (case.title, case.description[:30], case.impact[:30]):
        assert not words or words not in content
    assert f"/o/harbour/cases/{case.reference}/" in content
    assert "SECURITY.md line" in content


def test_lines_are_as_the_standard_has_them(case: Case, owner: Membership, at: datetime) -> None:
    """RFC 5545 §3.1: CRLF, and no line longer than 75 octets."""
    content = Client().get(address(owner, at)).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_what_moves_keeps_its_name(case: Case, owner: Membership, at: datetime) -> None:
    where = address(owner, at)
    before = events(where)
    cases.pause_clocks(case, "They travel.", by=owner.actor, at=at + HOUR)
    assert not [name for name in events(where) if name.startswith("clock-")], "what stands still is not due"
    cases.resume_clocks(case, by=owner.actor, at=at + 3 * HOUR)
    after = events(where)
    assert {name for name in before if name.startswith("clock-")} == {
        name for name in after if name.startswith("clock-")
    }
    moved = [name for name in before if name.startswith("clock-") and after[name][0] != before[name][0]]
    assert all(after[name][0] - before[name][0] == 2 * HOUR for name in moved)
    assert moved


def test_what_is_mine(case: Case, owner: Membership, responder: Membership, at: datetime) -> None:
    mine, theirs = address(owner, at, mine=True), address(responder, at, mine=True)
    assert (events(mine), events(theirs)) == ({}, {})
    cases.assign(case, responder, by=owner.actor, at=at)
    assert events(mine) == {}
    assert events(theirs)


def test_what_is_overdue_says_so(case: Case, owner: Membership, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    where = address(owner, at)
    monkeypatch.setattr("troth_desk.clock.now", lambda: at + timedelta(days=400))
    assert all("overdue" in summary for name, (_, summary) in events(where).items() if name.startswith("clock-"))


def test_an_unchanged_calendar_is_not_sent_again(case: Case, owner: Membership, at: datetime) -> None:
    where = address(owner, at)
    tag = Client().get(where)["ETag"]
    again = Client().get(where, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    cases.assign(case, owner, by=SYSTEM, at=at)
    assert Client().get(where, headers={"If-None-Match": tag}).status_code == 304
    cases.pause_clocks(case, "They travel.", by=SYSTEM, at=at)
    assert Client().get(where, headers={"If-None-Match": tag}).status_code == 200


def test_it_ends_by_itself(
    case: Case, owner: Membership, responder: Membership, organisation: Organisation, at: datetime
) -> None:
    where = address(responder, at)
    assert Client().get(where).status_code == 200
    rules = LoginRules.objects.create(organisation=organisation, second_factor=True)
    assert Client().get(where).status_code == 404, "who may see nothing of the team sees nothing here"
    rules.delete()
    people.end(responder, by=owner.actor, at=at)
    assert Client().get(where).status_code == 404
    revoked = address(owner, at)
    actions.revoke_link(CalendarLink.objects.get(member=owner), by=SYSTEM, at=at)
    assert Client().get(revoked).status_code == 404
    assert Client().get("/o/harbour/calendar/nothing/due.ics").status_code == 404


def test_use_is_noted_once_an_hour(
    case: Case, owner: Membership, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = address(owner, at)
    for minutes, noted in ((0, 0), (59, 0), (61, 61)):
        monkeypatch.setattr("troth_desk.clock.now", lambda minutes=minutes: at + timedelta(minutes=minutes))
        Client().get(where)
        assert CalendarLink.objects.get().used_at == at + timedelta(minutes=noted)


def test_the_page_shows_an_address_once(owner: Membership, responder: Membership, at: datetime) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": owner.user.email, "password": "a long pass phrase 1"})
    assert b"No calendar asks yet" in client.get(PAGE).content
    page = client.post(f"{PAGE}new/", {"what": "mine"}, follow=True).content.decode()
    (path,) = re.findall(r"/o/harbour/calendar/[\w-]{43}/due\.ics", page)
    assert Client().get(path).status_code == 200
    assert path not in client.get(PAGE).content.decode()
    token = path.split("/")[4]
    assert token not in "".join(Entry.objects.values_list("body", flat=True))
    assert token not in _without(f"Not Found: {path}"), "no log holds it"
    link = CalendarLink.objects.get()
    assert link.mine
    other = Client()
    other.post("/accounts/login/", {"login": responder.user.email, "password": "a long pass phrase 1"})
    assert other.post(f"{PAGE}{link.pk}/revoke/").status_code == 404, "somebody else's"
    client.post(f"{PAGE}{link.pk}/revoke/")
    assert Client().get(path).status_code == 404


def test_an_owner_ends_those_of_others(owner_client: Client, responder: Membership, at: datetime) -> None:
    where = address(responder, at)
    link = CalendarLink.objects.get()
    assert responder.name in owner_client.get(PAGE).content.decode()
    owner_client.post(f"{PAGE}{link.pk}/revoke/")
    assert Client().get(where).status_code == 404


def test_there_is_an_end_to_them(owner: Membership, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_LINKS", 1)
    address(owner, at)
    with pytest.raises(actions.RefusedError, match="revoke one first"):
        address(owner, at)


def test_embargoes_stand_there(case: Case, owner: Membership, organisation: Organisation, at: datetime) -> None:
    cases.propose_embargo(case, at + timedelta(days=30), by=owner.actor, at=at)
    link, _ = actions.make_link(owner, mine=False, by=SYSTEM, at=at)
    said = {one.uid.rpartition("-")[2]: one for one in feed.due(organisation, at, link=link) if "embargo" in one.uid}
    assert said["answer"].at > at
