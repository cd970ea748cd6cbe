"""A ledger that was changed, whose rules were lifted, or that nobody signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.ledger.chains import AT, tamper, write
from desk.ledger_fixtures import lift
from desk.owning import as_owner
from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.ledger import CHECK
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def entries(organisation: Organisation) -> None:
    write(organisation.pk)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """An hour after the entries."""
    return replace(desk, at=AT + timedelta(hours=1))


def test_whole(desk: Desk) -> None:
    assert words(asked(CHECK, desk), State.SAFE) == "Harbour: 3 entries and 1 signed checkpoint, none changed."


def test_changed(desk: Desk) -> None:
    with as_owner():
        tamper("UPDATE ledger_entry SET action = 'case.undone' WHERE seq = 2")
    assert "Harbour: entry 2 of the ledger" in words(asked(CHECK, desk), State.UNSAFE)


def test_rules_that_were_lifted(desk: Desk) -> None:
    with as_owner():
        lift()
    assert "does not refuse changes" in words(asked(CHECK, desk), State.UNSAFE)


def test_nobody_signs(desk: Desk) -> None:
    later = replace(desk, at=AT + timedelta(hours=4))
    assert "unsigned since 2026-11-24 09:02" in words(asked(CHECK, later), State.AT_RISK)
