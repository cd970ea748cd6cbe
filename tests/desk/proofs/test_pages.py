"""The page of proof, the key that everybody can fetch, and the files that it hands out."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.test import Client

from desk.ledger.test_export import verifier
from troth.formats import desk_facts
from troth_desk.cases.actions import Report, open_case
from troth_desk.ledger import signing
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db
POLICY = "# Security\n\nWe acknowledge reports within 48 hours.\n"


@pytest.fixture
def promised(project: Project, at: datetime) -> Project:
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    return project


def test_everybody_can_fetch_the_key(client: Client) -> None:
    answer = client.get("/.well-known/troth-desk-key.pem")
    assert (answer.status_code, answer.content.decode()) == (200, signing.public_key_pem())


def test_the_page_says_what_there_is(promised: Project, responder_client: Client) -> None:
    page = responder_client.get("/o/harbour/settings/proof/").content.decode()
    assert "Download the facts of Harbour" in page
    assert "1 entry, the last one" in page
    assert "Signed up to entry 1" in page


def test_facts_are_a_file_that_the_desk_signed(promised: Project, responder_client: Client) -> None:
    answer = responder_client.post("/o/harbour/settings/proof/harbour/facts/")
    assert answer["Content-Disposition"] == 'attachment; filename="desk-facts.json"'
    said = signing.verify(json.loads(answer.content), payload_type=desk_facts.PAYLOAD)
    assert said["predicate"]["desk"]["name"] == "harbour/harbour"
    assert Entry.objects.order_by("-seq")[0].action == "facts.issued"


def test_a_project_without_policy_says_so(project: Project, responder_client: Client) -> None:
    answer = responder_client.post("/o/harbour/settings/proof/harbour/facts/")
    assert (answer.status_code, "has no policy yet" in answer.content.decode()) == (409, True)


def test_the_ledger_is_a_file_that_verifies(promised: Project, auditor_client: Client) -> None:
    data = b"".join(auditor_client.get("/o/harbour/settings/proof/ledger.jsonl").streaming_content)  # type: ignore[attr-defined]
    assert verifier.verify(data, [verifier.public_key(signing.public_key_pem().encode())]) == ""
    assert data.count(b"\n") == 4  # the policy and its checkpoint, that it was taken out, the head


def test_cases_are_a_file_without_the_words_of_reports(promised: Project, auditor_client: Client, at: datetime) -> None:
    report = Report(title="Token in the log", description="a secret word", contact="reporter@example.org")
    opened = open_case(promised, report, origin="form", by=SYSTEM, at=at)
    data = b"".join(auditor_client.get("/o/harbour/settings/proof/cases.jsonl").streaming_content)  # type: ignore[attr-defined]
    (told,) = [json.loads(line) for line in data.splitlines()]
    assert (told["id"], told["title"], told["state"]) == (opened.case.reference, "Token in the log", "received")
    assert [clock["action"] for clock in told["clocks"]] == ["acknowledge"]
    assert b"secret" not in data
    assert b"reporter@" not in data


def test_an_auditor_verifies_and_changes_nothing(promised: Project, auditor_client: Client) -> None:
    page = auditor_client.get("/o/harbour/settings/proof/?verify=yes").content.decode()
    assert "Whole:" in page
    assert "Download the facts" not in page
    assert auditor_client.post("/o/harbour/settings/proof/harbour/facts/").status_code == 403


def test_a_project_of_another_team_is_not_there(
    other_organisation: Organisation, other_project: Project, responder_client: Client, client: Client
) -> None:
    assert responder_client.post("/o/harbour/settings/proof/lamp/facts/").status_code == 404
    assert responder_client.get("/o/lighthouse/settings/proof/").status_code == 404
    for name in ("ledger", "cases"):
        assert responder_client.get(f"/o/lighthouse/settings/proof/{name}.jsonl").status_code == 404
    assert client.get("/o/harbour/settings/proof/").status_code == 302
