"""A worker that was away for longer than its lease ends nobody else's round."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from troth_desk import clock
from troth_desk.tenants import rounds, scope
from troth_desk.tenants.models import Organisation, Round

pytestmark = pytest.mark.django_db


def test_a_round_that_was_taken_over_is_left_to_who_has_it(
    organisation: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "ROUNDS", {})
    monkeypatch.setattr(clock, "now", lambda: at)
    taken_over = at + 2 * rounds.LEASE

    def slow(organisation: Organisation, at: datetime) -> None:
        Round.objects.filter(organisation=organisation).update(claimed_until=taken_over)

    rounds.every(timedelta(minutes=1))(slow)
    with scope.nobody():
        assert rounds.run_due(at) == 1
    kept = Round.objects.get(organisation=organisation)
    assert (kept.claimed_until, kept.ended_at) == (taken_over, None)


def test_the_only_worker_of_a_desk_waits_for_nobody_who_died(
    organisation: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "ROUNDS", {})
    monkeypatch.setattr(clock, "now", lambda: at)
    rounds.every(timedelta(minutes=1))(lambda _, __: None)
    with scope.nobody():
        assert rounds._claim(organisation, next(iter(rounds.ROUNDS.values())), at)  # a worker that dies now
        assert rounds.run_due(at) == 0
        assert rounds.free() == 1
        assert rounds.run_due(at) == 1
