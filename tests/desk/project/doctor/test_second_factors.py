"""Owners without a second factor, others without one, a team that does not ask."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from desk.project.doctor.states import asked, words
from troth_desk.people import actions
from troth_desk.people.models import Membership
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.second_factors import CHECK
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def test_one_after_the_other(desk: Desk, organisation: Organisation, owner: Membership, responder: Membership) -> None:
    assert "1 owner comes in without" in words(asked(CHECK, desk), State.AT_RISK)
    TOTP.activate(owner.user, generate_totp_secret())
    assert "1 of 2 people have no second factor" in words(asked(CHECK, desk), State.AT_RISK)
    TOTP.activate(responder.user, generate_totp_secret())
    assert "does not ask for it" in words(asked(CHECK, desk), State.AT_RISK)
    actions.ask_second_factor(organisation, asked=True, by=owner.actor, at=desk.at)
    assert asked(CHECK, desk).state is State.SAFE


def test_nobody_yet(desk: Desk, organisation: Organisation) -> None:
    assert asked(CHECK, desk).state is State.UNSEEN
