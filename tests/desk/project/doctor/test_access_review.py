"""One owner alone, people who never come, open links that make an owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from desk.people_fixtures import Joins
from desk.project.doctor.states import asked, words
from troth_desk.people import actions
from troth_desk.people.models import Membership, Role
from troth_desk.project.doctor.access_review import CHECK
from troth_desk.project.doctor.check import Desk, State
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def test_owners(desk: Desk, organisation: Organisation, joins: Joins) -> None:
    assert "Nobody owns Harbour" in words(asked(CHECK, desk), State.AT_RISK)
    first = joins(organisation, Role.OWNER)
    assert "has one owner" in words(asked(CHECK, desk), State.AT_RISK)
    joins(organisation, Role.OWNER)
    assert asked(CHECK, desk).state is State.SAFE
    actions.invite(organisation, "third@example.org", Role.OWNER, by=first.actor, at=desk.at)
    assert "1 links that make an owner" in words(asked(CHECK, desk), State.AT_RISK)


def test_people_who_never_come(desk: Desk, owner: Membership, responder: Membership) -> None:
    User.objects.filter(pk=owner.user_id).update(last_login=desk.at + timedelta(days=80))
    later = replace(desk, at=desk.at + timedelta(days=91))
    assert "1 people did not log in for 90 days" in words(asked(CHECK, later), State.AT_RISK)
