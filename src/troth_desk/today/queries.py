"""Reads: what is due and for which case, what waits to be sorted, which answers are awaited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from troth_desk.cases.models import Case, Embargo, EmbargoState
from troth_desk.cases.queries import UNREAD
from troth_desk.cases.states import UNSETTLED
from troth_desk.deadlines import subjects
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.deadlines.subjects import Subject
from troth_desk.openpgp import keys, life
from troth_desk.openpgp.keys import UnusableKeyError
from troth_desk.tenants.models import Organisation
from troth_desk.today import words

SHOWN, BESIDE = 50, 25
"""Running clocks that Today lists, and what it lists of each other sort; more are a sentence with a count."""
SOON = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Owed:
    """A clock with the case that it runs for; ``case`` is None where it runs for something else, then ``subject``."""

    clock: Clock
    case: Case | None
    what: str
    counts: str
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What Today shows. ``more`` counts running clocks that are due later than those in ``due``.

    ``still_more``, ``held_more`` and ``silent_more`` count what is paused, held and under embargo, and is not shown.
    """

    due: Sequence[Owed]
    paused: Sequence[Owed]
    held: Sequence[Case]
    embargoes: Sequence[Embargo]
    overdue: int
    soon: int
    open: int
    more: int
    still_more: int = 0
    held_more: int = 0
    silent_more: int = 0

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


@dataclass(frozen=True, slots=True)
class KeyEnds:
    """That the organisation's OpenPGP key ends soon, or has ended: ``says`` which, ``at`` when."""

    says: str
    at: datetime


def key_ends(organisation: Organisation, at: datetime) -> KeyEnds | None:
    """Whether the OpenPGP key ends within 60 days of ``at``; a key that cannot be read is told on its own page."""
    try:
        key = keys.key(organisation.pk)
    except UnusableKeyError:
        return None
    days = life.threshold(key.expires_at, at) if key else None
    if key is None or key.expires_at is None or days is None:
        return None
    return KeyEnds("ends" if days else "ended", key.expires_at)


def day(organisation: Organisation, at: datetime) -> Day:
    """What ``organisation`` has to do, seen at ``at``."""
    of_all = Clock.objects.filter(organisation=organisation).select_related("project").defer("terms")
    running = of_all.filter(state=ClockState.RUNNING).order_by("due_at", "id")
    still = of_all.filter(state=ClockState.PAUSED).order_by("due_at", "id").prefetch_related("pauses")
    held = Case.objects.filter(organisation=organisation).exclude(held="").order_by("received_at", "id")
    silent = ending(organisation, at)
    first, paused = list(running[:SHOWN]), list(still[:BESIDE])
    cases = _cases(organisation, (*first, *paused))
    others = subjects.described(organisation, (clock.subject for clock in (*first, *paused)))
    shown = list(held.defer(*UNREAD)[:BESIDE])
    embargoes = list(silent[:BESIDE])
    return Day(
        due=[_owed(clock, cases, others) for clock in first],
        paused=[_owed(clock, cases, others) for clock in paused],
        held=shown,
        embargoes=embargoes,
        overdue=running.filter(due_at__lt=at).count(),
        soon=running.filter(due_at__gte=at, due_at__lte=at + SOON).count(),
        open=Case.objects.filter(organisation=organisation, state__in=sorted(UNSETTLED)).count(),
        more=_beyond(first, running, SHOWN),
        still_more=_beyond(paused, still),
        held_more=_beyond(shown, held),
        silent_more=_beyond(embargoes, silent),
    )


def _beyond(shown: Sequence[object], found: QuerySet[Any], most: int = BESIDE) -> int:
    """How many of ``found`` are not shown; counted only where the list is full."""
    return max(0, found.count() - len(shown)) if len(shown) == most else 0


def ending(organisation: Organisation, at: datetime) -> QuerySet[Embargo]:
    """Embargoes that end within two weeks, or that wait for an answer, the earliest first."""
    near = Q(state=EmbargoState.ACTIVE, until__lte=at + timedelta(days=14))
    waiting = Q(state__in=(EmbargoState.PROPOSED, EmbargoState.REVISE))
    found = Embargo.objects.filter(near | waiting, organisation=organisation).select_related("case")
    return found.defer(*(f"case__{name}" for name in UNREAD)).order_by("until", "proposed_until", "id")


def _cases(organisation: Organisation, clocks: Iterable[Clock]) -> dict[str, Case]:
    """The cases that ``clocks`` run for, by the subject of the clock."""
    references = {clock.subject.partition(":")[2] for clock in clocks if clock.subject.startswith("case:")}
    return {f"case:{case.reference}": case for case in _of(organisation).filter(reference__in=references)}


def _of(organisation: Organisation) -> QuerySet[Case]:
    return Case.objects.filter(organisation=organisation).select_related("project", "owner__user").defer(*UNREAD)


def _owed(clock: Clock, cases: dict[str, Case], others: dict[str, Subject]) -> Owed:
    return Owed(clock, cases.get(clock.subject), words.owed(clock), words.counts(clock), others.get(clock.subject))
