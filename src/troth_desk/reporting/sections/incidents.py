"""What happened, and how was it answered? Incidents and exercises of the period, by name for the team alone."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from troth_desk.faces import words
from troth_desk.incidents.models import Incident, Outcome, State
from troth_desk.reporting.content import MOST_ROWS, Section, table
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project

COLUMNS = ("incident", "title", "class", "severity", "detected", "closed", "took", "ended")


def gather(project: Project, period: Period, _at: datetime) -> Section | None:
    """Those that were detected or closed in the period; None where the project never had any."""
    mine = Incident.objects.filter(organisation_id=project.organisation_id, project=project)
    if not mine.exists():
        return None
    found = mine.filter(
        Q(detected_at__gte=period.since, detected_at__lt=period.until)
        | Q(closed_at__gte=period.since, closed_at__lt=period.until)
    ).order_by("detected_at", "id")
    real, exercises = found.filter(exercise=False), found.filter(exercise=True)
    closed = real.filter(state=State.CLOSED).exclude(outcome=Outcome.MERGED)
    handled = closed.filter(outcome=Outcome.HANDLED).count()
    drills = exercises.filter(state=State.CLOSED, outcome=Outcome.HANDLED).count()
    says = f"{handled} incident{'' if handled == 1 else 's'} {'was' if handled == 1 else 'were'} handled to the end"
    says += f", and {drills} exercise{'' if drills == 1 else 's'}." if drills else "."
    count = found.count()
    return Section(
        name="incidents",
        title="Incidents",
        says=says,
        figures=(("handled", str(handled)), ("exercises", str(drills))),
        tables=(table("Each", COLUMNS, map(_row, found[: MOST_ROWS + 1]), count, inside=True),) if count else (),
    )


def _row(one: Incident) -> tuple[str, ...]:
    took = words.duration(one.closed_at - one.detected_at) if one.closed_at else ""
    return (
        f"{one.reference}{' (exercise)' if one.exercise else ''}",
        one.title,
        one.incident_class or "general",
        one.severity,
        f"{one.detected_at:%Y-%m-%d}",
        f"{one.closed_at:%Y-%m-%d}" if one.closed_at else "open",
        took,
        one.get_outcome_display() if one.outcome else "",
    )
