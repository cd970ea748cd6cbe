"""What a law asks to be told: off until chosen, clocks from the instant of awareness, strict, and what follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from desk.reporting.conftest import reported
from troth_desk.cases.models import Case
from troth_desk.deadlines import actions as clocks
from troth_desk.deadlines import queries as deadlines
from troth_desk.deadlines import subjects
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.proofs import facts
from troth_desk.reporting import actions, queries
from troth_desk.reporting.models import Matter, Statute
from troth_desk.reporting.refusal import RefusedReportError
from troth_desk.tenants.models import Project

CRA = "eu-cra-article-14"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def case(ours: Project, now: datetime) -> Case:
    return reported(ours, now - timedelta(days=3))


@pytest.fixture
def statute(ours: Project, now: datetime) -> Statute:
    return actions.choose(ours, CRA, by=SYSTEM, at=now)


def due(matter: Matter) -> dict[str, datetime]:
    found = deadlines.clocks_of(matter.statute.project.organisation, matter.subject)
    return {one.action: one.due_at for one in found}


def test_nothing_runs_before_somebody_chose_it(ours: Project, case: Case) -> None:
    assert queries.statute(ours, CRA) is None
    assert not Clock.objects.filter(subject__startswith="statute:").exists()


def test_an_exploited_vulnerability(statute: Statute, case: Case, now: datetime) -> None:
    aware = datetime(2026, 10, 5, 10, 15, 30, tzinfo=BERLIN)
    matter = actions.aware(statute, case.subject, "vulnerability", aware, by=SYSTEM, at=now)
    assert due(matter) == {
        "cra-early-warning": aware + timedelta(hours=24),
        "cra-notification": aware + timedelta(hours=72),
    }
    actions.tell(matter, "cra-early-warning", by=SYSTEM, at=now)
    actions.happened(matter, "measure", now - timedelta(hours=1), by=SYSTEM, at=now)
    assert due(matter)["cra-final-report"] == now - timedelta(hours=1) + timedelta(days=14)
    with pytest.raises(RefusedReportError, match="on record already"):
        actions.happened(matter, "measure", now, by=SYSTEM, at=now)


def test_a_severe_incident_counts_its_month_from_the_notification(statute: Statute, case: Case, now: datetime) -> None:
    matter = actions.aware(statute, case.subject, "incident", now, by=SYSTEM, at=now)
    assert "cra-incident-final-report" not in due(matter)
    later = datetime(2026, 10, 8, 12, tzinfo=UTC)
    actions.tell(matter, "cra-incident-notification", by=SYSTEM, at=later)
    assert due(matter)["cra-incident-final-report"].astimezone(BERLIN) == datetime(2026, 11, 8, 14, tzinfo=BERLIN)
    with pytest.raises(RefusedReportError, match="told before"):
        actions.tell(matter, "cra-incident-notification", by=SYSTEM, at=later)


def test_summer_time_moves_no_hour(statute: Statute, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    aware = datetime(2026, 10, 24, 12, tzinfo=BERLIN)
    matter = actions.aware(
        statute, case.subject, "vulnerability", aware, by=SYSTEM, at=datetime(2026, 10, 24, 11, tzinfo=UTC)
    )
    assert due(matter)["cra-early-warning"].astimezone(BERLIN).isoformat() == "2026-10-25T11:00:00+01:00"


def test_a_missed_report_is_on_record_and_no_promise_of_the_policy(statute: Statute, case: Case, now: datetime) -> None:
    before = facts.records(statute.project, now + timedelta(days=9))
    matter = actions.aware(statute, case.subject, "vulnerability", now, by=SYSTEM, at=now)
    clocks.sweep(statute.project.organisation, now + timedelta(days=9))
    broken = Clock.objects.filter(subject=matter.subject, breached_at__isnull=False)
    assert broken.count() == 2
    assert facts.records(statute.project, now + timedelta(days=9)) == before


def test_pauses_and_ends_of_the_case_touch_none_of_it(statute: Statute, case: Case, now: datetime) -> None:
    matter = actions.aware(statute, case.subject, "vulnerability", now, by=SYSTEM, at=now)
    clocks.stop(statute.project.organisation, case.subject, "The case is closed.", by=SYSTEM, at=now)
    assert {one.state for one in deadlines.clocks_of(statute.project.organisation, matter.subject)} == {"running"}
    actions.close(matter, "It was not exploited after all.", by=SYSTEM, at=now)
    assert {one.state for one in deadlines.clocks_of(statute.project.organisation, matter.subject)} == {"stopped"}
    with pytest.raises(RefusedReportError, match="closed"):
        actions.tell(matter, "cra-early-warning", by=SYSTEM, at=now)


@pytest.mark.parametrize(
    ("about", "sort", "shift", "words"),
    [
        ("case:TR-NOTHERE1", "vulnerability", 0, "no such case"),
        ("person:1", "vulnerability", 0, "no such case"),
        ("", "something", 0, "which of the two"),
        ("", "vulnerability", 1, "lies ahead"),
    ],
)
def test_what_is_refused(
    statute: Statute, case: Case, now: datetime, about: str, sort: str, shift: int, words: str
) -> None:
    with pytest.raises(RefusedReportError, match=words):
        actions.aware(statute, about or case.subject, sort, now + timedelta(hours=shift), by=SYSTEM, at=now)


def test_the_same_twice_is_one(statute: Statute, case: Case, now: datetime) -> None:
    actions.aware(statute, case.subject, "vulnerability", now, by=SYSTEM, at=now)
    with pytest.raises(RefusedReportError, match="run already"):
        actions.aware(statute, case.subject, "vulnerability", now, by=SYSTEM, at=now)
    assert actions.choose(statute.project, CRA, by=SYSTEM, at=now) == statute


def test_lists_and_calendars_know_what_it_is(statute: Statute, case: Case, now: datetime) -> None:
    matter = actions.aware(statute, case.subject, "vulnerability", now, by=SYSTEM, at=now)
    [told] = subjects.described(statute.project.organisation, [matter.subject]).values()
    assert told.reference == case.reference
    clock = deadlines.clocks_of(statute.project.organisation, matter.subject)[0]
    owed = subjects.owed(clock)
    assert owed is not None
    assert owed.todo == "Tell it: Art. 14(2)(a)"
    assert "Check the official text" in clock.sentence


def test_by_hand_on_the_pages(case: Case, now: datetime, owner_client: Client, responder_client: Client) -> None:
    root = "/o/harbour/paper/statutes/"
    assert "Nothing is chosen" in responder_client.get(root).content.decode()
    assert responder_client.post(f"{root}harbour/{CRA}/", {"chosen": "yes"}).status_code == 403
    assert (
        "Check the official text"
        in owner_client.post(f"{root}harbour/{CRA}/", {"chosen": "yes"}, follow=True).content.decode()
    )
    form = {"about": case.reference.lower(), "sort": "vulnerability", "aware_at": "2026-10-06T10:15"}
    begun = responder_client.post(f"{root}harbour/{CRA}/begin/", form)
    assert begun.status_code == 302
    page = responder_client.get(begun.headers["Location"]).content.decode()
    assert "It was told: Art. 14(2)(a)" in page
    address = begun.headers["Location"]
    responder_client.post(f"{address}happened/measure/", {"when": "2026-10-06T10:30"})
    page = responder_client.get(address).content.decode()
    assert "1182/71 may allow until Tue 20 Oct 2026, 24:00; do not count on it" in page
    assert responder_client.post(f"{address}told/cra-early-warning/").status_code == 302
    assert responder_client.post(f"{address}told/cra-early-warning/").status_code == 409
    assert responder_client.post(f"{address}close/", {"reason": ""}).status_code == 409
    again = responder_client.post(f"{root}harbour/{CRA}/begin/", form | {"about": "TR-00000000"})
    assert again.status_code == 422
    assert "There is no such case or incident here" in again.content.decode()
