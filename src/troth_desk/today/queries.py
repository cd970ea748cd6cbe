"""Reads: what is due and for which case, what waits to be sorted, which answers are awaited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from troth_desk.cases.models import Case, Embargo
from troth_desk.cases.states import SETTLED
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.tenants.models import Organisation
from troth_desk.today import words

SHOWN = 100
"""Clocks that Today lists; more are a sentence with a count."""
SOON = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Owed:
    """A clock with the case that it runs for; ``case`` is None where it runs for something else."""

    clock: Clock
    case: Case | None
    what: str
    counts: str


@dataclass(frozen=True, slots=True)
class Day:
    """What Today shows. ``more`` counts running clocks that are due later than those in ``due``."""

    due: Sequence[Owed]
    paused: Sequence[Owed]
    held: Sequence[Case]
    embargoes: Sequence[Embargo]
    overdue: int
    soon: int
    open: int
    more: int

    @property
    def groups(self) -> list[tuple[str, Sequence[Owed]]]:
        """What is due, in three parts with their headings; empty ones are left out."""
        soon = self.overdue + self.soon
        parts = (
            ("Overdue", self.due[: self.overdue]),
            ("Within 48 hours", self.due[self.overdue : soon]),
            ("Later", self.due[soon:]),
        )
        return [(heading, part) for heading, part in parts if part]

    @property
    def lead(self) -> str:
        """The first sentence of the page."""
        if not self.due:
            return "Nothing is due."
        late = words.things(self.overdue, "thing is overdue", "things are overdue") if self.overdue else ""
        soon = words.things(self.soon, "falls due within 48 hours", "fall due within 48 hours") if self.soon else ""
        if late or soon:
            return ", ".join(part for part in (late, soon) if part) + "."
        return "Nothing falls due within 48 hours."


def day(organisation: Organisation, at: datetime) -> Day:
    """What ``organisation`` has to do, seen at ``at``."""
    of_all = Clock.objects.filter(organisation=organisation).select_related("project")
    running = of_all.filter(state=ClockState.RUNNING).order_by("due_at", "id")
    first = list(running[:SHOWN])
    paused = list(of_all.filter(state=ClockState.PAUSED).order_by("due_at", "id")[:SHOWN])
    cases = _cases(organisation, (*first, *paused))
    return Day(
        due=[_owed(clock, cases) for clock in first],
        paused=[_owed(clock, cases) for clock in paused],
        held=list(Case.objects.filter(organisation=organisation).exclude(held="").order_by("received_at")[:SHOWN]),
        embargoes=ending(organisation, at),
        overdue=running.filter(due_at__lt=at).count(),
        soon=running.filter(due_at__gte=at, due_at__lte=at + SOON).count(),
        open=Case.objects.filter(organisation=organisation).exclude(state__in=SETTLED).count(),
        more=max(0, running.count() - len(first)),
    )


def ending(organisation: Organisation, at: datetime) -> list[Embargo]:
    """Embargoes that end within two weeks, or that wait for an answer, the earliest first."""
    found = Embargo.objects.filter(organisation=organisation).select_related("case")
    open_ones = found.filter(state__in=("proposed", "active", "revise")).order_by("until", "proposed_until")
    near = at + timedelta(days=14)
    return [one for one in open_ones if one.state != "active" or (one.until is not None and one.until <= near)]


def _cases(organisation: Organisation, clocks: Iterable[Clock]) -> dict[str, Case]:
    """The cases that ``clocks`` run for, by the subject of the clock."""
    references = {clock.subject.partition(":")[2] for clock in clocks if clock.subject.startswith("case:")}
    return {f"case:{case.reference}": case for case in _of(organisation).filter(reference__in=references)}


def _of(organisation: Organisation) -> QuerySet[Case]:
    return Case.objects.filter(organisation=organisation).select_related("project", "owner__user")


def _owed(clock: Clock, cases: dict[str, Case]) -> Owed:
    return Owed(clock, cases.get(clock.subject), words.owed(clock.action), words.counts(clock.action))
