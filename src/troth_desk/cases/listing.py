"""What lists are ordered by: when the next running clock of each case is due, kept beside the case.

It follows from the clocks, which are the truth; with many cases, though, no list can look at every clock to find which
case comes first. It is written in the transaction that changes a clock.
"""

from __future__ import annotations

from django.db.models import Min
from django.db.models.functions import Coalesce

from troth_desk.cases.models import NOTHING_DUE, Case
from troth_desk.deadlines.models import Clock, ClockState

PREFIX = "case:"


def clocks_changed(organisation_id: int, subject: str) -> None:
    """Write down when the case of ``subject`` is due next; a follower of ``deadlines.actions``."""
    if not subject.startswith(PREFIX):
        return
    running = Clock.objects.filter(organisation_id=organisation_id, subject=subject, state=ClockState.RUNNING)
    due_at = running.aggregate(due_at=Coalesce(Min("due_at"), NOTHING_DUE))["due_at"]
    case = Case.objects.filter(organisation_id=organisation_id, reference=subject.removeprefix(PREFIX))
    case.exclude(next_due_at=due_at).update(next_due_at=due_at)
