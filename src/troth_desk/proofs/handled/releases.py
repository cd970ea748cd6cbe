"""What recorded releases show of the promise that updates are tested in staging before they go to production."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from troth.controls.practice import shown_by_gates
from troth.terms.commitment import Commitment
from troth_desk.findings.models import Passage
from troth_desk.proofs.handled.counted import Handled
from troth_desk.tenants.models import Project

PROMPT = timedelta(days=2)
"""What was recorded later than this after it happened shows nothing: both halves could have been dated back."""


def handled(project: Project, at: datetime, window: timedelta) -> Callable[[Commitment], Handled | None]:
    """How many releases of ``project`` went to production in ``window``, and how many of them were tested before."""
    shown = _shown(project, at, window)
    return lambda commitment: shown if shown_by_gates(commitment) else None


def _shown(project: Project, at: datetime, window: timedelta) -> Handled | None:
    rows = Passage.objects.filter(
        organisation_id=project.organisation_id,
        release__project=project,
        stage=Passage.Stage.PRODUCTION,
        at__gte=at - window,
        at__lte=at,
    )
    found = list(rows.order_by("at").values_list("at", "recorded_at", "untested"))
    if not found:
        return None
    return Handled(
        n=len(found),
        kept=sum(not untested and recorded - happened <= PROMPT for happened, recorded, untested in found),
        late=sum(untested for _, _, untested in found),
        first=found[0][0],
        last=found[-1][0],
    )
