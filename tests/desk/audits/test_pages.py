from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import Settings

from troth_desk.audits import actions, queries
from troth_desk.audits.models import Audit, Isolation, State
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Organisation, Project

PAGE = "/o/harbour/audits/harbour/"


@pytest.fixture
def promised(project: Project, at: datetime) -> Project:
    words = "# Security policy\n\nOur code is scanned weekly with `bandit`.\n"
    import_texts(project, {"SECURITY.md": words}, by=SYSTEM, at=at)
    return project


def text(client: Client, page: str = PAGE) -> str:
    return " ".join(client.get(page).content.decode().split())


def test_the_page_says_why_nothing_is_audited_and_where_to_begin(promised: Project, owner_client: Client) -> None:
    said = text(owner_client)
    assert "No. The desk does not know where its repository lies." in said
    assert "Say where its repository lies" in said
    assert "Audit now" not in said


def test_an_owner_says_where_it_lies_and_it_is_audited(
    promised: Project, owner_client: Client, organisation: Organisation
) -> None:
    answer = owner_client.post(f"{PAGE}settings/", {"url": "https://example.org/quay.git", "on": "on"})
    assert answer.status_code == 302
    said = text(owner_client)
    assert "Yes, every week" in said
    assert "Our code is scanned weekly with `bandit`." in said
    owner_client.post(f"{PAGE}run/")
    owner_client.post(f"{PAGE}run/")
    assert queries.audits(promised).count() == 1
    assert "waiting for a worker" in text(owner_client)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://example.org/a/b", "https alone"),
        ("file:///etc/passwd", "Only addresses of http"),
        ("https://name:secret@example.org/a", "a name or a password"),
        ("https://example.org", "not of a repository"),
    ],
)
def test_what_is_no_repository_is_said_beside_the_field(
    promised: Project, owner_client: Client, url: str, says: str
) -> None:
    answer = owner_client.post(f"{PAGE}settings/", {"url": url, "on": "on"})
    assert answer.status_code == 200
    assert says in answer.content.decode()
    promised.refresh_from_db()
    assert promised.repository_url == ""


def test_less_often_than_promised_is_told(promised: Project, owner_client: Client) -> None:
    owner_client.post(f"{PAGE}settings/", {"url": "https://example.org/quay.git", "on": "on", "every": "30"})
    assert "less often" in text(owner_client)


def test_the_operators_word_is_not_changed_on_the_page(
    promised: Project, owner_client: Client, settings: Settings
) -> None:
    settings.REPOSITORIES = "harbour/harbour https://git.example.org/quay.git t0ken-of-ours # the private one\nnonsense"
    assert "https://git.example.org/quay.git" in text(owner_client, f"{PAGE}settings/")
    assert "t0ken-of-ours" not in text(owner_client, f"{PAGE}settings/")
    owner_client.post(f"{PAGE}settings/", {"url": "https://evil.example.org/a", "on": "on"})
    promised.refresh_from_db()
    assert promised.repository_url == ""
    standing = queries.standing(promised.organisation, promised)
    assert standing.source
    assert standing.source.url == "https://git.example.org/quay.git"
    assert "t0ken" not in repr(standing)


def test_a_failure_is_told_in_the_first_lines(
    promised: Project, owner_client: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised.repository_url = "https://example.org/quay.git"
    promised.save()
    audit = actions.ask(promised, by=SYSTEM, at=at)
    actions.begin(audit, machine="one", at=at)
    actions.failed(audit, "example.org answers 404: there is <none>.", at=at)
    said = text(owner_client)
    assert "Failing since" in said
    assert "there is &lt;none&gt;" in said
    assert "proves nothing" in said


def test_lines_that_say_nothing_are_told(
    promised: Project, owner_client: Client, organisation: Organisation, at: datetime, settings: Settings
) -> None:
    Project.objects.create(organisation=organisation, slug="lamp", name="Lamp", created_at=at)
    settings.REPOSITORIES = "nonsense\nharbour/lamp http://example.org/a"
    said = text(owner_client, "/o/harbour/audits/")
    assert "Lines 1, 2 of" in said


def test_the_interface_asks_for_an_audit_once_and_tells_the_history(
    promised: Project, client: Client, at: datetime, owner: Membership, key_for: Callable[..., dict[str, str]]
) -> None:
    headers = key_for(owner, "audits:run", "scans:read")

    def post() -> tuple[int, dict[str, object]]:
        answer = client.post(
            "/api/v1/audits", json.dumps({"project": "harbour"}), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json()

    assert post()[0] == 422
    promised.repository_url = "https://example.org/quay.git"
    promised.save()
    (first, made), (second, again) = post(), post()
    assert (first, second, made["id"]) == (201, 200, again["id"])
    Audit.objects.update(state=State.DONE, isolation=Isolation.SANDBOX, ended_at=at)
    told = client.get("/api/v1/audits?project=harbour", headers=headers).json()
    assert [(one["state"], one["isolation"], one["why"]) for one in told] == [("done", "sandbox", "asked")]
