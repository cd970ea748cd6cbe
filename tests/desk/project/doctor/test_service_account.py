"""Root is no account for a desk."""

from __future__ import annotations

import os

import pytest

from desk.project.doctor.states import asked
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.service_account import CHECK


@pytest.mark.parametrize(("number", "state"), [(0, State.AT_RISK), (991, State.SAFE)])
def test_account(number: int, state: State, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: number)
    assert asked(CHECK, desk).state is state
