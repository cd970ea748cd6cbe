"""What lists are ordered and searched by is kept beside each case, and follows from clocks, score and title."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Min

from desk.cases.conftest import REPORT, STAGES
from desk.owning import as_owner
from troth_desk.cases import actions as cases
from troth_desk.cases.models import NOTHING_DUE, UNRATED, Case
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.tenants.models import Organisation, Project
from troth_desk.today import lists

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


@pytest.fixture
def opened(project: Project, at: datetime) -> Case:
    import_texts(project, {"SECURITY.md": STAGES}, by=SYSTEM, at=at)
    return cases.open_case(project, REPORT, origin="form", by=SYSTEM, at=at).case


def due(case: Case) -> datetime:
    """As it is kept; checked against the clocks."""
    kept = Case.objects.get(pk=case.pk).next_due_at
    clocks = Clock.objects.filter(subject=case.subject, state="running")
    assert kept == (clocks.aggregate(first=Min("due_at"))["first"] or NOTHING_DUE)
    return kept


def test_it_is_due_when_its_first_clock_is(opened: Case, at: datetime) -> None:
    assert due(opened) == at + 48 * HOUR
    cases.move(opened, "acknowledged", by=SYSTEM, at=at + HOUR)
    assert due(opened) > at + 48 * HOUR
    cases.pause_clocks(opened, "the reporter is away", by=SYSTEM, at=at + 2 * HOUR)
    assert due(opened) == NOTHING_DUE
    cases.resume_clocks(opened, by=SYSTEM, at=at + 5 * HOUR)
    before = due(opened)
    assert before < NOTHING_DUE
    cases.rate(opened, CRITICAL, by=SYSTEM, at=at + 6 * HOUR)
    assert due(opened) <= before
    cases.turn_away(opened, "It does what it says.", by=SYSTEM, at=at + 7 * HOUR)
    assert due(opened) == NOTHING_DUE


def test_the_severest_first_and_the_unrated_last(opened: Case, project: Project, at: datetime) -> None:
    assert Case.objects.get(pk=opened.pk).ranked == UNRATED
    other = cases.open_case(project, replace(REPORT, title="Another"), origin="form", by=SYSTEM, at=at + HOUR).case
    cases.rate(opened, CRITICAL, by=SYSTEM, at=at + HOUR)
    assert float(Case.objects.get(pk=opened.pk).ranked) == 9.8
    shown = lists.cases(project.organisation, lists.filters({"order": "severity"}), at)
    assert list(shown) == [opened, other]


@pytest.mark.parametrize("words", ["ÜBER DEN", "über den", "100%", "tr-", "a_b", "zaun a_b"])
def test_words_are_found_however_they_are_written(words: str, opened: Case, project: Project, at: datetime) -> None:
    report = replace(REPORT, title="Über den Zaun a_b 100%")
    found = cases.open_case(project, report, origin="form", by=SYSTEM, at=at + HOUR).case
    shown = list(lists.cases(project.organisation, lists.filters({"q": words}), at))
    assert found in shown
    assert (opened in shown) == (words == "tr-")


def test_pages_are_cut_from_the_order_of_the_list(opened: Case, project: Project, at: datetime) -> None:
    for number in range(7):
        report = replace(REPORT, title=f"Report {number}", description=f"Window {number} is open. " * 4)
        cases.open_case(project, report, origin="form", by=SYSTEM, at=at + number * HOUR)
    for order in lists.ORDER:
        found = lists.cases(project.organisation, lists.filters({"order": order}), at)
        pages = lists.Pages(found, 3)
        assert [case for number in pages.page_range for case in pages.page(number)] == list(found)
        assert pages.get_page("99").number == 3


def test_an_upgrade_writes_it_for_the_cases_that_are_there(opened: Case, organisation: Organisation) -> None:
    cases.rate(opened, CRITICAL, by=SYSTEM, at=opened.received_at + HOUR)
    before = Case.objects.get(pk=opened.pk)
    Case.objects.filter(pk=opened.pk).update(next_due_at=NOTHING_DUE, ranked=UNRATED, found_by="")
    migration = import_module("troth_desk.cases.migrations.0002_lists_of_many")
    with as_owner():
        migration.write_what_lists_need(apps, SimpleNamespace(connection=connection))
    after = Case.objects.get(pk=opened.pk)
    for name in ("next_due_at", "ranked", "found_by"):
        assert getattr(after, name) == getattr(before, name), name
