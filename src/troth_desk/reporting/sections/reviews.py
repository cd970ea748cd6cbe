"""What came round? Reviews, scans, trainings, drills of the period: done, late, missed, excused."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from troth_desk.reporting.content import Section, table
from troth_desk.reporting.periods import Period
from troth_desk.reviews import queries as reviews
from troth_desk.reviews.models import Occasion
from troth_desk.tenants.models import Project

COLUMNS = ("what", "period", "stands", "done", "promised at", "why it was left out")


def gather(project: Project, period: Period, _at: datetime) -> Section | None:
    """Occasions that were decided in the period; None where nothing comes round."""
    if not reviews.obligations(project.organisation, ended=None).filter(project=project).exists():
        return None
    found = [one for one in reviews.decided(project, period.since, period.until) if not one.occasion.before_desk]
    counts = Counter(one.occasion.state for one in found)
    rows = [
        (
            one.obligation.title,
            one.period,
            one.occasion.get_state_display(),
            f"{one.occasion.done_at:%Y-%m-%d}" if one.occasion.done_at else "",
            _promised(one.occasion),
            one.occasion.reason,
        )
        for one in found
    ]
    told = [f"{counts[state]} {word}" for state, word in STATES if counts[state]]
    return Section(
        name="reviews",
        title="Reviews",
        says=f"Of what comes round: {', '.join(told)}." if told else "Nothing that comes round was due in the period.",
        figures=tuple((word, str(counts[state])) for state, word in STATES),
        tables=(table("Each", COLUMNS, rows, inside=True),) if rows else (),
    )


STATES = (("done", "done"), ("late", "done late"), ("missed", "missed"), ("excused", "excused"))


def _promised(occasion: Occasion) -> str:
    promise = occasion.obligation.promise
    return f"{promise.document}:{promise.line}" if promise else "the team's own"
