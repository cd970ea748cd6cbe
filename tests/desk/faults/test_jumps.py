"""A clock that is set, forward or back: nothing is broken by it alone, nothing is stranded, and it is on record."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from troth_desk import clock
from troth_desk.cases import actions as cases
from troth_desk.cases.actions import Report
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.ledger.verification import verify
from troth_desk.tenants import jumps, leases, rounds, scope
from troth_desk.tenants.models import Organisation, Project, Round
from troth_desk.tenants.worker import Worker

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Machine:
    """A clock that can be set, and one that cannot."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.passed = 1000.0

    def now(self) -> datetime:
        return self.at

    def steady(self) -> float:
        return self.passed

    def goes_on(self, length: timedelta) -> None:
        self.at += length
        self.passed += length.total_seconds()


@pytest.fixture
def machine(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(at)
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def worker(machine: Machine) -> Worker:
    return Worker(machine.now, machine.steady)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """When the one round that there is was done: every minute."""
    monkeypatch.setattr(rounds, "ROUNDS", {})
    monkeypatch.setattr(rounds, "autodiscover_modules", lambda _: None)
    times: list[datetime] = []

    def look(organisation: Organisation, at: datetime) -> None:
        times.append(at)

    rounds.every(MINUTE)(look)
    return times


def test_time_that_passes_is_no_jump(machine: Machine) -> None:
    watch = jumps.Watch(machine.now, machine.steady)
    looks = []
    for length in (timedelta(), MINUTE, 30 * DAY):  # a machine that slept for a month
        machine.goes_on(length)
        looks.append(watch.look())
    machine.at += timedelta(seconds=30)  # as a time service corrects it
    assert (looks, watch.look(), watch.settled) == ([None, None, None], None, True)


def test_what_a_clock_says_that_jumped_ahead_waits_until_it_stands_by_it(
    machine: Machine, worker: Worker, done: list[datetime], organisation: Organisation
) -> None:
    assert worker.once() == 1
    machine.at += 400 * DAY
    assert worker.once() == 0
    machine.goes_on(jumps.SETTLES - MINUTE)
    assert worker.once() == 0
    machine.goes_on(MINUTE)
    assert worker.once() == 1
    entry = Entry.objects.get(action="clock_of_machine.set")
    assert json.loads(entry.body)["detail"] == {"seconds": 400 * 86400}


def test_a_clock_that_was_wrong_for_a_while_breaks_no_promise_and_strands_nothing(
    machine: Machine, worker: Worker, done: list[datetime], organisation: Organisation
) -> None:
    worker.once()
    machine.at += 400 * DAY
    worker.once()
    machine.goes_on(MINUTE)
    machine.at -= 400 * DAY
    assert worker.once() == 1
    assert len(done) == 2
    assert [json.loads(entry.body)["detail"]["seconds"] for entry in Entry.objects.order_by("seq")] == [
        400 * 86400,
        -400 * 86400,
    ]
    assert verify(organisation.pk).flaw is None


def test_what_was_planned_by_a_clock_that_was_ahead_comes_when_it_is_set_back(
    done: list[datetime], organisation: Organisation, at: datetime
) -> None:
    with scope.nobody():
        rounds.run_due(at + DAY)
        assert rounds.run_due(at) == 1
        assert rounds.run_due(at + MINUTE / 2) == 0


def test_a_lease_of_a_worker_that_died_ahead_of_time_ends_with_that_time(
    done: list[datetime], organisation: Organisation, at: datetime
) -> None:
    registered = next(iter(rounds.ROUNDS.values()))
    assert rounds._claim(organisation, registered, at + DAY)
    with scope.nobody():
        assert rounds.run_due(at) == 1
    kept = Round.objects.get()
    assert (kept.claimed_until, kept.due_at) == (None, at + MINUTE)


def test_the_lease_of_a_machine_whose_clock_is_a_little_ahead_counts(
    done: list[datetime], organisation: Organisation, at: datetime
) -> None:
    registered = next(iter(rounds.ROUNDS.values()))
    assert rounds._claim(organisation, registered, at + leases.SKEW / 2)
    with scope.nobody():
        assert rounds.run_due(at + leases.SKEW / 4) == 0


def test_a_case_that_was_opened_ahead_of_time_is_worked_on_after_the_clock_was_set_back(
    project: Project, organisation: Organisation, at: datetime
) -> None:
    report = Report("Path traversal", "The name is joined to a path without a look at it, so it leads anywhere.")
    case = cases.open_case(project, report, origin="form", by=SYSTEM, at=at + DAY).case
    cases.say(case, "We look at it.", by=SYSTEM, at=at)
    case.refresh_from_db()
    assert case.changed_at == at
    assert verify(organisation.pk).flaw is None
