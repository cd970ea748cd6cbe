"""What the watch shows: states of the advisories that all components were held against, and what is left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisories.shelf import record
from desk.watch.conftest import Publish, brought, component, index, publish
from troth.controls import recorded
from troth.controls.advisory_watch import CONTROL
from troth.terms.answer import Answer, Answers
from troth.terms.commitment import Practice
from troth.terms.span import Span
from troth.terms.verdict import Standing
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.proofs import facts
from troth_desk.proofs.handled.watch import handled
from troth_desk.tenants.models import Project
from troth_desk.watch import actions

__all__ = ["index", "publish"]
pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)
SENTENCE = "Subscribe to security advisories for all dependencies"
PROMISE = Practice(span=Span("SECURITY.md", 5, SENTENCE), topic="monitoring")
POLICY = f"# Security policy\n\n## Monitoring\n\n- {SENTENCE}.\n"


def test_nothing_is_known_without_a_list(project: Project, index: Path, at: datetime) -> None:
    assert handled(project, at, YEAR)(PROMISE) is None


def test_other_practices_are_not_spoken_of(project: Project, publish: Publish, at: datetime) -> None:
    actions.take(project, brought(component()), by=SYSTEM, at=at)
    other = Practice(span=Span("SECURITY.md", 5, "Backups are tested"), topic="other")
    assert handled(project, at, YEAR)(other) is None


def test_a_whole_watch_counts_and_a_gap_is_in_question(project: Project, publish: Publish, at: datetime) -> None:
    publish(record("PYSEC-2026-1", name="whelk"))
    actions.take(project, brought(component()), by=SYSTEM, at=at)
    actions.look(project.organisation, at)
    found = handled(project, at, YEAR)(PROMISE)
    assert found is not None
    assert (found.n, found.kept, found.late, found.covers) == (1, 1, 0, ("pypi",))
    old = handled(project, at + timedelta(days=9), YEAR)(PROMISE)
    assert old is not None
    assert (old.n, old.kept, old.late) == (2, 1, 0)


def test_the_control_judges_by_the_facts(project: Project, publish: Publish, at: datetime) -> None:
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    publish(record("PYSEC-2026-1", name="whelk"))
    actions.take(project, brought(component()), by=SYSTEM, at=at)
    actions.look(project.organisation, at)

    def standing(at: datetime) -> Standing:
        records = facts.records(project, at)
        (one,) = [each for each in records if each.sentence.startswith("Subscribe")]
        promise = Practice(span=Span("SECURITY.md", 5, one.sentence), topic=dict(one.terms).get("topic", "monitoring"))
        known: dict[Any, Answer[Any]] = {recorded.wants(promise): Answer(found=records, read=("facts",))}
        empty: Answers = Answers({want: known.get(want, Answer()) for want in CONTROL.wants(promise)})
        return CONTROL.judge(promise, empty, at.date()).standing

    assert standing(at) is Standing.KEPT
    assert standing(at + timedelta(days=9)) is Standing.UNPROVEN
