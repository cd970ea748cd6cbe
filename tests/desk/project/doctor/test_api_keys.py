"""Keys of programs that are old, unused or about to end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.project.doctor.states import asked, words
from troth_desk.people.models import ApiKey, Membership
from troth_desk.project.doctor.api_keys import CHECK
from troth_desk.project.doctor.check import Desk, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(owner: Membership, key_for: Callable[..., dict[str, str]]) -> ApiKey:
    key_for(owner, "scans:push")
    return ApiKey.objects.get()


@pytest.mark.parametrize(
    ("change", "days", "why"),
    [
        ({}, 181, "days old"),
        ({}, 91, "was not used for 91 days"),
        ({"last_used_at": 88}, 91, ""),
        ({"expires_at": 10}, 1, "what uses it stops then"),
        ({"revoked_at": 1}, 200, ""),
    ],
)
def test_keys(change: dict[str, int], days: int, why: str, desk: Desk, key: ApiKey) -> None:
    ApiKey.objects.update(**{name: desk.at + timedelta(days=after) for name, after in change.items()})
    found = asked(CHECK, replace(desk, at=desk.at + timedelta(days=days)))
    assert found.state is (State.AT_RISK if why else State.SAFE)
    assert why in words(found, State.AT_RISK)
    assert key.digest not in str(found.findings)
