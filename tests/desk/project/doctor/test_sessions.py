"""Sessions that are long, old, or of people who left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked, words
from troth_desk.people.models import Membership
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.sessions import CHECK

pytestmark = pytest.mark.django_db


def session(desk: Desk, member: Membership, days: int) -> None:
    made = UserSession.objects.create(user=member.user, session_key="k", ip="192.0.2.1", last_seen_at=desk.at)
    UserSession.objects.filter(pk=made.pk).update(created_at=desk.at - timedelta(days=days), last_seen_at=desk.at)


def test_a_week(desk: Desk, owner: Membership) -> None:
    session(desk, owner, 3)
    assert asked(CHECK, desk).state is State.SAFE


def test_an_old_one(desk: Desk, owner: Membership) -> None:
    session(desk, owner, 31)
    assert "older than 30 days" in words(asked(CHECK, desk), State.AT_RISK)


def test_of_somebody_who_left(desk: Desk, owner: Membership) -> None:
    session(desk, owner, 3)
    Membership.objects.update(ended_at=desk.at)
    assert "1 people who are in no team" in words(asked(CHECK, desk), State.AT_RISK)


def test_a_year_long(desk: Desk, settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 365 * 24 * 3600
    assert "365 days" in words(asked(CHECK, desk), State.AT_RISK)
