"""Secrets that are short, typed, copied from a manual or used twice."""

from __future__ import annotations

import secrets

import pytest
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.secret_values import CHECK, NAMED, weakness


@pytest.fixture(autouse=True)
def good(settings: Settings) -> None:
    for name in NAMED.values():
        setattr(settings, name, secrets.token_urlsafe(48))


def test_what_the_desk_makes_is_good(desk: Desk) -> None:
    assert asked(CHECK, desk).state is State.SAFE


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("changeme-changeme-changeme-changeme", "manual"),
        ("django-insecure-" + "kd83hfk29dkfj38dkf93kdfj38dkf", "manual"),
        ("x", "1 characters"),
        ("f83hfk29dkfj3", "13 characters"),
        ("ab" * 30, "repeats itself"),
        ("1" * 64, "repeats itself"),
    ],
)
def test_weak_ones(value: str, why: str, desk: Desk, settings: Settings) -> None:
    settings.SECRET_KEY = value
    assert why in words(found := asked(CHECK, desk), State.UNSAFE)
    assert "TROTH_DESK_SECRET_KEY" in words(found, State.UNSAFE)
    assert len(value) == 1 or value not in words(found, State.UNSAFE), "the doctor shows no secret"


@pytest.mark.parametrize("make", [lambda: secrets.token_hex(16), lambda: secrets.token_urlsafe(32)])
def test_chance_is_never_called_weak(make: object) -> None:
    assert {weakness(make()) for _ in range(500)} == {""}  # type: ignore[operator]


def test_one_secret_for_two_things(desk: Desk, settings: Settings) -> None:
    settings.FACTOR_KEY = settings.ATTACHMENT_KEY
    assert "same as another" in words(asked(CHECK, desk), State.UNSAFE)
