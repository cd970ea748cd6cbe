"""Do the rows that numbers come from say what the ledger says? Cases and clocks, held against the entries about them.

The chain shows that no entry was changed. Facts, pages and the badge count clocks, though, which are rows like others:
who can write to the database could make a breach disappear from them and leave the ledger alone. So every clock has to
be what its entries made of it, and every case and clock that an entry opened has to be there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef

from troth_desk.cases.models import Case
from troth_desk.deadlines.models import Clock, ClockState
from troth_desk.ledger import queries as ledger
from troth_desk.ledger.models import Entry
from troth_desk.tenants.models import Organisation

BATCH = 500
"""Subjects whose rows and entries are read at once."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Entry ``seq`` says something else than the rows do; ``what`` says what, for people."""

    seq: int
    what: str


@dataclass(slots=True)
class _Told:
    """What the entries make of a clock; ``due_at`` is None where a pause ended with it, and moved it untold."""

    seq: int
    fixed: Mapping[str, Any]
    state: str = ClockState.RUNNING
    due_at: datetime | None = None
    met_at: datetime | None = None
    stopped_at: datetime | None = None
    breached_at: datetime | None = None


def disagreements(organisation: Organisation) -> Iterator[Disagreement]:
    """Where rows and entries differ, subject by subject; call it inside of a transaction where others may write."""
    gone = frozenset(_projects_removed(organisation))
    subjects = ledger.entries(organisation.pk).filter(action__in=("case.opened", "clock.armed"))
    named = sorted(set(subjects.values_list("subject", flat=True)))
    for start in range(0, len(named), BATCH):
        yield from _of(organisation, named[start : start + BATCH], gone)
    armed = Entry.objects.filter(organisation_id=organisation.pk, subject=OuterRef("subject"), action="clock.armed")
    for clock in Clock.objects.filter(~Exists(armed), organisation=organisation).order_by("pk")[:1]:
        yield Disagreement(0, f"clock {clock.pk} of {clock.subject} was never started")


def _projects_removed(organisation: Organisation) -> Iterator[int]:
    """Projects of an example that was taken away: their rows are gone, and nobody promised anything by them."""
    for entry in ledger.entries(organisation.pk).filter(action="example.removed"):
        yield from map(int, json.loads(entry.body)["detail"].get("projects", ()))


def _of(organisation: Organisation, subjects: Sequence[str], gone: frozenset[int]) -> Iterator[Disagreement]:
    entries = ledger.entries(organisation.pk).filter(subject__in=subjects).order_by("subject", "seq")
    clocks: dict[str, dict[int, Clock]] = {}
    for clock in Clock.objects.filter(organisation=organisation, subject__in=subjects).defer("terms", "sentence"):
        clocks.setdefault(clock.subject, {})[clock.pk] = clock
    references = [subject.removeprefix("case:") for subject in subjects]
    cases = Case.objects.filter(organisation=organisation, reference__in=references)
    states = {f"case:{reference}": state for reference, state in cases.values_list("reference", "state")}
    for subject, each in groupby(entries, lambda entry: entry.subject):
        said = [(entry, json.loads(entry.body)["detail"]) for entry in each]
        if any(entry.action == "case.opened" and detail.get("project") in gone for entry, detail in said):
            continue
        yield from _of_case(said, states.get(subject))
        yield from _of_clocks(said, clocks.get(subject, {}))


def _of_case(said: Iterable[tuple[Entry, Mapping[str, Any]]], state: str | None) -> Iterator[Disagreement]:
    seq, told = 0, ""
    for entry, detail in said:
        if entry.action in {"case.opened", "case.moved"}:
            seq, told = entry.seq, detail.get("to", "received")
    if seq and state is None:
        yield Disagreement(seq, "the case that it tells of is gone")
    elif seq and state != told:
        yield Disagreement(seq, f"the case is {state} by its row, and {told} by the ledger")


def _of_clocks(said: Iterable[tuple[Entry, Mapping[str, Any]]], rows: dict[int, Clock]) -> Iterator[Disagreement]:
    told: dict[int, _Told] = {}
    for entry, detail in said:
        number = detail.get("clock")
        if entry.action == "clock.armed" and number is not None:
            told[number] = _Told(entry.seq, detail, due_at=_instant(detail["due_at"]))
        elif entry.action.startswith("clock.") and number in told:
            _take(told[number], entry, detail)
    for number, one in told.items():
        what = _differs(one, rows[number]) if number in rows else "is gone"
        if what:
            yield Disagreement(one.seq, f"its clock {number} {what}")
    for number in sorted(rows.keys() - told.keys()):
        yield Disagreement(0, f"clock {number} of {rows[number].subject} was never started")


def _take(told: _Told, entry: Entry, detail: Mapping[str, Any]) -> None:
    """What one entry does to a clock."""
    what = entry.action.removeprefix("clock.")
    if what == "breached":
        told.breached_at = _instant(detail["due_at"])
    elif what in {"met", "stopped", "tightened"}:
        if told.state == ClockState.PAUSED:
            told.due_at = None
        told.state = ClockState.MET if what == "met" else ClockState.STOPPED
        told.met_at, told.stopped_at = (entry.at, None) if what == "met" else (None, entry.at)
    elif what == "taken_back":
        told.state, told.met_at, told.stopped_at = ClockState.STOPPED, None, told.met_at
    elif what == "paused":
        told.state = ClockState.PAUSED
    elif what == "resumed":
        told.state, told.due_at = ClockState.RUNNING, _instant(detail["due_at"])


def _differs(told: _Told, clock: Clock) -> str:
    """How the row of a clock differs from what the ledger tells, "" where it does not."""
    if told.breached_at != clock.breached_at:
        return "has another breach than the ledger tells of"
    for name in ("state", "met_at", "stopped_at"):
        if getattr(told, name) != getattr(clock, name):
            return f"has another {name.replace('_', ' ')} than the ledger tells of"
    if told.due_at is not None and told.due_at != clock.due_at:
        return "is due at another instant than the ledger tells of"
    if _instant(told.fixed["started_at"]) != clock.started_at:
        return "began at another instant than the ledger tells of"
    if (told.fixed["commitment"], told.fixed["version"]) != (clock.commitment, clock.version):
        return "is of another promise than the ledger tells of"
    return ""


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
