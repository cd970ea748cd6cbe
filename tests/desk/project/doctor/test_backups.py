"""No backup, an old one, one without keys, one that failed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.backups import CHECK
from troth_desk.project.doctor.check import Desk, State
from troth_desk.tenants.models import Backup

pytestmark = pytest.mark.django_db


def kept(desk: Desk, days: int, **more: object) -> None:
    began = desk.at - timedelta(days=days)
    Backup.objects.create(began_at=began, ended_at=began + timedelta(minutes=1), **({"keys": True} | more))


def test_there_never_was_one(desk: Desk, at_home: Desk) -> None:
    assert asked(CHECK, desk).state is State.UNSAFE
    assert asked(CHECK, at_home).state is State.AT_RISK


@pytest.mark.parametrize(("days", "state"), [(1, State.SAFE), (3, State.AT_RISK), (8, State.UNSAFE)])
def test_age(days: int, state: State, desk: Desk) -> None:
    kept(desk, days)
    assert asked(CHECK, desk).state is state


def test_one_of_a_clock_that_was_ahead_says_nothing(desk: Desk) -> None:
    kept(desk, -365)
    assert "still to come" in words(asked(CHECK, desk), State.AT_RISK)
    assert asked(CHECK, desk).state is State.AT_RISK


def test_without_keys_or_files(desk: Desk) -> None:
    kept(desk, 0, keys=False, missing=3)
    said = words(asked(CHECK, desk), State.AT_RISK)
    assert "holds no keys" in said
    assert "3 files" in said


def test_the_last_try_failed(desk: Desk) -> None:
    kept(desk, 1)
    Backup.objects.create(began_at=desk.at, ended_at=desk.at, failure="the disk is full")
    found = asked(CHECK, desk)
    assert "the disk is full" in words(found, State.AT_RISK)
    assert "newest backup is of 2026-03-01" in words(found, State.SAFE)
