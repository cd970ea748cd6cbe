"""Two that write for one organisation at once follow each other, and never wait for each other.

On SQLite, where one file has one writer, they do so one after the other from the start.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from desk.cases.conftest import REPORT, STAGES
from troth_desk.cases import actions as cases
from troth_desk.cases.actions import writing
from troth_desk.cases.models import Case
from troth_desk.deadlines import actions as clocks
from troth_desk.deadlines import breaches
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices import actions as notices
from troth_desk.notices.actions import telling
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
PATIENCE = 0.5
"""Seconds within which the other one comes to the middle of its transaction, unless it waits for this one."""


@dataclass
class Middle:
    """Where two transactions meet: each has taken something, and needs what the other may have taken."""

    reached: list[threading.Event] = field(default_factory=lambda: [threading.Event(), threading.Event()])

    def of(self, one: int) -> None:
        """The one of this number is in the middle; it waits a moment for the other."""
        if connection.vendor == "sqlite":
            return
        self.reached[one].set()
        self.reached[1 - one].wait(PATIENCE)


@pytest.fixture
def middle() -> Middle:
    return Middle()


@pytest.fixture
def two_cases(organisation: Organisation, project: Project, at: datetime) -> list[Case]:
    with scope.inside(organisation):
        import_texts(project, {"SECURITY.md": STAGES}, by=SYSTEM, at=at)
        return [cases.open_case(project, REPORT, origin="form", by=SYSTEM, at=at).case for _ in range(2)]


def at_once(organisation: Organisation, *works: Callable[[], object]) -> None:
    """Each of ``works`` in a transaction and a thread of its own; an error of any is raised here."""

    def one(work: Callable[[], object]) -> None:
        try:
            with scope.inside(organisation):
                work()
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        for work in works:
            with scope.inside(organisation), transaction.atomic():
                work()
        return
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(one, work) for work in works]:
            done.result(timeout=30)


def later(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, wait: Callable[[], None]) -> None:
    """``module.name`` is called once ``wait`` is over."""
    real = getattr(module, name)

    def waited(*given: Any, **named: Any) -> Any:
        wait()
        return real(*given, **named)

    monkeypatch.setattr(module, name, waited)


def test_a_sweep_and_whoever_works_on_a_case_whose_clock_is_over(
    middle: Middle, organisation: Organisation, two_cases: list[Case], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject, over = two_cases[0].subject, at + 49 * HOUR
    later(monkeypatch, breaches, "record_all", lambda: middle.of(0))

    def works() -> None:
        record(organisation.pk, "case.read", subject, {}, by=SYSTEM, at=at)
        middle.of(1)
        clocks.stop(organisation, subject, "withdrawn", by=SYSTEM, at=at + 2 * HOUR)

    at_once(organisation, lambda: breaches.record_breaches(organisation, over), works)
    with scope.inside(organisation):
        assert not Clock.objects.filter(subject=subject, state="running").exists()
        assert Clock.objects.filter(subject=two_cases[1].subject, breached_at__isnull=False).count() == 1


def test_a_sweep_and_a_pause(
    middle: Middle, organisation: Organisation, two_cases: list[Case], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, clocks, "record", lambda: middle.of(0))

    def sweeps() -> None:
        record(organisation.pk, "sweep.began", "organisation:1", {}, by=SYSTEM, at=at)
        middle.of(1)
        breaches.record_breaches(organisation, at + 49 * HOUR)

    pauses = lambda: clocks.pause(organisation, two_cases[0].subject, "waiting", by=SYSTEM, at=at)  # noqa: E731
    at_once(organisation, pauses, sweeps)
    with scope.inside(organisation):
        assert Clock.objects.filter(subject=two_cases[0].subject, state="paused").exists()
        assert Clock.objects.filter(subject=two_cases[1].subject, breached_at__isnull=False).count() == 1


def test_one_writes_to_both_cases_and_another_to_the_second(
    middle: Middle, organisation: Organisation, two_cases: list[Case], at: datetime
) -> None:
    def both() -> None:
        cases.say(two_cases[0], "On it.", by=SYSTEM, at=at)
        middle.of(0)
        cases.say(two_cases[1], "On it.", by=SYSTEM, at=at)

    def second() -> None:
        case = Case.objects.get(pk=two_cases[1].pk)
        with transaction.atomic():
            writing.claim(case, at=at)
            middle.of(1)
            writing.entry(case, "case.read", {}, by=SYSTEM, at=at)

    at_once(organisation, both, second)
    with scope.inside(organisation):
        assert [case.messages.count() for case in two_cases] == [1, 1]
        assert Entry.objects.filter(subject=two_cases[1].subject, action="case.read").count() == 1


def test_a_notice_is_read_while_others_are_told_on(
    middle: Middle, organisation: Organisation, owner: Membership, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope.inside(organisation):
        for key in ("1", "2"):
            notices.tell(
                organisation, key=key, subject="case:TR-1", title=key, body="", at=at, read_within=HOUR, by=SYSTEM
            )
        second = Notice.objects.get(key="2")

    def reads() -> None:
        later(monkeypatch, telling, "record", lambda: middle.of(0))
        notices.read(second, member=owner, by=SYSTEM, at=at)

    def tells_on() -> None:
        record(organisation.pk, "notice.looked", "organisation:1", {}, by=SYSTEM, at=at)
        middle.of(1)
        notices.escalate(organisation, at + HOUR)

    at_once(organisation, reads, tells_on)
    with scope.inside(organisation):
        assert Notice.objects.get(key="2").read_at == at
