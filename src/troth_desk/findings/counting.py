"""How many findings are to be done, day by day: counted when they change, so that a trend is read and not guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from troth_desk.findings.models import DayCount, Finding
from troth_desk.findings.states import Severity
from troth_desk.tenants.models import Organisation, Project

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekCount:
    """What was to be done at the end of the week from Monday ``begin``: by severity; None: it was not counted yet."""

    begin: date
    live: dict[str, int] | None


def note(project: Project, at: datetime) -> None:
    """Count what is to be done in ``project`` now, as the count of the day of ``at``."""
    rows = Finding.objects.filter(organisation_id=project.organisation_id, project=project, live=True)
    counts = dict(rows.order_by().values_list("severity").annotate(Count("pk")))
    DayCount.objects.bulk_create(
        [
            DayCount(
                organisation_id=project.organisation_id,
                project=project,
                day=at.date(),
                severity=severity,
                live=counts.get(severity, 0),
            )
            for severity in Severity.values
        ],
        update_conflicts=True,
        unique_fields=("project", "day", "severity"),
        update_fields=("live",),
    )


def weeks(organisation: Organisation, project: Project | None, at: datetime, number: int = 12) -> list[WeekCount]:
    """The last ``number`` weeks, the oldest first; of a day without a count the one before it stands."""
    monday = at.date() - timedelta(days=at.weekday())
    begins = [monday - WEEK * back for back in range(number - 1, -1, -1)]
    rows = DayCount.objects.filter(organisation=organisation, day__gte=begins[0] - timedelta(days=400))
    if project is not None:
        rows = rows.filter(project=project)
    last: dict[tuple[int, str], int] = {}
    told = list(rows.order_by("day").values_list("day", "project_id", "severity", "live"))
    found, place = [], 0
    for begin in begins:
        while place < len(told) and told[place][0] < begin + WEEK:
            _, of_project, severity, live = told[place]
            last[of_project, severity] = live
            place += 1
        counted: dict[str, int] = dict.fromkeys(Severity.values, 0)
        for (_, severity), live in last.items():
            counted[severity] += live
        found.append(WeekCount(begin, counted if last else None))
    return found
