"""Rounds: each is done once when it is due, by whoever claims it; a dead worker's lease runs out; errors are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from troth_desk import clock
from troth_desk.tenants import rounds, scope
from troth_desk.tenants.models import Organisation, Round
from troth_desk.tenants.worker import Worker

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch, at: datetime) -> list[tuple[str, int | None]]:
    """What was done, and in whose scope. Only the rounds registered here are there."""
    monkeypatch.setattr(rounds, "ROUNDS", {})
    monkeypatch.setattr(rounds, "autodiscover_modules", lambda _: None)
    monkeypatch.setattr(clock, "now", lambda: at)
    return []


def register(done: list[tuple[str, int | None]], *, scoped: bool = True, error: bool = False) -> rounds.Work:
    def look(organisation: Organisation, at: datetime) -> None:
        done.append((organisation.slug, scope.current()))
        if error:
            raise ValueError("it went wrong")

    return rounds.every(HOUR, scoped=scoped)(look)


def test_a_round_comes_when_it_is_due_and_not_before(
    done: list[tuple[str, int | None]], organisation: Organisation, at: datetime
) -> None:
    register(done)
    with scope.nobody():
        assert [rounds.run_due(at), rounds.run_due(at + HOUR / 2), rounds.run_due(at + HOUR)] == [1, 0, 1]
    assert done == [("harbour", organisation.pk)] * 2


def test_each_organisation_has_its_own(
    done: list[tuple[str, int | None]], organisation: Organisation, other_organisation: Organisation, at: datetime
) -> None:
    register(done)
    with scope.nobody():
        rounds.run_due(at)
    assert set(done) == {("harbour", organisation.pk), ("lighthouse", other_organisation.pk)}


def test_unscoped_work_enters_its_scope_itself(
    done: list[tuple[str, int | None]], organisation: Organisation, at: datetime
) -> None:
    register(done, scoped=False)
    with scope.nobody():
        rounds.run_due(at)
    assert done == [("harbour", None)]


def test_a_claimed_round_is_left_alone_until_its_lease_runs_out(
    done: list[tuple[str, int | None]], organisation: Organisation, at: datetime
) -> None:
    register(done)
    registered = next(iter(rounds.ROUNDS.values()))
    assert rounds._claim(organisation, registered, at)  # a worker that dies now
    assert not rounds._claim(organisation, registered, at)
    assert rounds.run_due(at + rounds.LEASE / 2) == 0
    assert rounds.run_due(at + rounds.LEASE) == 1


def test_an_error_is_kept_told_and_ends_no_other_round(
    done: list[tuple[str, int | None]], organisation: Organisation, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    register(done, error=True)
    rounds.run_due(at)
    kept = Round.objects.get(organisation=organisation)
    assert (kept.failure, kept.claimed_until, kept.due_at) == ("ValueError", None, at + HOUR)
    assert "it went wrong" in caplog.text
    assert rounds.run_due(at + HOUR) == 1


def test_a_task_only_makes_it_happen_sooner(
    done: list[tuple[str, int | None]], organisation: Organisation, at: datetime
) -> None:
    register(done)
    (name,) = rounds.ROUNDS
    assert rounds.run_due(at) == 1
    rounds.wake(organisation, name)
    rounds.wake(organisation, name)  # one that waits is enough
    assert DBTaskResult.objects.count() == 1
    rounds.run_now.call(organisation.pk, next(iter(rounds.ROUNDS)))
    assert len(done) == 2
    DBTaskResult.objects.all().delete()  # a queue that is lost
    assert rounds.run_due(at + HOUR) == 1


def test_a_worker_does_rounds_and_ends_when_told(
    done: list[tuple[str, int | None]], organisation: Organisation, at: datetime
) -> None:
    register(done)
    worker = Worker(lambda: at)
    assert worker.once() == 1
    worker.stop()
    worker.run()
    assert len(done) == 1
