"""What was reported? Reports of the period by severity, and what became of them; numbers, no report is named.

Everybody hears only of reports that were closed in the period: one under embargo shows by no number.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from troth_desk.cases.models import Case
from troth_desk.cases.states import UNSETTLED, State
from troth_desk.reporting.content import Chart, Section, table
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project

SEVERITIES = ("critical", "high", "medium", "low", "")
COLUMNS = ("severity", "received", "of these open", "rejected or duplicate", "closed in the period")
TURNED_AWAY = (State.REJECTED, State.DUPLICATE)


def gather(project: Project, period: Period, _at: datetime) -> Section:
    """Counted by the database."""
    mine = Case.objects.filter(organisation_id=project.organisation_id, project=project).order_by()
    inside = Q(received_at__gte=period.since, received_at__lt=period.until)
    closed = Q(closed_at__gte=period.since, closed_at__lt=period.until)
    counted = (
        mine.filter(inside | closed)
        .values_list("severity")
        .annotate(
            received=Count("pk", filter=inside),
            open=Count("pk", filter=inside & Q(state__in=sorted(UNSETTLED))),
            away=Count("pk", filter=inside & Q(state__in=TURNED_AWAY)),
            closed=Count("pk", filter=closed),
        )
    )
    rows = {word: (new, left, away, done) for word, new, left, away, done in counted}
    told = [(word, *rows.get(word, (0, 0, 0, 0))) for word in SEVERITIES]
    received, away = sum(one[1] for one in told), sum(one[3] for one in told)
    waiting = mine.filter(state__in=sorted(UNSETTLED), received_at__lt=period.until).count()
    says = f"{received} report{'' if received == 1 else 's'} came in"
    says += f", {away} of them turned away or told before." if away else "." if received else " in the period."
    return Section(
        name="reports",
        title="Reports of vulnerabilities",
        says=says,
        figures=(("received", str(received)), ("closed", str(sum(one[4] for one in told))), ("open now", str(waiting))),
        charts=_chart(mine.filter(inside), period),
        inside=True,  # a report under embargo would show by the numbers
        tables=(table("By severity", COLUMNS, [(one[0] or "not rated", *one[1:]) for one in told]),),
    )


def gather_closed(project: Project, period: Period, _at: datetime) -> Section:
    """Those that were closed, for everybody."""
    closed = Case.objects.filter(
        organisation_id=project.organisation_id,
        project=project,
        closed_at__gte=period.since,
        closed_at__lt=period.until,
    )
    rows = dict(closed.order_by().values_list("severity").annotate(n=Count("pk")))
    count = sum(rows.values())
    told = [(word or "not rated", rows[word]) for word in SEVERITIES if rows.get(word)]
    return Section(
        name="closed",
        title="Reports that were closed",
        says=f"{count} report{'' if count == 1 else 's'} of vulnerabilities {'was' if count == 1 else 'were'} closed.",
        tables=(table("By severity", ("severity", "closed"), told),) if told else (),
    )


def _chart(received: QuerySet[Case], period: Period) -> tuple[Chart, ...]:
    months = period.months()
    trunc = TruncMonth("received_at", tzinfo=ZoneInfo(period.zone))
    counted = received.annotate(month=trunc).values_list("month", "severity").annotate(n=Count("pk"))
    series = {word: dict.fromkeys(months, 0) for word in SEVERITIES}
    for month, severity, n in counted:
        series[severity][f"{month:%Y-%m}"] += n
    shown = tuple(
        (word or "not rated", tuple(series[word].values())) for word in SEVERITIES if any(series[word].values())
    )
    return (Chart(title="Reports received, by month", labels=tuple(months), series=shown),) if shown else ()
