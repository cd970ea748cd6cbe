"""A key that cannot sign, one that never signed, one that has signed for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from desk.ledger.chains import AT, write
from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.signing_key import CHECK
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def test_age_is_told_by_the_first_thing_that_it_signed(desk: Desk, organisation: Organisation) -> None:
    assert "signed nothing yet" in words(asked(CHECK, desk), State.SAFE)
    write(organisation.pk)
    assert "since 2026-11-24" in words(asked(CHECK, replace(desk, at=AT)), State.SAFE)
    later = replace(desk, at=AT + timedelta(days=731))
    assert "longer than two years" in words(asked(CHECK, later), State.AT_RISK)


def test_no_key_at_all(desk: Desk, settings: Settings) -> None:
    settings.SIGNING_KEY = "no key"
    assert "cannot sign" in words(asked(CHECK, desk), State.UNSAFE)
