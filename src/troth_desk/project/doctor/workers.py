"""Does a worker run? Without one no clock warns, no mail leaves, nobody is told of anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe
from troth_desk.project.doctor.clauses import CLOCKS, EVENTS
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Round

LATE = timedelta(minutes=15)
START = "Start one: troth-desk worker, or up."


def _look(desk: Desk) -> Iterator[Finding]:
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            yield from _of(organisation, desk)


def _of(organisation: Organisation, desk: Desk) -> Iterator[Finding]:
    rounds = Round.objects.filter(organisation=organisation)
    if not rounds.exists():
        yield at_risk(f"{organisation.name}: no worker has been there yet.", START)
        return
    free = rounds.exclude(claimed_until__gt=desk.at)
    late = free.filter(due_at__lt=desk.at - LATE).order_by("due_at").first()
    if late is not None:
        when = f"{late.due_at:%Y-%m-%d %H:%M} UTC"
        yield unsafe(f"{organisation.name}: work that was due at {when} was not done ({late.name}).", START)
    failing = [f"{each.name} ({each.failure})" for each in rounds.exclude(failure="").order_by("name")]
    if failing:
        yield at_risk(f"{organisation.name}: these failed last: {', '.join(failing)}.", "The worker's log says.")
    if late is None and not failing:
        yield safe(f"{organisation.name}: {rounds.count()} kinds of work come round in time.")


CHECK = Check(name="workers", asks="Does a worker run?", applies=(CLOCKS, EVENTS), look=_look)
