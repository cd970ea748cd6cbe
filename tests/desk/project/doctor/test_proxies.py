"""Behind a proxy that nobody named, all callers are one."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.proxies import CHECK


@pytest.mark.parametrize(("count", "state"), [(0, State.AT_RISK), (1, State.SAFE), (4, State.AT_RISK)])
def test_behind_https(count: int, state: State, desk: Desk, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    assert asked(CHECK, desk).state is state


@pytest.mark.parametrize(("count", "state"), [(0, State.SAFE), (1, State.AT_RISK)])
def test_without(count: int, state: State, at_home: Desk, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    assert asked(CHECK, at_home).state is state
