"""The timeline of an incident: what was written down, and what the desk itself knows, as it happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from troth_desk.deadlines import queries as deadlines
from troth_desk.incidents.models import (
    Affected,
    Alert,
    Communication,
    Entry,
    EntryKind,
    Incident,
    Move,
    Outcome,
    Phase,
    Review,
    RoleHeld,
    SeverityChange,
    Task,
    TaskState,
)
from troth_desk.people.models import Membership

LATE = timedelta(minutes=15)
"""What was written so much later than it happened is shown with both times."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened: ``says`` in words of the desk, ``words`` those of people, ``who`` did it.

    ``kind`` is its look; ``written_at`` is given where it was written down a good while after.
    """

    at: datetime
    kind: str
    says: str
    words: str = ""
    who: str = ""
    written_at: datetime | None = None
    entry: int | None = None


def timeline(incident: Incident) -> list[Item]:
    """All of it, the oldest first."""
    names = _names(incident)
    found = [
        item
        for source in (_entries, _moves, _ratings, _tasks, _communications, _roles, _affected, _alerts, _review)
        for item in source(incident, names)
    ]
    return sorted([*found, *_clocks(incident)], key=lambda item: item.at)


def _names(incident: Incident) -> Mapping[str, str]:
    members = Membership.objects.filter(organisation_id=incident.organisation_id).select_related("user")
    told = {f"member:{one.pk}": one.user.first_name or one.user.email for one in members}
    return told | {"system": "the desk"}


def _who(names: Mapping[str, str], actor: str) -> str:
    return names.get(actor, "a program" if actor.startswith("key:") else "")


def _late(happened: datetime, written: datetime) -> datetime | None:
    return written if written - happened >= LATE else None


def _entries(incident: Incident, names: Mapping[str, str]) -> Iterator[Item]:
    for one in Entry.objects.filter(organisation_id=incident.organisation_id, incident=incident):
        says = "Decided" if one.kind == EntryKind.DECISION else "Noted"
        says += " (a correction)" if one.corrects_id else ""
        kind = "team" if one.kind == EntryKind.DECISION else "internal"
        written = _late(one.happened_at, one.written_at)
        yield Item(one.happened_at, kind, says, one.words, _who(names, one.actor), written, one.pk)


def _moves(incident: Incident, names: Mapping[str, str]) -> Iterator[Item]:
    called = dict(
        Phase.objects.filter(organisation_id=incident.organisation_id, incident=incident).values_list("ordinal", "name")
    )
    for one in Move.objects.filter(organisation_id=incident.organisation_id, incident=incident):
        if not one.after:
            label = Outcome(incident.outcome).label if incident.outcome else "closed"
            says = f"Closed: {label}"
        elif not one.before:
            says = "Opened again" if one.reason else f"It began, in the phase {called.get(one.after, '')}"
        else:
            back = "Back" if one.after < one.before else "On"
            says = f"{back} to {called.get(one.after, '')}"
        says += f", {one.unmet} exit criteria not ticked" if one.unmet else ""
        yield Item(one.at, "move", says, one.reason, _who(names, one.actor))


def _ratings(incident: Incident, names: Mapping[str, str]) -> Iterator[Item]:
    for one in SeverityChange.objects.filter(organisation_id=incident.organisation_id, incident=incident):
        if one.before:
            yield Item(one.at, "move", f"Severity: {one.before} → {one.after}", one.reason, _who(names, one.actor))


def _tasks(incident: Incident, names: Mapping[str, str]) -> Iterator[Item]:
    settled = Task.objects.filter(organisation_id=incident.organisation_id, incident=incident)
    for one in settled.exclude(settled_at=None):
        says = "Done" if one.state == TaskState.DONE else "Not done"
        if one.settled_at and one.settled_at != incident.closed_at:
            yield Item(one.settled_at, "move", f"{says}: {one.words}", one.record, _who(names, one.settled_by))


def _communications(incident: Incident, names: Mapping[str, str]) -> Iterator[Item]:
    for one in Communication.objects.filter(organisation_id=incident.organisation_id, incident=incident):
        says = f"Told {one.to_whom}, by {one.get_way_display()}"
        written = _late(one.told_at, one.written_at)
        yield Item(one.told_at, "team", says, one.words, _who(names, one.actor), written)


def _roles(incident: Incident, names: Mapping[str, str]) -> Iterator[Item]:
    for one in RoleHeld.objects.filter(organisation_id=incident.organisation_id, incident=incident):
        yield Item(one.since, "move", f"{one.role}: {names.get(f'member:{one.member_id}', '')}")


def _affected(incident: Incident, names: Mapping[str, str]) -> Iterator[Item]:
    found = Affected.objects.filter(organisation_id=incident.organisation_id, incident=incident)
    for one in found.select_related("case"):
        what = f"The case {one.case.reference} belongs to it" if one.case else f"Listed: {one.name}"
        yield Item(one.added_at, "move", what, who=_who(names, one.actor))
        if one.changed_at != one.added_at:
            yield Item(one.changed_at, "move", f"{one.name}: {one.get_state_display()}", one.note)


def _alerts(incident: Incident, _: Mapping[str, str]) -> Iterator[Item]:
    for one in Alert.objects.filter(organisation_id=incident.organisation_id, incident=incident):
        yield Item(one.first_at, "move", f"Monitoring: {one.title}", who=one.source)


def _review(incident: Incident, names: Mapping[str, str]) -> Iterator[Item]:
    held = Review.objects.filter(organisation_id=incident.organisation_id, incident=incident).exclude(held_at=None)
    for one in held:
        if one.held_at is not None:
            yield Item(one.held_at, "team", "The review was held", who=_who(names, one.actor))


def _clocks(incident: Incident) -> Iterator[Item]:
    for clock in deadlines.clocks_of(incident.project.organisation, incident.subject):
        if clock.breached_at is not None:
            yield Item(clock.breached_at, "clock broken", f"Not done in time: {clock.sentence}")
        if clock.met_at is not None and clock.promise_id is not None:
            late = clock.breached_at is not None
            kind = "clock broken" if late else "clock kept"
            yield Item(clock.met_at, kind, f"{'Done late' if late else 'Done in time'}: {clock.sentence}")
