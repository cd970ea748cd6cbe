"""Passwords in clear are unsafe in production; on one's own machine they go nowhere."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.address import CHECK
from troth_desk.project.doctor.check import Desk, State


@pytest.fixture(autouse=True)
def as_behind_https(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 3600


def test_https(desk: Desk) -> None:
    assert asked(CHECK, desk).state is State.SAFE


def test_in_clear(at: datetime, at_home: Desk) -> None:
    found = asked(CHECK, Desk(at, "http://desk.example.org", True))
    assert "in clear" in words(found, State.UNSAFE)
    assert asked(CHECK, at_home).state is State.SAFE


def test_cookies_that_go_over_plain_http(desk: Desk, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = False
    assert "Cookies" in words(asked(CHECK, desk), State.UNSAFE)


@pytest.mark.parametrize("address", ["ftp://desk.example.org", "desk.example.org", "https://"])
def test_no_address(address: str, at: datetime) -> None:
    assert asked(CHECK, Desk(at, address, True)).state is State.UNSAFE


def test_a_path(at: datetime) -> None:
    assert asked(CHECK, Desk(at, "https://example.org/desk", True)).state is State.AT_RISK
