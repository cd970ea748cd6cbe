"""How a promise was kept: counts and times of the clocks that were decided in a window."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo

from django.db.models import Q

from troth.terms.time.due import Basis
from troth_desk.deadlines.models import OPEN, Clock, ClockState
from troth_desk.deadlines.terms import thawed
from troth_desk.policies import queries as policies
from troth_desk.tenants.models import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month in the zone of the organisation ("2026-11"): what was kept in it, what was late."""

    month: str
    kept: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How one promise was kept in a window: ``n`` = ``kept`` + ``late`` were decided, ``running`` are not yet.

    A clock is decided when it was met, or when its due instant passed; one that was stopped in time is not counted.
    ``median`` and ``p90`` (nearest rank) are of the times from start to done without pauses, of those that were done;
    None where none was. Rounds of a cadence that end on one day of one subject count once.
    """

    n: int = 0
    kept: int = 0
    late: int = 0
    running: int = 0
    median: timedelta | None = None
    p90: timedelta | None = None
    by_month: tuple[Month, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the numbers of decided clocks do not tell: what is open, and when the first and last were decided."""

    warned: int = 0
    overdue: int = 0
    paused: int = 0
    overdue_before: int = 0
    """Those of ``overdue`` that were due before the window, and so are not among the decided."""
    first: datetime | None = None
    last: datetime | None = None


class Run(NamedTuple):
    """What of a clock its numbers are made of; no more is read, for there may be very many."""

    subject: str
    version: int
    commitment: str
    cadence: bool
    state: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    paused_at: datetime | None
    paused_for: timedelta
    met_at: datetime | None
    stopped_at: datetime | None
    breached_at: datetime | None


class _Decided(NamedTuple):
    subject: str
    cadence: bool
    late: bool
    day: str
    took: float | None


@dataclass(slots=True)
class _Count:
    """What the clocks of one promise have come to so far."""

    decided: list[_Decided] = field(default_factory=list)
    running: int = 0
    warned: int = 0
    overdue: int = 0
    before: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def take(self, run: Run, at: datetime, since: datetime, zone: ZoneInfo) -> None:
        """One clock more."""
        when = decided_at(run, at)
        inside = when is not None and when >= since
        if when is not None and inside:
            self.decided.append(_decision(run, when, zone))
            self.first = min(self.first or when, when)
            self.last = max(self.last or when, when)
        elif when is None and (run.stopped_at or at) >= at:
            self.running += 1
        if run.state == ClockState.RUNNING:
            overdue = run.due_at < at
            self.overdue += overdue
            self.before += overdue and not inside
            self.warned += not overdue and run.warn_at <= at


def numbers(project: Project, at: datetime, window: timedelta) -> dict[str, Numbers]:
    """The numbers of every promise of ``project`` that has clocks, by commitment id, for ``window`` until ``at``."""
    return counted(project, at, window)[0]


def counted(project: Project, at: datetime, window: timedelta) -> tuple[dict[str, Numbers], dict[str, Standing]]:
    """The same, and what is open and when it was decided, in one walk through the clocks."""
    zone, since = ZoneInfo(project.organisation.zone), at - window
    names = policies.names_now(project)
    counts: defaultdict[str, _Count] = defaultdict(_Count)
    for run in _runs(project, at, since):
        counts[named(run, names)].take(run, at, since, zone)
    stood = stood_still(project, at, window)
    told = {name: one for name, one in sorted(counts.items()) if one.decided or one.running}
    return (
        {name: _numbers(one.decided, one.running) for name, one in told.items()},
        {
            name: Standing(one.warned, one.overdue, stood[name], one.before, one.first, one.last)
            for name, one in counts.items()
        },
    )


def _runs(project: Project, at: datetime, since: datetime) -> Iterator[Run]:
    """The clocks that are open, or were due or decided since ``since``."""
    clocks = Clock.objects.filter(organisation_id=project.organisation_id, project=project, started_at__lte=at)
    clocks = clocks.exclude(commitment="")  # those that no policy asked for count for no promise
    within = Q(met_at__gte=since) | Q(due_at__gte=since) | Q(breached_at__gte=since) | Q(state__in=OPEN)
    found = clocks.filter(within).order_by().values_list(*Run._fields)
    return map(Run._make, found.iterator(chunk_size=2000))


def named(clock: Clock | Run, names: Mapping[tuple[int, str], str]) -> str:
    """What the promise of ``clock`` is called now; ``names`` are those of ``policies.queries.names_now``."""
    return names.get((clock.version, clock.commitment), clock.commitment)


def stood_still(project: Project, at: datetime, window: timedelta) -> Counter[str]:
    """How many that were kept in the window or are open would be late had their clocks not stood still, by id."""
    clocks = Clock.objects.filter(organisation_id=project.organisation_id, project=project, started_at__lte=at)
    clocks = clocks.exclude(commitment="").filter(Q(state__in=OPEN) | Q(met_at__gte=at - window), breached_at=None)
    paused = clocks.filter(Q(paused_for__gt=timedelta()) | Q(paused_at__isnull=False))
    names = policies.names_now(project)
    found: Counter[str] = Counter()
    for clock in paused.defer("sentence").order_by().iterator(chunk_size=2000):
        due_at = thawed(clock.terms).due(clock.started_at, clock.within, cast("Basis", clock.basis))
        if due_at is not None and due_at < min(clock.met_at or at, at) and clock.due_at >= due_at:
            found[named(clock, names)] += decided_at(clock, at) in {None, clock.met_at}
    return found


def decided_at(clock: Clock | Run, at: datetime) -> datetime | None:
    """When it was known whether it was kept; None where it was not at ``at``."""
    if clock.breached_at is not None and clock.breached_at < at:
        return clock.breached_at
    if clock.met_at is not None and clock.met_at <= at:
        return clock.met_at
    ended = clock.stopped_at or clock.met_at or clock.paused_at
    return clock.due_at if clock.due_at < at and (ended is None or ended > clock.due_at) else None


def _decision(run: Run, when: datetime, zone: ZoneInfo) -> _Decided:
    took = None if run.met_at is None else (run.met_at - run.started_at - run.paused_for).total_seconds()
    late = run.breached_at is not None or run.met_at is None or run.met_at > run.due_at
    day = when.astimezone(zone).date().isoformat()
    return _Decided(run.subject, run.cadence, late, day, None if took is None else max(0.0, took))


def _numbers(decided: Sequence[_Decided], running: int) -> Numbers:
    counted = list(_once_a_day(decided))
    took = sorted(each.took for each in counted if each.took is not None)
    months: Counter[tuple[str, bool]] = Counter((each.day[:7], each.late) for each in counted)
    late = sum(each.late for each in counted)
    return Numbers(
        n=len(counted),
        kept=len(counted) - late,
        late=late,
        running=running,
        median=timedelta(seconds=median(took)) if took else None,
        p90=timedelta(seconds=took[-(-len(took) * 9 // 10) - 1]) if took else None,
        by_month=tuple(
            Month(month=month, kept=months[month, False], late=months[month, True])
            for month in sorted({month for month, _ in months})
        ),
    )


def _once_a_day(decided: Iterable[_Decided]) -> Iterable[_Decided]:
    """Ten messages on one day are one update: the late one of a day where there is one."""
    seen: set[tuple[str, str]] = set()
    for each in sorted(decided, key=lambda each: not each.late):
        if each.cadence and (each.subject, each.day) in seen:
            continue
        seen.add((each.subject, each.day))
        yield each
