"""The OpenPGP key of a reporter: given on their page or with the report, shown to them, taken out of use by them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from desk.gnupg import Gnupg
from troth_desk.cases.actions import Report
from troth_desk.cases.models import Case, Participant
from troth_desk.intake import actions
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.ledger.models import Entry
from troth_desk.notices import queries as notices
from troth_desk.notices.models import Certificate
from troth_desk.policies.models import PolicyVersion

pytestmark = pytest.mark.django_db
ME = "reporter@example.org"


@pytest.fixture
def page(policy: PolicyVersion, at: datetime) -> str:
    report = Report("Path traversal", "The name of a file is joined.", "1. Do it", "All files", contact=ME)
    return actions.receive(policy.project, report, origin="api", by=Actor(ActorKind.REPORTER), at=at).path


def kept() -> Certificate | None:
    participant = Participant.objects.get()
    return notices.certificate(participant.case.project.organisation, f"participant:{participant.pk}")


def test_given_on_the_page_and_taken_out_of_use(page: str, client: Client, gnupg: Gnupg) -> None:
    gnupg.secret_key(ME)
    assert "so that nobody on the way reads it" in client.get(page).content.decode()
    answer = client.post(f"{page}key/", {"key": gnupg.public_key(ME)})
    assert (answer.status_code, answer["Location"]) == (302, f"{page}#key")
    found = kept()
    assert found is not None
    assert (found.fingerprint, found.source) == (gnupg.fingerprint(ME), "pasted")
    shown = client.get(page).content.decode()
    assert "is encrypted to your key" in shown
    assert gnupg.fingerprint(ME)[:4] in shown
    (entry,) = Entry.objects.filter(action="openpgp_certificate.kept")
    assert "example.org" not in entry.body
    assert json.loads(entry.body)["by"].startswith("reporter:")
    client.post(f"{page}key/", {"forget": "yes"})
    assert kept() is None


def test_what_is_no_key_is_refused_beside_the_field(page: str, client: Client, gnupg: Gnupg) -> None:
    secret = gnupg.secret_key(ME)
    for text, why in (("nonsense", "no OpenPGP key"), (secret, "secret key"), ("", "required")):
        answer = client.post(f"{page}key/", {"key": text})
        assert answer.status_code == 422
        assert why in answer.content.decode()
        assert "BEGIN PGP PRIVATE" not in answer.content.decode()
    assert kept() is None


def test_given_with_the_report(policy: PolicyVersion, client: Client, gnupg: Gnupg) -> None:
    gnupg.secret_key(ME)

    def send(**more: str) -> Any:
        report = {"title": "Path traversal", "description": "A file.", "steps": "1.", "impact": "All", "contact": ME}
        return client.post("/api/v1/reports", json.dumps(report | more), content_type="application/json")

    refused = send(openpgp_key="nonsense")
    assert refused.status_code == 422
    assert refused.json()["error"].startswith("openpgp_key: this is no OpenPGP key")
    assert not Case.objects.exists(), "nothing is kept beside a refusal"
    assert send(openpgp_key=gnupg.public_key(ME)).status_code == 201
    found = kept()
    assert found is not None
    assert found.fingerprint == gnupg.fingerprint(ME)
    case = Case.objects.get()
    assert "PGP" not in json.dumps([case.answers, case.description])


def test_without_one_nothing_is_said_of_it(policy: PolicyVersion, client: Client) -> None:
    report = {"title": "x", "description": "y", "steps": "1.", "impact": "z", "contact": ME, "openpgp_key": " "}
    assert client.post("/api/v1/reports", json.dumps(report), content_type="application/json").status_code == 201
    assert not Certificate.objects.exists()
