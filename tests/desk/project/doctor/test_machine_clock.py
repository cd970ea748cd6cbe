"""A clock that nobody sets, one that was set back, one apart from the database's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from desk.ledger.chains import AT, write
from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.machine_clock import CHECK, _told
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("status", "state"), [(0x2001, State.SAFE), (0x40, State.AT_RISK), (0x2041, State.AT_RISK)])
def test_what_the_kernel_says(status: int, state: State) -> None:
    assert _told(status).state is state


def test_set_back(desk: Desk, organisation: Organisation) -> None:
    write(organisation.pk)
    assert "set back" in words(asked(CHECK, replace(desk, at=AT - timedelta(days=1))), State.UNSAFE)
    assert "set back" not in words(asked(CHECK, replace(desk, at=AT + timedelta(days=1))), State.UNSAFE)


def test_apart_from_the_database(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth_desk.clock.now", lambda: datetime.now(UTC) + timedelta(minutes=3))
    assert ("s apart" in words(asked(CHECK, desk), State.AT_RISK)) is (connection.vendor == "postgresql")
