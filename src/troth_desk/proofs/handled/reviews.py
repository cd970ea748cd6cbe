"""What reviews show of promises that something comes round: each period that was done, late, missed or left out.

A period that was left out for a reason is decided, and shown neither kept nor late. What was recorded of a time before
the desk is not counted. Where the sentence names no period, each time that it was done counts, on the day on which it
was recorded; whether that is "regularly" is for the control to say. What machines do is kept by results of it alone:
somebody's word that a scan ran leaves it open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from troth.terms.commitment import Commitment, Recurrence
from troth.terms.time.period import by_calendar
from troth_desk.policies import queries as policies
from troth_desk.proofs.handled.counted import Handled
from troth_desk.reviews.models import Evidence, EvidenceKind, Obligation, Occasion, OccasionState
from troth_desk.reviews.proposals import rhythm_of
from troth_desk.tenants.models import Project


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of an occasion what is counted: whether it was kept (None: neither), and when that was known (None: not yet)."""

    every: str
    kept: bool | None
    decided_at: datetime | None
    overdue: bool = False
    warned: bool = False


def handled(project: Project, at: datetime, window: timedelta) -> Callable[[Commitment], Handled | None]:
    """What reviews of ``project`` show of a recurrence; None where it was never taken on."""
    seen = _by_name(project, at, window)
    version = policies.current_version(project) if seen else None
    called = {one: name for name, one in policies.commitments(version).items()} if version else {}

    def of(commitment: Commitment) -> Handled | None:
        found = seen.get(called.get(commitment, "")) if isinstance(commitment, Recurrence) else None
        if found is None or not isinstance(commitment, Recurrence):
            return None
        return _counted(
            [one for one in found if one.every == by_calendar(commitment.every, commitment.basis)], at - window
        )

    return of


def _by_name(project: Project, at: datetime, window: timedelta) -> Mapping[str, list[_Seen]]:
    """What was seen of each promise that was taken on, by what it is called now."""
    taken = Obligation.objects.filter(organisation_id=project.organisation_id, project=project)
    taken = taken.exclude(promise=None).select_related("promise__version")
    mine = {one.pk: one for one in taken.iterator(chunk_size=500)}
    if not mine:
        return {}
    names = policies.names_now(project)
    found: dict[str, list[_Seen]] = {}
    called: dict[int, str] = {}
    for one in mine.values():
        if one.promise is not None:
            key = (one.promise.version.number, one.promise.commitment)
            called[one.pk] = names.get(key, one.promise.commitment)
            found.setdefault(called[one.pk], [])
    rows = Occasion.objects.filter(organisation_id=project.organisation_id, obligation__in=mine, before_desk=False)
    inside = Q(due_at__gte=at - window) | Q(due_at=None, recorded_at__gte=at - window) | Q(state=OccasionState.OPEN)
    results = Evidence.objects.filter(organisation_id=project.organisation_id, occasion=OuterRef("pk"))
    results = results.filter(kind=EvidenceKind.SCAN, scan__received_at__gte=OuterRef("starts_at"))
    rows = rows.annotate(by_result=Exists(results))
    for row in rows.filter(inside, starts_at__lte=at).select_related("clock").order_by("pk").iterator(chunk_size=2000):
        obligation = mine[row.obligation_id]
        if obligation.promise is not None and _of_the_promise(obligation, row):
            seen = _seen(row, rhythm_of(obligation.promise), at)
            found[called[obligation.pk]].append(_shown_by_machine(seen, row) if obligation.by_machine else seen)
    return found


def _shown_by_machine(seen: _Seen, row: Occasion) -> _Seen:
    """What a machine does is shown by its results alone: somebody's word that it ran proves neither that nor more."""
    return replace(seen, kept=None) if seen.kept and not getattr(row, "by_result", False) else seen


def _of_the_promise(obligation: Obligation, row: Occasion) -> bool:
    """A period under the team's own rhythm says when it was done, never that the promise was late."""
    if obligation.own_rhythm:
        return row.state in (OccasionState.DONE, OccasionState.LATE)
    return row.clock is None or row.clock.promise_id is not None


def _seen(row: Occasion, every: str, at: datetime) -> _Seen:
    if row.state == OccasionState.OPEN:
        over = row.due_at is not None and row.due_at < at
        warned = row.clock is not None and row.clock.warn_at <= at
        return _Seen(every, False if over else None, row.due_at if over else None, over, warned and not over)
    if row.recorded_at is not None and row.recorded_at > at:
        return _Seen(every, None, None)
    if row.state == OccasionState.EXCUSED:
        return _Seen(every, None, row.recorded_at)
    if row.state == OccasionState.DONE or not every:
        return _Seen(every, kept=True, decided_at=row.recorded_at)
    return _Seen(every, kept=False, decided_at=row.due_at)


def _counted(found: Iterable[_Seen], since: datetime) -> Handled | None:
    seen = list(found)
    decided = [one for one in seen if one.decided_at is not None]
    instants = [max(one.decided_at, since) for one in decided if one.decided_at is not None]
    running = [one for one in seen if one.decided_at is None]
    return Handled(
        n=len(decided),
        kept=sum(one.kept is True for one in decided),
        late=sum(one.kept is False for one in decided),
        first=min(instants, default=None),
        last=max(instants, default=None),
        running=len(running),
        warned=sum(one.warned for one in running),
        overdue=sum(one.overdue for one in decided),
    )
