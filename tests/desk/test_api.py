"""The interface for programs: its description is served, and what goes wrong is told as JSON."""

from __future__ import annotations

import pytest
from django.test import Client

from troth_desk.tenants.models import Project


@pytest.mark.django_db
def test_the_interface_describes_itself(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Troth desk"


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "json"), [("/api/v1/reports", True), ("/report/harbour/harbour/", False)])
def test_a_fault_of_the_desk_is_told_to_programs_as_json(
    monkeypatch: pytest.MonkeyPatch, project: Project, path: str, *, json: bool
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("troth_desk.intake.queries.open_project", fails)
    monkeypatch.setattr("troth_desk.intake.views._page", fails)
    client = Client(raise_request_exception=False)
    body = {"title": "T", "description": "D"}
    answer = client.post(path, body, content_type="application/json") if json else client.get(path)
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("application/json") is json
    assert b"ZeroDivision" not in answer.content
    if json:
        assert "error" in answer.json()
