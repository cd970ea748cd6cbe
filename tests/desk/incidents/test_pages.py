"""The pages: an incident from its declaration to its end, as a person does it, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from troth_desk.cases import actions as cases
from troth_desk.incidents import actions, queries
from troth_desk.incidents.models import Communication, Entry, Incident, PlaybookText, Task
from troth_desk.incidents.playbooks import shipping
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project

LIST = "/o/harbour/incidents/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at + timedelta(hours=1))
    return at


def page(incident: Incident, rest: str = "") -> str:
    return f"{LIST}{incident.reference}/{rest}"


def test_an_empty_list_teaches(responder_client: Client, project: Project, policy: PolicyVersion) -> None:
    shown = responder_client.get(LIST).content.decode()
    assert "There was no incident yet" in shown
    assert "/api/v1/alerts?project=harbour" in shown
    assert "This is an exercise" in shown


def test_one_is_declared_by_its_title_alone(
    responder_client: Client, project: Project, policy: PolicyVersion, at: datetime
) -> None:
    answer = responder_client.post(f"{LIST}new/", {"title": "It burns", "project": project.pk, "lead": "on"})
    made = Incident.objects.get()
    assert answer.headers["Location"] == page(made)
    shown = responder_client.get(page(made)).content.decode()
    assert "Detection: what to do" in shown
    assert "Take the lead" in shown
    assert "Known since <time" in shown
    assert not re.search(r"Known since <time[^>]*>[^<]* ago ·", shown), "the day first, after since"
    assert queries.lead(made) is not None


def test_one_begins_from_a_case(
    responder_client: Client, project: Project, policy: PolicyVersion, at: datetime
) -> None:
    case = cases.open_case(project, cases.Report("Used against us", "Now."), origin="form", by=SYSTEM, at=at).case
    shown = responder_client.get(f"/o/harbour/cases/{case.reference}/").content.decode()
    assert f"/o/harbour/incidents/new/?case={case.reference}" in shown
    form = {"title": case.title, "project": project.pk, "incident_class": "leak of data", "case": case.reference}
    responder_client.post(f"{LIST}new/", form)
    made = Incident.objects.get()
    assert (made.origin, list(queries.of_case(case))) == ("case", [made])
    assert made.reference in responder_client.get(f"/o/harbour/cases/{case.reference}/").content.decode()


def test_what_lies_ahead_is_said_beside_its_field(responder_client: Client, project: Project) -> None:
    form = {"title": "x", "project": project.pk, "detected_at": "2030-01-01T12:00"}
    answer = responder_client.post(f"{LIST}new/", form)
    assert answer.status_code == 422
    assert "That lies ahead" in answer.content.decode()


def test_going_on_asks_for_a_reason_and_then_goes_on(responder_client: Client, incident: Incident) -> None:
    answer = responder_client.post(page(incident, "move/2/"), {})
    assert answer.status_code == 422
    assert "exit criteria are not ticked" in answer.content.decode()
    responder_client.post(page(incident, "move/2/"), {"reason": "It is plain."})
    incident.refresh_from_db()
    assert incident.phase == 2


def test_the_checklist_is_kept_and_goes_on(responder_client: Client, incident: Incident) -> None:
    phase = queries.phase(incident, 1)
    assert phase is not None
    tasks = [one.pk for one in Task.objects.filter(phase=phase)]
    form = {"task": tasks, "criterion": [one.pk for one in queries.unmet(phase)]}
    responder_client.post(page(incident, "checklist/"), form)
    assert not queries.unmet(phase)
    assert responder_client.post(page(incident, "move/2/"), {}).status_code == 302


def test_numbers_of_another_incident_are_none(
    responder_client: Client, incident: Incident, project: Project, by: Actor, at: datetime
) -> None:
    other = actions.open_incident(project, actions.Declared(title="Other"), by=by, at=at)
    theirs = other.tasks.first()
    assert theirs is not None
    assert responder_client.post(page(incident, "checklist/"), {"task": [theirs.pk]}).status_code == 404
    assert responder_client.get(page(incident, f"task/{theirs.pk}/")).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "open"


def test_a_line_is_written_in_the_zone_of_the_team(responder_client: Client, incident: Incident, at: datetime) -> None:
    form = {"words": "It <b>began</b>", "kind": "fact", "happened_at": "2026-03-02T08:30"}
    responder_client.post(page(incident, "note/"), form)
    assert Entry.objects.get().happened_at.isoformat() == "2026-03-02T07:30:00+00:00"  # Berlin
    shown = responder_client.get(page(incident)).content.decode()
    assert "It &lt;b&gt;began&lt;/b&gt;" in shown
    assert "written" in shown


def test_who_was_told_is_kept_with_the_promise_that_it_keeps(
    responder_client: Client, project: Project, policy: PolicyVersion, by: Actor, at: datetime
) -> None:
    made = actions.open_incident(project, actions.Declared(title="Leak", incident_class="leak of data"), by=by, at=at)
    shown = responder_client.get(page(made)).content.decode()
    assert "What the policy promises to tell" in shown
    promise = policy.promises.get(action="notify")
    form = {"to_whom": "Customers", "way": "mail", "words": "All of it.", "fulfils": promise.pk}
    assert responder_client.post(page(made, "tell/"), form).status_code == 302
    assert Communication.objects.get().way == "mail"
    assert "Done in time" in responder_client.get(page(made)).content.decode()


def test_it_ends_and_the_list_says_so(responder_client: Client, incident: Incident) -> None:
    form = {"outcome": "false alarm", "reason": "A broken probe."}
    responder_client.post(page(incident, "close/"), form)
    assert "Nothing is happening" in responder_client.get(LIST).content.decode()
    assert incident.reference in responder_client.get(f"{LIST}?state=closed").content.decode()
    responder_client.post(page(incident, "reopen/"), {"reason": "It was one.", "to": 2})
    incident.refresh_from_db()
    assert (incident.state, incident.phase) == ("open", 2)


def test_a_long_list_asks_no_more_of_the_database_than_a_short_one(
    responder_client: Client,
    client: Client,
    project: Project,
    program: Callable[..., dict[str, str]],
    by: Actor,
    at: datetime,
) -> None:
    headers = program("incidents:read")

    def asked(number: int) -> tuple[int, int]:
        actions.open_incident(project, actions.Declared(title=f"Number {number}"), by=by, at=at)
        with CaptureQueriesContext(connection) as of_the_page:
            shown = responder_client.get(LIST).content.decode()
        with CaptureQueriesContext(connection) as of_the_interface:
            told = client.get("/api/v1/incidents", headers=headers).json()["incidents"]
        assert shown.count('aria-current="step"') == len(told) == number
        assert {one["phase"] for one in told} == {"detection"}
        return len(of_the_page), len(of_the_interface)

    asked(1)  # what is read once a process is read here
    assert asked(2) == asked(3)


def test_playbooks_are_shown_by_the_classes_of_the_policy(
    responder_client: Client, project: Project, policy: PolicyVersion
) -> None:
    assert responder_client.get("/o/harbour/playbooks/").headers["Location"] == "/o/harbour/playbooks/harbour/"
    shown = responder_client.get("/o/harbour/playbooks/harbour/").content.decode()
    assert "Leak of data" in shown
    assert "Data breach" in shown
    assert "docs/incident-response" in shown


def test_a_playbook_is_changed_and_refused_with_its_line(responder_client: Client, project: Project) -> None:
    address = "/o/harbour/playbooks/harbour/general/edit/"
    answer = responder_client.post(address, {"text": "nothing"})
    assert answer.status_code == 422
    assert "no title" in answer.content.decode()
    responder_client.post(address, {"text": shipping.text("general").replace("\n", "\r\n") + "- Who knew?\r\n"})
    assert PlaybookText.objects.get().text == shipping.text("general") + "- Who knew?\n"


def test_all_go_out_as_a_zip_and_come_in_again(responder_client: Client, project: Project) -> None:
    answer = responder_client.get("/o/harbour/playbooks/harbour/export.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    from django.core.files.uploadedfile import SimpleUploadedFile

    given = SimpleUploadedFile("playbooks.zip", answer.content)
    shown = responder_client.post("/o/harbour/playbooks/harbour/import/", {"archive": given}, follow=True)
    assert "As they were" in shown.content.decode()
    one = SimpleUploadedFile("Flood.md", b"# Flood\n\n## Detection\n\n- [ ] Look\n")
    responder_client.post("/o/harbour/playbooks/harbour/import/", {"archive": one})
    assert PlaybookText.objects.get().slug == "flood"
