"""What was late, and why? Clocks of promises that broke in the period, each with what the desk knows of the reason."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from troth_desk.deadlines.models import Clock
from troth_desk.faces import words
from troth_desk.reporting.content import MOST_ROWS, Section, table
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project

COLUMNS = ("promise", "where", "for", "was due", "done", "what is known of it")


def gather(project: Project, period: Period, at: datetime) -> Section:
    """The breaches of the period; the newest are named, to the team alone."""
    found = _broken(project, period, at)
    count = found.count()
    shown = found.select_related("promise").prefetch_related("pauses").order_by("-due_at", "-id")[: MOST_ROWS + 1]
    rows = [
        (one.sentence[:200], f"{one.document}:{one.line}", one.subject.partition(":")[2],
         words.instant_words(one.due_at, at, period.zone), _done(one, at), _known(one))
        for one in shown
    ]  # fmt: skip
    says = (
        f"{count} time{'' if count == 1 else 's'} something promised was not done in time."
        if count
        else ("Nothing that was promised came late.")
    )
    return Section(
        name="breaches",
        title="What came late",
        says=says,
        figures=(("late", str(count)),),
        tables=(table("Each, the newest first", COLUMNS, rows, count, inside=True),) if rows else (),
    )


def _broken(project: Project, period: Period, at: datetime) -> QuerySet[Clock]:
    """Clocks of promises that were due in the period and broke: on record, or by the instant where no sweep came."""
    mine = Clock.objects.filter(organisation_id=project.organisation_id, project=project, promise__isnull=False)
    late = mine.filter(due_at__gte=period.since, due_at__lt=min(period.until, at))
    return late.filter(breached_at__isnull=False) | late.filter(state="running", due_at__lt=at)


def _done(clock: Clock, at: datetime) -> str:
    if clock.met_at is not None:
        return f"{words.duration(clock.met_at - clock.due_at)} late"
    if clock.stopped_at is not None:
        return "not any more"
    return f"not yet, {words.duration(at - clock.due_at)} over"


def _known(clock: Clock) -> str:
    said = [clock.stopped_reason] if clock.stopped_reason else []
    said += [f"paused: {each.reason}" for each in clock.pauses.all()]
    return "; ".join(said) or "no reason is on record"
