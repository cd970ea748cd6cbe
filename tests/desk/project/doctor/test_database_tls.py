"""What goes to a database elsewhere goes encrypted; the connection says whether it does."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.database_tls import CHECK

pytestmark = pytest.mark.django_db


def test_on_this_machine(desk: Desk) -> None:
    assert asked(CHECK, desk).state is (State.SAFE if connection.vendor == "postgresql" else State.UNSEEN)


@pytest.mark.parametrize(
    ("encrypted", "mode", "state"),
    [
        (False, "prefer", State.UNSAFE),
        (True, "require", State.AT_RISK),
        (True, "verify-full", State.SAFE),
    ],
)
def test_elsewhere(encrypted: bool, mode: str, state: State, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Told:
        vendor = "postgresql"

        def __init__(self) -> None:
            self.settings_dict = {"HOST": "db.example.org", "OPTIONS": {"sslmode": mode}}

        def cursor(self) -> Any:
            return self

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def execute(self, _: str) -> None:
            return None

        def fetchone(self) -> tuple[bool, str]:
            return encrypted, "TLSv1.3"

    monkeypatch.setattr("troth_desk.project.doctor.database_tls.connection", Told())
    found = asked(CHECK, desk)
    assert found.state is state
    assert "db.example.org" in words(found, state)
