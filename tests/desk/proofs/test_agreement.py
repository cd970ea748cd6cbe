"""Rows that say something else than the ledger are named, whoever wrote them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.test import Client

from troth_desk.cases import actions
from troth_desk.cases.actions import Report
from troth_desk.cases.models import Case, Transition
from troth_desk.deadlines import actions as clocks
from troth_desk.deadlines.models import Clock, Pause
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Membership
from troth_desk.policies.actions import import_texts
from troth_desk.proofs.agreement import disagreements
from troth_desk.tenants.models import Project

pytestmark = pytest.mark.django_db
POLICY = """# Security

- Acknowledgment: Within 48 hours of your report
- Initial Assessment: Within 5 business days
- Status Updates: Every 7 days until resolution
- Critical issues: fixed within 7 days
- High issues: fixed within 30 days
"""
HOUR = timedelta(hours=1)
CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"
HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"


@pytest.fixture
def lived(project: Project, owner: Membership, at: datetime) -> Case:
    """A case of which everything happened that happens to clocks."""
    import_texts(project, {"SECURITY.md": POLICY}, by=SYSTEM, at=at)
    case = actions.open_case(project, Report("Title", "words " * 20), origin="form", by=SYSTEM, at=at).case
    by = owner.actor
    actions.move(case, "acknowledged", by=by, at=at + 60 * HOUR)
    actions.pause_clocks(case, "They are away.", by=by, at=at + 61 * HOUR)
    actions.resume_clocks(case, by=by, at=at + 70 * HOUR)
    actions.move(case, "assessing", by=by, at=at + 71 * HOUR)
    actions.rate(case, HIGH, by=by, at=at + 72 * HOUR)
    actions.rate(case, CRITICAL, by=by, at=at + 73 * HOUR)
    actions.pause_clocks(case, "Again.", by=by, at=at + 74 * HOUR)
    actions.say(case, "We are at it.", by=by, at=at + 80 * HOUR, member=owner)
    actions.move(case, "accepted", by=by, at=at + 81 * HOUR)
    clocks.sweep(project.organisation, at + timedelta(days=40))
    actions.move(case, "fixing", by=by, at=at + timedelta(days=41))
    actions.move(case, "fix_ready", by=by, at=at + timedelta(days=42))
    return case


def test_what_the_actions_wrote_agrees(lived: Case) -> None:
    assert {clock.state for clock in Clock.objects.all()} >= {"met", "stopped"}
    assert list(disagreements(lived.project.organisation)) == []


TAMPERED: dict[str, tuple[Callable[[], object], str]] = {
    "a breach is gone": (lambda: Clock.objects.update(breached_at=None), "another breach"),
    "a breach is made up": (lambda: Clock.objects.filter(breached_at=None).update(breached_at=F("due_at")), "breach"),
    "done earlier": (lambda: Clock.objects.filter(state="met").update(met_at=F("started_at")), "another met at"),
    "never owed": (lambda: Clock.objects.filter(state="met").update(state="stopped"), "another state"),
    "due later": (lambda: Clock.objects.update(due_at=F("due_at") + timedelta(days=9)), "due at another instant"),
    "began later": (lambda: Clock.objects.update(started_at=F("started_at") + HOUR), "began at another instant"),
    "of another promise": (lambda: Clock.objects.update(commitment="x"), "of another promise"),
    "a clock is gone": (lambda: (Pause.objects.all().delete(), Clock.objects.all()[:1].get().delete()), "is gone"),
    "a clock is made up": (lambda: _copy(Clock.objects.filter(state="met")[:1].get()), "was never started"),
    "of a case that nobody opened": (
        lambda: _copy(Clock.objects.filter(state="met")[:1].get(), subject="case:TR-X"),
        "was never started",
    ),
    "another state of the case": (lambda: Case.objects.update(state="received"), "received by its row, and fix_ready"),
}


def _copy(clock: Clock, **changed: str) -> None:
    clock.pk = None
    for name, value in changed.items():
        setattr(clock, name, value)
    clock.save(force_insert=True)


@pytest.mark.parametrize("tamper", TAMPERED)
def test_rows_that_were_written_past_the_desk_are_named(lived: Case, tamper: str) -> None:
    change, words = TAMPERED[tamper]
    change()
    found = list(disagreements(lived.project.organisation))
    assert found
    assert any(words in one.what for one in found), found


def test_a_case_that_is_gone_is_named(project: Project, at: datetime) -> None:
    case = actions.open_case(project, Report("Title", "words " * 20), origin="form", by=SYSTEM, at=at).case
    Transition.objects.filter(case=case).delete()
    case.participants.all().delete()
    Case.objects.filter(pk=case.pk).delete()
    (found,) = disagreements(project.organisation)
    assert "is gone" in found.what


def test_the_page_of_proof_says_so(lived: Case, owner_client: Client) -> None:
    page = "/o/harbour/settings/proof/?verify=yes"
    assert "Rows say something else" not in owner_client.get(page).content.decode()
    Clock.objects.update(breached_at=None)
    assert "has another breach than the ledger tells of" in owner_client.get(page).content.decode()
