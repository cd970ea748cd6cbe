"""Pages ask the database as often for many cases as for few, and the report page for many promises as for few."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.cases.conftest import REPORT, STAGES
from troth_desk import clock
from troth_desk.cases import actions as cases
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 8


def asked(client: Client, address: str) -> int:
    """How often the database was asked for the page, once what is read only the first time has been read."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.fixture
def reports(project: Project, at: datetime, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The references of ``FEW`` reports; ``more`` makes them ``MANY``."""
    monkeypatch.setattr(clock, "now", lambda: at)
    import_texts(project, {"SECURITY.md": STAGES}, by=SYSTEM, at=at)
    return [_reported(project, number, at) for number in range(FEW)]


def _reported(project: Project, number: int, at: datetime) -> str:
    report = replace(REPORT, title=f"Report {number}", description=f"The cellar has {number} open windows. " * 3)
    return cases.open_case(project, report, origin="form", by=SYSTEM, at=at).case.reference


@pytest.mark.parametrize("page", ["", "cases/", "cases/?order=severity", "cases/board/", "promises/harbour/"])
def test_many_cases(page: str, reports: list[str], project: Project, owner_client: Client, at: datetime) -> None:
    few = asked(owner_client, f"/o/harbour/{page}")
    for number in range(FEW, MANY):
        _reported(project, number, at)
    assert asked(owner_client, f"/o/harbour/{page}") == few


def test_many_cases_beside_one(reports: list[str], project: Project, owner_client: Client, at: datetime) -> None:
    address = f"/o/harbour/cases/{reports[0]}/"
    few = asked(owner_client, address)
    for number in range(FEW, MANY):
        _reported(project, number, at)
    assert asked(owner_client, address) == few


def test_many_promises_on_the_report_page(reports: list[str], project: Project, client: Client, at: datetime) -> None:
    address = "/report/harbour/harbour/"
    few = asked(client, address)
    more = "".join(f"{number}. **Resolution**: Target within {number} days\n" for number in range(91, 99))
    import_texts(project, {"SECURITY.md": STAGES.replace("4. ", f"{more}4. ")}, by=SYSTEM, at=at)
    assert asked(client, address) == few
