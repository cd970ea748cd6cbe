"""A desk that answers by any name sends links to any name."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.hosts import CHECK


@pytest.mark.parametrize(
    ("names", "state"),
    [
        (["desk.example.org", "localhost"], State.SAFE),
        (["*"], State.UNSAFE),
        (["desk.example.org", ".example.org"], State.UNSAFE),
    ],
)
def test_names(names: list[str], state: State, desk: Desk, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = names
    assert asked(CHECK, desk).state is state
