"""Instants outside of all calendars are refused by every operation that takes one, and are no server error."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from desk.reviews.conftest import POLICY
from troth_desk.faces.instants import SAYS
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db
FAR = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")
ASKED = {
    "incidents": ("incidents", {"title": "Flood", "severity": "high"}, ("happened_at", "detected_at")),
    "gates": ("gates", {"version": "1.0.0", "stage": "staging", "evidence": "it ran"}, ("at",)),
    "reviews": ("reviews", {"title": "Look at it", "kind": "other"}, ("due_at",)),
}


@pytest.mark.parametrize("instant", FAR)
@pytest.mark.parametrize(("name", "field"), [(name, field) for name, asked in ASKED.items() for field in asked[2]])
def test_no_operation_breaks(
    client: Client,
    project: Project,
    owner: Membership,
    key_for: Callable[..., dict[str, str]],
    at: datetime,
    name: str,
    field: str,
    instant: str,
) -> None:
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    where, body, _ = ASKED[name]
    said = json.dumps(body | {"project": project.slug, field: instant})
    key = key_for(owner, "incidents:write", "findings:write", "gates:write", "reviews:write")
    answer = client.post(f"/api/v1/{where}", said, content_type="application/json", headers=key)
    assert answer.status_code in {400, 409, 422}, answer.content


PAGES = (
    ("incidents/new/", {"title": "Flood", "project": "harbour", "severity": "high"}, "happened_at", "%sT09:00"),
    ("reviews/new/", {"title": "Look", "kind": "other", "project": "harbour", "rhythm": "once"}, "due_at", "%s"),
    ("paper/make/", {"project": "harbour", "ends": "2026-09-30"}, "begins", "%s"),
)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(("page", "body", "field", "form"), PAGES)
def test_no_page_breaks(
    owner_client: Client,
    project: Project,
    at: datetime,
    page: str,
    body: dict[str, str],
    field: str,
    form: str,
    day: str,
) -> None:
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    answer = owner_client.post(f"/o/harbour/{page}", body | {field: form % day})
    assert answer.status_code in {200, 409, 422}
    assert SAYS in answer.content.decode()


def test_no_pack_of_such_days(owner_client: Client, project: Project) -> None:
    answer = owner_client.get("/o/harbour/paper/harbour/pack/?begins=0001-01-01&ends=0001-02-01")
    assert answer.status_code == 422
