"""Nothing for developers is on where others come."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.debug import CHECK


def test_debug(desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TROTH_DESK_STYLE", raising=False)
    settings.DEBUG = False
    assert asked(CHECK, desk).state is State.SAFE
    monkeypatch.setenv("TROTH_DESK_STYLE", "1")
    assert asked(CHECK, desk).state is State.AT_RISK
    settings.DEBUG = True
    assert asked(CHECK, desk).state is State.UNSAFE
