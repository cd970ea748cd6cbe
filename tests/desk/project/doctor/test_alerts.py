"""Events that nobody was told of, notices that nobody read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.project.doctor.states import asked, words
from troth_desk.notices.security import tell_owners
from troth_desk.people.models import EventKind, Membership
from troth_desk.people.monitoring import saw
from troth_desk.project.doctor.alerts import CHECK
from troth_desk.project.doctor.check import Desk, State
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def test_told_and_read(desk: Desk, organisation: Organisation, owner: Membership) -> None:
    assert asked(CHECK, desk).state is State.SAFE
    saw(organisation, EventKind.EXPORT, key="k", by=owner.actor, at=desk.at, member=owner, detail={"what": "cases"})
    assert asked(CHECK, desk).state is State.SAFE, "a worker has a moment"
    late = replace(desk, at=desk.at + timedelta(minutes=11))
    assert "1 events were told to nobody" in words(asked(CHECK, late), State.AT_RISK)
    tell_owners(organisation, desk.at)
    assert asked(CHECK, late).state is State.SAFE
    weeks = replace(desk, at=desk.at + timedelta(days=8))
    assert "1 notices of such events have lain unread" in words(asked(CHECK, weeks), State.AT_RISK)
