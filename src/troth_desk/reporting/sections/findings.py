"""What did tools and advisories find? Findings by severity, what was new and gone by week; counted by the database."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from troth_desk.findings import queries as findings
from troth_desk.findings.models import Finding, Waiver
from troth_desk.reporting.content import Chart, Section, Table, table
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project

SEVERITIES = ("critical", "high", "medium", "low", "none", "unknown")
MOST_WEEKS = 26
"""Beyond so many weeks the chart goes by month."""


def gather(project: Project, period: Period, at: datetime) -> Section | None:
    """None where no result ever told of a finding."""
    mine = findings.of_project(project).order_by()
    if not mine.exists():
        return None
    live = dict(mine.filter(live=True).values_list("severity").annotate(n=Count("pk")))
    new = mine.filter(first_seen_at__gte=period.since, first_seen_at__lt=period.until)
    gone = mine.filter(gone_at__gte=period.since, gone_at__lt=period.until)
    counts = (
        dict(new.values_list("severity").annotate(n=Count("pk"))),
        dict(gone.values_list("severity").annotate(n=Count("pk"))),
    )
    rows = [
        (word, live.get(word, 0), counts[0].get(word, 0), counts[1].get(word, 0))
        for word in SEVERITIES
        if live.get(word) or counts[0].get(word) or counts[1].get(word)
    ]
    open_now, fresh, left = sum(live.values()), sum(counts[0].values()), sum(counts[1].values())
    waived = _waived(project, at)
    return Section(
        name="findings",
        title="Findings of tools and advisories",
        says=f"{open_now} wait for somebody; {fresh} were new in the period, {left} are gone.",
        figures=(
            ("to do", str(open_now)),
            ("new", str(fresh)),
            ("gone", str(left)),
            ("waivers", str(len(waived.rows))),
        ),
        charts=_chart(new, gone, period),
        inside=True,  # what is open would tell attackers
        tables=(
            table("By severity", ("severity", "to do now", "new in the period", "gone in the period"), rows),
            *((waived,) if waived.rows else ()),
        ),
    )


def _waived(project: Project, at: datetime) -> Table:
    found = Waiver.objects.filter(
        organisation_id=project.organisation_id, project=project, stage=Waiver.Stage.APPROVED, until__gt=at
    ).annotate(n=Count("findings"))
    rows = [(f"{one.until:%Y-%m-%d}", one.n, one.reason) for one in found.order_by("until")[:200]]
    return table("Left as they are until a day", ("until", "findings", "reason"), rows, inside=True)


def _chart(new: QuerySet[Finding], gone: QuerySet[Finding], period: Period) -> tuple[Chart, ...]:
    weeks = (period.ends - period.begins).days // 7 + 1
    by_week = weeks <= MOST_WEEKS
    labels = _weeks(period) if by_week else period.months()
    told = [(word, _by(found, field, period, labels, by_week=by_week))
            for word, found, field in (("new", new, "first_seen_at"), ("gone", gone, "gone_at"))]  # fmt: skip
    if not any(any(values) for _, values in told):
        return ()
    title = f"New and gone, by {'week' if by_week else 'month'}"
    return (Chart(title=title, labels=tuple(labels), series=tuple(told)),)


def _weeks(period: Period) -> list[str]:
    first = _monday(period.begins)
    last = _monday(period.ends)
    return [str(first + timedelta(weeks=n)) for n in range((last - first).days // 7 + 1)]


def _by(found: QuerySet[Finding], field: str, period: Period, labels: list[str], *, by_week: bool) -> tuple[int, ...]:
    days = found.annotate(day=TruncDate(field, tzinfo=ZoneInfo(period.zone))).values_list("day").annotate(n=Count("pk"))
    counted: Counter[str] = Counter()
    for day, n in days:
        counted[str(_monday(day)) if by_week else f"{day:%Y-%m}"] += n
    return tuple(counted[label] for label in labels)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
