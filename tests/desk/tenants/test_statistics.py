"""SQLite is told how many rows there are, when a worker begins and once a day; PostgreSQL finds out by itself.

Without it SQLite reads every row of an organisation's table where it was asked for those of one case.
"""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries as Asserts

from desk.cases.conftest import REPORT
from troth_desk.cases import actions
from troth_desk.cases.models import Case, Transition
from troth_desk.ledger.actor import SYSTEM
from troth_desk.tenants import rounds, statistics, worker
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(project: Project, at: datetime) -> Case:
    """A case of many."""
    cases = [actions.open_case(project, REPORT, origin="form", by=SYSTEM, at=at).case for _ in range(3)]
    moves = [
        Transition(organisation=each.organisation, case=each, before="new", after="new", actor="system", at=at)
        for each in cases
        for _ in range(150)
    ]
    Transition.objects.bulk_create(moves)
    return cases[1]


def road(case: Case) -> str:
    """How SQLite finds the moves of ``case``."""
    return str(Transition.objects.filter(organisation=case.organisation, case=case).explain())


def test_the_rows_of_a_case_are_found_by_the_case(case: Case, django_assert_num_queries: Asserts) -> None:
    if connection.vendor != "sqlite":
        with django_assert_num_queries(0):
            statistics.keep()
        return
    assert "organisation_id=?" in road(case)
    statistics.keep()
    assert "case_id=?" in road(case)


def test_a_worker_looks_when_it_begins_and_once_a_day(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[float] = []
    passed = [1_000.0]
    monkeypatch.setattr(rounds, "run_due", lambda _: 0)
    monkeypatch.setattr(statistics, "keep", lambda: looks.append(passed[0]))
    monkeypatch.setattr("troth_desk.tenants.jumps.Watch.look", lambda _: None)
    one = worker.Worker(lambda: at, lambda: passed[0])
    for seconds in (1_000.0, 1_001.0, 80_000.0, 87_400.0, 87_401.0):
        passed[0] = seconds
        one.once()
    assert looks == [1_000.0, 87_400.0]
