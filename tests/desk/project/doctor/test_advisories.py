"""Advisories are there and fresh, old, or missing while lists wait for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk.project.doctor.states import asked, words
from desk.watch.conftest import Publish, brought, component, index, publish
from troth_desk.ledger.actor import SYSTEM
from troth_desk.project.doctor.advisories import CHECK
from troth_desk.project.doctor.check import Desk, State
from troth_desk.tenants.models import Project
from troth_desk.watch import actions
from troth_desk.watch.models import Watching

__all__ = ["index", "publish"]
pytestmark = pytest.mark.django_db


def test_without_lists_nothing_is_missed(desk: Desk, project: Project, index: Path) -> None:
    assert "no list of components" in words(asked(CHECK, desk), State.UNSEEN)


def test_lists_that_nobody_watches(desk: Desk, project: Project, index: Path, at: datetime) -> None:
    actions.take(project, brought(component()), by=SYSTEM, at=at)
    assert "1 projects have lists of components that nobody watches" in words(asked(CHECK, desk), State.AT_RISK)


def test_fresh_and_old_ones(desk: Desk, project: Project, publish: Publish, at: datetime) -> None:
    from advisories.shelf import record

    publish(record("PYSEC-2026-1"))
    assert asked(CHECK, desk).state is State.SAFE
    publish(record("PYSEC-2026-1"), at=at - timedelta(days=8))
    assert "more than a week ago" in words(asked(CHECK, desk), State.AT_RISK)


def test_a_look_that_failed(desk: Desk, project: Project, publish: Publish, at: datetime) -> None:
    from advisories.shelf import record

    publish(record("PYSEC-2026-1"))
    Watching.objects.create(organisation=project.organisation, looked_at=at, failure="It is damaged.")
    assert "It is damaged." in words(asked(CHECK, desk), State.AT_RISK)
