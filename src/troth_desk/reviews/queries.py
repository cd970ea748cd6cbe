"""Reads of what comes round. The first argument belongs to the organisation that asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from troth_desk.deadlines.subjects import Subject
from troth_desk.people.models import Membership
from troth_desk.reviews import kinds, periods
from troth_desk.reviews.models import EvidenceFile, Obligation, Occasion, OccasionState, ReviewSettings
from troth_desk.tenants.models import Organisation, Project

MOST = 500
"""Occasions of one view of the calendar."""


def obligations(organisation: Organisation, *, ended: bool | None = False) -> QuerySet[Obligation]:
    """What comes round, or was to be done: what goes on, what has ended, or (None) both."""
    found = Obligation.objects.filter(organisation=organisation)
    if ended is not None:
        found = found.filter(ended_at__isnull=not ended)
    return found.select_related("project", "owner__user", "promise__version").order_by("pk")


def obligation(organisation: Organisation, reference: str) -> Obligation | None:
    """The one of that reference."""
    found = obligations(organisation, ended=None).select_related("project__organisation")
    return found.filter(reference=reference).first()


def occasions(obligation: Obligation) -> QuerySet[Occasion]:
    """All occasions of ``obligation``, the newest first, each with what shows it."""
    found = Occasion.objects.filter(organisation_id=obligation.organisation_id, obligation=obligation)
    return _with_what_shows_them(found)


def _with_what_shows_them(found: QuerySet[Occasion]) -> QuerySet[Occasion]:
    shown = found.select_related("obligation__project__organisation", "clock").prefetch_related(
        "evidence__scan", "files"
    )
    return shown.order_by("-starts_at", "-number")


def open_occasion(obligation: Obligation) -> Occasion | None:
    """The one that is to be done next."""
    return occasions(obligation).filter(state=OccasionState.OPEN).first()


def open_occasions(organisation: Organisation, shown: Sequence[Obligation]) -> dict[int, Occasion]:
    """The one of each of ``shown`` that is to be done next, by the id of the obligation: for a list at once."""
    found = Occasion.objects.filter(organisation=organisation, obligation__in=shown, state=OccasionState.OPEN)
    first: dict[int, Occasion] = {}
    for one in _with_what_shows_them(found):
        first.setdefault(one.obligation_id, one)
    return first


def occasion(obligation: Obligation, number: int) -> Occasion | None:
    """The occasion of that number."""
    return occasions(obligation).filter(number=number).first()


def file(organisation: Organisation, reference: str, pk: int) -> EvidenceFile | None:
    """A file that shows an occasion of the obligation of that reference."""
    found = EvidenceFile.objects.filter(organisation=organisation, occasion__obligation__reference=reference, pk=pk)
    return found.select_related("occasion__obligation").first()


def calendar(
    organisation: Organisation, *, project: str = "", kind: str = "", owner: int | None = None
) -> QuerySet[Occasion]:
    """The occasions that have a day, by that day, of one project, kind or owner where these are asked for."""
    found = Occasion.objects.filter(organisation=organisation, due_at__isnull=False)
    if project:
        found = found.filter(obligation__project__slug=project)
    if kind:
        found = found.filter(obligation__kind=kind)
    if owner is not None:
        found = found.filter(obligation__owner=owner)
    return found.select_related("obligation__project", "obligation__owner__user", "clock").order_by("due_at", "id")


def to_do(found: QuerySet[Occasion]) -> QuerySet[Occasion]:
    """Of ``found`` what is to be done, what is due first in front."""
    return found.filter(state=OccasionState.OPEN, obligation__ended_at=None)


def untimed(organisation: Organisation) -> QuerySet[Obligation]:
    """What is done "regularly", without a period: with how often it was done and when last."""
    return obligations(organisation).filter(every="", once=False)


def automatic(project: Project) -> bool:
    """Whether what the policy says is taken on by itself."""
    found = ReviewSettings.objects.filter(organisation_id=project.organisation_id, project=project)
    return found.filter(automatic=True).exists()


@dataclass(frozen=True, slots=True)
class Tally:
    """How often an obligation was done in its period, late, missed and left out; ``before`` of a time before."""

    done: int = 0
    late: int = 0
    missed: int = 0
    excused: int = 0
    before: int = 0

    @property
    def decided(self) -> int:
        """Periods that are decided."""
        return self.done + self.late + self.missed + self.excused


def tallies(organisation: Organisation, shown: Sequence[Obligation]) -> Mapping[int, Tally]:
    """The tally of each of ``shown``, by its id."""
    found = Occasion.objects.filter(organisation=organisation, obligation__in=shown).order_by()
    rows = found.values("obligation_id").annotate(
        done=Count("pk", filter=Q(state=OccasionState.DONE, before_desk=False)),
        late=Count("pk", filter=Q(state=OccasionState.LATE)),
        missed=Count("pk", filter=Q(state=OccasionState.MISSED)),
        excused=Count("pk", filter=Q(state=OccasionState.EXCUSED)),
        before=Count("pk", filter=Q(before_desk=True)),
    )
    return {
        row["obligation_id"]: Tally(row["done"], row["late"], row["missed"], row["excused"], row["before"])
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Done:
    """One occasion as reports tell it: numbers, days and what is promised, no words of people."""

    project: Project
    obligation: Obligation
    occasion: Occasion
    period: str


def decided(project: Project, since: datetime, until: datetime) -> list[Done]:
    """What was decided of ``project`` from ``since`` to before ``until``: done, late, missed or excused, by its day.

    For reports. A period belongs to the time in which it ended; what has none, to the time in which it was done.
    """
    found = Occasion.objects.filter(organisation_id=project.organisation_id, obligation__project=project)
    found = found.exclude(state=OccasionState.OPEN)
    inside = Q(due_at__gte=since, due_at__lt=until) | Q(due_at=None, done_at__gte=since, done_at__lt=until)
    zone = project.organisation.zone
    shown = found.filter(inside).select_related("obligation__promise").order_by("starts_at", "id")
    return [Done(project, one.obligation, one, label(one, zone)) for one in shown]


def label(occasion: Occasion, zone: str) -> str:
    """Its period in words; the day where it has none."""
    obligation = occasion.obligation
    if occasion.due_at is not None and obligation.every and periods.keeps(obligation.every):
        return periods.label(obligation.every, occasion.starts_at, occasion.due_at, zone)
    day = (occasion.due_at or occasion.done_at or occasion.starts_at).astimezone(ZoneInfo(zone))
    return f"{day.day} {day:%b %Y}"


def described(organisation: Organisation, references: Sequence[str]) -> dict[str, Subject]:
    """What lists, calendars and notices call obligations, and where their pages are."""
    found = obligations(organisation, ended=None).filter(reference__in=references)
    return {
        one.reference: Subject(
            reference=one.reference,
            title=one.title,
            address=f"/o/{organisation.slug}/reviews/{one.reference}/",
            says="ended" if one.ended_at else kinds.kind(one.kind).noun,
            owner=one.owner.name if one.owner else "",
        )
        for one in found
    }


def of_member(member: Membership) -> Iterator[str]:
    """The references of what a member owns and what goes on."""
    found = Obligation.objects.filter(organisation_id=member.organisation_id, owner=member, ended_at=None)
    return found.values_list("reference", flat=True).iterator()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month grid, with what is due on it. ``inside``: it is of the month itself."""

    day: date
    inside: bool
    today: bool
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday; ``before`` and ``after`` are the first days of the months beside it."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    before: date
    after: date


def month(found: QuerySet[Occasion], first: date, at: datetime, zone: str) -> Month:
    """The month of ``first`` with the occasions of ``found`` on the days on which they are due."""
    here = ZoneInfo(zone)
    first = first.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    monday = first - timedelta(days=first.weekday())
    count = -(-(after - monday).days // 7)
    begin, end = (datetime.combine(day, datetime.min.time(), here) for day in (monday, monday + timedelta(weeks=count)))
    on: dict[date, list[Occasion]] = {}
    for one in found.filter(due_at__gte=begin, due_at__lt=end)[:MOST]:
        if one.due_at is not None:
            on.setdefault(one.due_at.astimezone(here).date(), []).append(one)
    today = at.astimezone(here).date()
    days = [monday + timedelta(days=number) for number in range(count * 7)]
    shown = [Day(day, day.month == first.month, day == today, tuple(on.get(day, ()))) for day in days]
    weeks = tuple(tuple(shown[number : number + 7]) for number in range(0, len(shown), 7))
    return Month(first, weeks, (first - timedelta(days=1)).replace(day=1), after)
