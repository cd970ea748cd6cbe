"""The interface for programs: its description is served, and what goes wrong is told as JSON."""

from __future__ import annotations

import sys

import pytest
from django.test import Client
from ninja import Schema

from troth_desk.project.api import ROUTERS
from troth_desk.tenants.models import Project


@pytest.mark.django_db
def test_the_interface_describes_itself(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Troth desk"


def test_each_shape_has_a_name_of_its_own() -> None:
    """The description keeps one shape of a name: of two, one would be told of the operations of both."""
    assert all(module in sys.modules for _, module in ROUTERS)
    made: dict[str, set[str]] = {}
    beneath: list[type] = [Schema]
    while beneath:
        shape = beneath.pop()
        beneath += shape.__subclasses__()
        if shape.__module__.startswith("troth_desk."):
            made.setdefault(shape.__name__, set()).add(shape.__module__)
    assert len(made) > 50
    assert {name: modules for name, modules in made.items() if len(modules) > 1} == {}


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
