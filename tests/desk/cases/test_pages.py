"""The pages on which members act: right forms are done, wrong ones shown again, foreign cases are not there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from desk.cases.conftest import CRITICAL, LOW, REPORT
from troth_desk.cases import actions, queries
from troth_desk.cases.actions import Opened
from troth_desk.cases.models import BountyDecision, Case, Duty, Embargo, Message, Note, Participant
from troth_desk.cases.views import ACTS
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.people.models import Membership
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project


@pytest.fixture(autouse=True)
def _the_time_stands_still(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at + timedelta(hours=2))


def page(case: Case, rest: str) -> str:
    return f"/o/harbour/cases/{case.reference}/{rest}"


SENT: dict[str, dict[str, str]] = {
    "say": {"body": "We are looking into it."},
    "note": {"body": "Looks real."},
    "assign": {"member": ""},
    "hold": {"held": "doubtful", "reason": "No steps."},
    "embargo": {"until": "2026-06-01"},
    "bounty": {"decision": "granted", "amount": "500 EUR", "reason": "A fine report."},
    "emergency": {"reason": "It is being used."},
    "pause": {"reason": "We wait for the vendor."},
    "turn-away": {"reason": "It is how it is meant."},
    "embargo/end": {"reason": "It is known.", "public": "on"},
}


def test_each_act_has_a_page_with_one_labelled_form(opened: Opened, responder_client: Client) -> None:
    for name, act in ACTS.items():
        answer = responder_client.get(page(opened.case, f"{name}/"))
        said = answer.content.decode()
        assert answer.status_code == 200, name
        assert said.split("<main")[1].count("<form") == 1, name
        assert f"<h1>{act.title}</h1>" in said
        assert "<script>" not in said
        assert " style=" not in said


@pytest.mark.parametrize("name", sorted(SENT))
def test_a_right_form_is_done_and_leads_back_to_the_case(name: str, opened: Opened, responder_client: Client) -> None:
    answer = responder_client.post(page(opened.case, f"{name}/"), SENT[name])
    assert (answer.status_code, answer.headers.get("Location")) == (302, page(opened.case, ""))


def test_what_was_done_is_there(opened: Opened, responder_client: Client, responder: Membership) -> None:
    for name in ("say", "note", "bounty", "pause"):
        responder_client.post(page(opened.case, f"{name}/"), SENT[name])
    assert Message.objects.get().member == Note.objects.get().member == BountyDecision.objects.get().member == responder
    assert set(Clock.objects.values_list("state", flat=True)) <= {"paused", "met"}
    responder_client.post(page(opened.case, "resume/"))
    assert "paused" not in set(Clock.objects.values_list("state", flat=True))


def test_a_clock_that_stood_still_says_for_how_long(
    opened: Opened, responder_client: Client, by: Actor, at: datetime
) -> None:
    actions.pause_clocks(opened.case, "We wait for the vendor.", by=by, at=at)
    assert "Paused since" in responder_client.get(page(opened.case, "")).content.decode()
    actions.resume_clocks(opened.case, by=by, at=at + timedelta(hours=5))
    assert "Paused for 5 h: We wait for the vendor." in responder_client.get(page(opened.case, "")).content.decode()


def test_an_empty_form_is_shown_again_with_words(opened: Opened, responder_client: Client) -> None:
    for name in ("say", "note", "hold", "embargo", "bounty", "emergency", "pause", "turn-away"):
        answer = responder_client.post(page(opened.case, f"{name}/"), {})
        assert answer.status_code == 422, name
        assert "This field is required" in answer.content.decode(), name


def test_a_refusal_stands_beside_its_field(opened: Opened, responder_client: Client) -> None:
    answer = responder_client.post(page(opened.case, "embargo/"), {"until": "2020-01-01"})
    assert answer.status_code == 422
    assert "The end of an embargo lies ahead" in answer.content.decode()
    assert not Embargo.objects.exclude(state="none").exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_beyond_the_calendar_is_told(opened: Opened, responder_client: Client, day: str) -> None:
    assert responder_client.post(page(opened.case, "embargo/"), {"until": day}).status_code == 422


@pytest.mark.parametrize("rest", ["participants/", "participants/{pk}/link/"])
def test_a_link_that_is_shown_begins_with_the_address_of_the_desk(
    rest: str, opened: Opened, responder_client: Client, settings: Any
) -> None:
    settings.ADDRESS = "https://desk.example.org"
    answer = responder_client.post(page(opened.case, rest.format(pk=opened.participant.pk)), {"role": "vendor"})
    assert "https://desk.example.org/case/harbour/" in answer.content.decode()


def test_the_day_of_an_embargo_ends_in_the_zone_of_the_team(opened: Opened, responder_client: Client) -> None:
    responder_client.post(page(opened.case, "embargo/"), {"until": "2026-06-30"})
    assert Embargo.objects.get().proposed_until == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_moves_are_pages_that_ask_for_what_they_need(opened: Opened, responder_client: Client) -> None:
    move = page(opened.case, "move/")
    assert responder_client.post(f"{move}acknowledged/").status_code == 302
    assert responder_client.post(f"{move}assessing/").status_code == 302
    empty = responder_client.post(f"{move}rejected/", {"reason": "  "})
    assert (empty.status_code, "This field is required" in empty.content.decode()) == (422, True)
    wrong = responder_client.post(f"{move}duplicate/", {"duplicate_of": "TR-NONE"})
    assert "There is no case TR-NONE here." in wrong.content.decode()
    refused = responder_client.post(f"{move}closed/")
    assert "A case that is being assessed cannot become closed" in refused.content.decode()
    assert responder_client.post(f"{move}nowhere/").status_code == 404
    assert responder_client.post(f"{move}rejected/", {"reason": "As designed."}).status_code == 302
    opened.case.refresh_from_db()
    assert opened.case.state == "rejected"


def test_a_case_is_rated_by_its_vector(rated_opened: Opened, responder_client: Client) -> None:
    said = responder_client.get(page(rated_opened.case, "rate/")).content.decode()
    assert "Line 7: " in said
    assert "Immediate patch or temporary mitigation" in said
    assert responder_client.post(page(rated_opened.case, "rate/"), {"vector": CRITICAL}).status_code == 302
    rated_opened.case.refresh_from_db()
    assert (rated_opened.case.severity, str(rated_opened.case.cvss_score)) == ("critical", "9.8")
    wrong = responder_client.post(page(rated_opened.case, "rate/"), {"vector": "CVSS:3.1/AV:N"})
    assert wrong.status_code == 422
    assert "This vector is none of CVSS 3.1" in wrong.content.decode()


@pytest.mark.parametrize(
    ("version", "chosen", "score"),
    [
        ("3.1", "AV:N AC:L PR:N UI:N S:U C:H I:H A:H E:U", "9.0"),
        ("4.0", "AV:N AC:L AT:N PR:N UI:N VC:H VI:H VA:H SC:N SI:N SA:N", "9.3"),
    ],
)
def test_a_case_is_rated_by_a_field_for_each_metric(
    version: str, chosen: str, score: str, rated_opened: Opened, responder_client: Client
) -> None:
    address = page(rated_opened.case, f"rate/?version={version}")
    said = responder_client.get(address).content.decode()
    values = dict(pair.split(":") for pair in chosen.split())
    assert all(f'name="{name}"' in said for name in values)
    assert responder_client.post(address, {"metrics": version, **values}).status_code == 302
    rated_opened.case.refresh_from_db()
    assert str(rated_opened.case.cvss_score) == score
    del values["AV"]
    assert responder_client.post(address, {"metrics": version, **values}).status_code == 422


def test_a_promised_action_is_ticked_with_a_record(
    rated_opened: Opened, responder_client: Client, by: Actor, at: datetime
) -> None:
    actions.rate(rated_opened.case, CRITICAL, by=by, at=at)
    owed = Duty.objects.get(kind="action")
    address = page(rated_opened.case, f"duties/{owed.pk}/")
    assert "promises for critical" in responder_client.get(address).content.decode()
    assert responder_client.post(address, {"outcome": "done", "record": ""}).status_code == 422
    assert responder_client.post(address, {"outcome": "done", "record": "Version 1.2.3 is out."}).status_code == 302
    assert "settled already" in responder_client.post(address, {"outcome": "done", "record": "x"}).content.decode()


def test_a_link_is_shown_once_and_works(opened: Opened, responder_client: Client, organisation: Organisation) -> None:
    said = responder_client.post(page(opened.case, "participants/"), {"role": "vendor", "contact": ""}).content.decode()
    token = said.split("/case/harbour/")[1].split("/")[0]
    vendor = queries.participant_of_link(organisation, token)
    assert vendor is not None
    assert vendor.role == "vendor"
    again = responder_client.post(page(opened.case, f"participants/{vendor.pk}/link/")).content.decode()
    assert queries.participant_of_link(organisation, token) is None
    assert queries.participant_of_link(organisation, again.split("/case/harbour/")[1].split("/")[0]) == vendor
    assert responder_client.post(page(opened.case, f"participants/{vendor.pk}/leave/")).status_code == 302
    assert Participant.objects.get(pk=vendor.pk).left_at is not None


def test_the_queue_shows_its_rules_and_why_a_report_waits(
    opened: Opened, responder_client: Client, at: datetime
) -> None:
    assert "Nothing to sort out" in responder_client.get("/o/harbour/triage/").content.decode()
    again = actions.open_case(opened.case.project, REPORT, origin="api", by=SYSTEM, at=at).case
    said = responder_client.get("/o/harbour/triage/").content.decode()
    assert f"It has the same words as {opened.case.reference}." in said
    assert "It is too short to say what is wrong." in said
    assert f"merge/?original={opened.case.reference}" in said
    asked = responder_client.get(page(again, f"merge/?original={opened.case.reference}")).content.decode()
    assert f'value="{opened.case.reference}"' in asked
    assert responder_client.post(page(again, "merge/"), {"original": opened.case.reference}).status_code == 302
    again.refresh_from_db()
    assert (again.state, again.duplicate_of) == ("duplicate", opened.case)


def test_promised_reports_collect_their_cases(
    rated_opened: Opened, responder_client: Client, auditor_client: Client, by: Actor, at: datetime
) -> None:
    assert "No report is due" in responder_client.get("/o/harbour/reports/").content.decode()
    actions.rate(rated_opened.case, LOW, by=by, at=at)
    said = responder_client.get("/o/harbour/reports/").content.decode()
    assert "Quarterly security reports, Harbour, until 2026-03-31" in said
    key = said.split('name="report" value="')[1].split('"')[0]
    sent = {"report": key, "record": "The report of the first quarter."}
    assert auditor_client.post("/o/harbour/reports/sent/", sent).status_code == 403
    assert responder_client.post("/o/harbour/reports/sent/", {"report": key}).status_code == 422
    assert responder_client.post("/o/harbour/reports/sent/", sent).status_code == 302
    assert responder_client.post("/o/harbour/reports/sent/", sent).status_code == 404


ADDRESSES = [
    *(f"{name}/" for name in sorted(ACTS)),
    "move/acknowledged/",
    "rate/",
    "participants/",
    "duties/1/",
    "calls/1/",
    "participants/{participant}/leave/",
    "participants/{participant}/link/",
]


def test_a_case_of_another_organisation_is_not_there(
    opened: Opened,
    other_organisation: Organisation,
    other_project: Project,
    responder_client: Client,
    at: datetime,
) -> None:
    """Neither below the own organisation's address nor below the other's, nor anything of it below an own case."""
    with scope.inside(other_organisation):
        foreign = actions.open_case(other_project, REPORT, origin="form", by=SYSTEM, at=at)
    for rest in (each.format(participant=foreign.participant.pk) for each in ADDRESSES):
        for organisation in ("harbour", "lighthouse"):
            for ask in (responder_client.get, responder_client.post):
                answer = ask(f"/o/{organisation}/cases/{foreign.case.reference}/{rest}")
                assert answer.status_code == 404, (organisation, rest)
    for rest in ("leave", "link"):
        address = page(opened.case, f"participants/{foreign.participant.pk}/{rest}/")
        assert responder_client.post(address).status_code == 404


def test_who_only_reads_changes_nothing(
    opened: Opened, auditor_client: Client, reviewer_client: Client, client: Client
) -> None:
    for rest in (*(f"{name}/" for name in ACTS), "move/acknowledged/", "rate/", "participants/"):
        sent = SENT.get(rest.strip("/"), {})
        assert auditor_client.post(page(opened.case, rest), sent).status_code == 403, rest
        assert reviewer_client.post(page(opened.case, rest), sent).status_code == 403, rest
        assert client.post(page(opened.case, rest), sent).status_code == 302, rest
    opened.case.refresh_from_db()
    assert opened.case.changed_at == opened.case.received_at


def test_a_form_without_its_token_changes_nothing(opened: Opened, responder: Membership) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(responder.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post(page(opened.case, "move/acknowledged/")).status_code == 403


def test_the_emergency_is_answered_on_its_page(
    opened: Opened, responder_client: Client, by: Actor, at: datetime, responder: Membership
) -> None:
    alarm = actions.call_emergency(opened.case, "It is being used.", by=by, at=at)
    address = page(opened.case, f"calls/{alarm.pk}/")
    assert "It is being used." in responder_client.get(address).content.decode()
    assert responder_client.post(address).status_code == 302
    alarm.refresh_from_db()
    assert alarm.taken_by == responder
    assert "Somebody has answered already." in responder_client.post(address).content.decode()


def test_names_of_addresses(opened: Opened) -> None:
    where = {"organisation": "harbour", "reference": opened.case.reference}
    assert reverse("cases:move", kwargs={**where, "to": "accepted"}) == page(opened.case, "move/accepted/")
    assert reverse("cases:act", kwargs={**where, "name": "embargo/end"}) == page(opened.case, "embargo/end/")
