"""How a promise was kept: counts and times of the clocks that were decided in a window."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import cast
from zoneinfo import ZoneInfo

from django.db.models import Q

from troth.terms.time.due import Basis
from troth_desk.deadlines.models import OPEN, Clock
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
class _Decided:
    subject: str
    cadence: bool
    late: bool
    day: str
    took: timedelta | None


def numbers(project: Project, at: datetime, window: timedelta) -> dict[str, Numbers]:
    """The numbers of every promise of ``project`` that has clocks, by commitment id, for ``window`` until ``at``."""
    zone = ZoneInfo(project.organisation.zone)
    clocks = Clock.objects.filter(organisation_id=project.organisation_id, project=project, started_at__lte=at)
    since = at - window
    within = Q(met_at__gte=since) | Q(due_at__gte=since) | Q(breached_at__gte=since) | Q(state__in=OPEN)
    decided: defaultdict[str, list[_Decided]] = defaultdict(list)
    running: Counter[str] = Counter()
    names = policies.names_now(project)
    for clock in clocks.filter(within).defer("terms", "sentence").iterator(chunk_size=2000):
        when, name = decided_at(clock, at), named(clock, names)
        if when is not None and when >= since:
            decided[name].append(_decision(clock, when, zone))
        elif when is None and _running(clock, at):
            running[name] += 1
    return {each: _numbers(decided[each], running[each]) for each in sorted({*decided, *running})}


def named(clock: Clock, names: Mapping[tuple[int, str], str]) -> str:
    """What the promise of ``clock`` is called now; ``names`` are those of ``policies.queries.names_now``."""
    return names.get((clock.version, clock.commitment), clock.commitment)


def stood_still(project: Project, at: datetime, window: timedelta) -> Counter[str]:
    """How many that were kept in the window or are open would be late had their clocks not stood still, by id."""
    clocks = Clock.objects.filter(organisation_id=project.organisation_id, project=project, started_at__lte=at)
    clocks = clocks.filter(Q(state__in=OPEN) | Q(met_at__gte=at - window), breached_at=None)
    paused = clocks.filter(Q(paused_for__gt=timedelta()) | Q(paused_at__isnull=False))
    names = policies.names_now(project)
    found: Counter[str] = Counter()
    for clock in paused.iterator(chunk_size=2000):
        due_at = thawed(clock.terms).due(clock.started_at, clock.within, cast("Basis", clock.basis))
        if due_at is not None and due_at < min(clock.met_at or at, at) and clock.due_at >= due_at:
            found[named(clock, names)] += decided_at(clock, at) in {None, clock.met_at}
    return found


def decided_at(clock: Clock, at: datetime) -> datetime | None:
    """When it was known whether it was kept; None where it was not at ``at``."""
    if clock.breached_at is not None and clock.breached_at < at:
        return clock.breached_at
    if clock.met_at is not None and clock.met_at <= at:
        return clock.met_at
    ended = clock.stopped_at or clock.met_at or clock.paused_at
    return clock.due_at if clock.due_at < at and (ended is None or ended > clock.due_at) else None


def _running(clock: Clock, at: datetime) -> bool:
    return (clock.stopped_at or at) >= at


def _decision(clock: Clock, when: datetime, zone: ZoneInfo) -> _Decided:
    took = None if clock.met_at is None else max(timedelta(), clock.met_at - clock.started_at - clock.paused_for)
    late = clock.breached_at is not None or clock.met_at is None or clock.met_at > clock.due_at
    return _Decided(clock.subject, clock.cadence, late, when.astimezone(zone).date().isoformat(), took)


def _numbers(decided: Sequence[_Decided], running: int) -> Numbers:
    counted = list(_once_a_day(decided))
    took = sorted(each.took.total_seconds() for each in counted if each.took is not None)
    late = sum(each.late for each in counted)
    months = sorted({each.day[:7] for each in counted})
    return Numbers(
        n=len(counted),
        kept=len(counted) - late,
        late=late,
        running=running,
        median=timedelta(seconds=median(took)) if took else None,
        p90=timedelta(seconds=took[-(-len(took) * 9 // 10) - 1]) if took else None,
        by_month=tuple(_month(month, [each for each in counted if each.day.startswith(month)]) for month in months),
    )


def _month(month: str, decided: Sequence[_Decided]) -> Month:
    late = sum(each.late for each in decided)
    return Month(month=month, kept=len(decided) - late, late=late)


def _once_a_day(decided: Iterable[_Decided]) -> Iterable[_Decided]:
    """Ten messages on one day are one update: the late one of a day where there is one."""
    seen: set[tuple[str, str]] = set()
    for each in sorted(decided, key=lambda each: not each.late):
        if each.cadence and (each.subject, each.day) in seen:
            continue
        seen.add((each.subject, each.day))
        yield each
