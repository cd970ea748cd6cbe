"""Work that nobody did, or that failed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.workers import CHECK
from troth_desk.tenants.models import Organisation, Round

pytestmark = pytest.mark.django_db


def test_no_worker_yet(desk: Desk, organisation: Organisation) -> None:
    assert "no worker has been there" in words(asked(CHECK, desk), State.AT_RISK)


@pytest.mark.parametrize(
    ("late", "claimed", "failure", "state"),
    [
        (1, None, "", State.SAFE),
        (20, None, "", State.UNSAFE),
        (20, 5, "", State.SAFE),
        (1, None, "ValueError", State.AT_RISK),
    ],
)
def test_rounds(
    late: int, claimed: int | None, failure: str, state: State, desk: Desk, organisation: Organisation
) -> None:
    Round.objects.create(
        organisation=organisation,
        name="notices.jobs.deliver",
        due_at=desk.at - timedelta(minutes=late),
        claimed_until=desk.at + timedelta(minutes=claimed) if claimed else None,
        failure=failure,
    )
    found = asked(CHECK, desk)
    assert found.state is state
    assert "notices.jobs.deliver" in words(found, state) or state is State.SAFE
