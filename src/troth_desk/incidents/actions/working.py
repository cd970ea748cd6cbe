"""What people do while it goes on: write down, say who does what, rate, list what is affected, tell others."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from troth_desk.cases.models import Case
from troth_desk.cases.states import RANK
from troth_desk.deadlines import actions as deadlines
from troth_desk.incidents import promised
from troth_desk.incidents.actions.bounds import (
    Refused,
    changed,
    claim,
    line,
    member_of,
    of_team,
    still_open,
    text,
    told,
)
from troth_desk.incidents.models import (
    Affected,
    AffectedState,
    Communication,
    Entry,
    EntryKind,
    Incident,
    RoleHeld,
    Severity,
    SeverityChange,
    Way,
)
from troth_desk.ledger.actions import Plain, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.people.models import Membership
from troth_desk.policies.models import Promise

LONGEST_NAME = 200


def note(
    incident: Incident,
    words: str,
    *,
    kind: str = EntryKind.FACT,
    happened_at: datetime | None = None,
    corrects: Entry | None = None,
    by: Actor,
    at: datetime,
) -> Entry:
    """Write a line of the timeline: a fact or a decision, when it happened and when it was written.

    Also of a closed incident, since what is found out later belongs there too. Raises ``Refused``.
    """
    if kind not in EntryKind.values:
        raise Refused("Choose whether it is a fact or a decision.", "kind")
    if happened_at is not None and happened_at > at:
        raise Refused("That lies ahead: say when it happened.", "happened_at")
    if corrects is not None and corrects.incident_id != incident.pk:
        raise Refused("There is no such line in this timeline.", "corrects")
    with transaction.atomic():
        take_turn(incident.organisation_id)
        entry = Entry.objects.create(
            organisation_id=incident.organisation_id,
            incident=incident,
            kind=kind,
            words=text(words, "what happened", "words"),
            corrects=corrects,
            member=member_of(incident, by),
            actor=str(by),
            happened_at=happened_at or at,
            written_at=at,
        )
        detail: dict[str, Plain] = {"entry": entry.pk, "kind": kind, "happened_at": entry.happened_at.isoformat()}
        if corrects is not None:
            detail["corrects"] = corrects.pk
        told(incident, "incident.noted", detail, by=by, at=at)
    return entry


def give_role(incident: Incident, role: str, member: Membership | None, *, by: Actor, at: datetime) -> None:
    """Give a role to ``member``, who has it until somebody else gets it; None ends it. Raises ``Refused``."""
    still_open(incident)
    with transaction.atomic():
        take_turn(incident.organisation_id)
        enrol(incident, role, member, by=by, at=at)


def enrol(incident: Incident, role: str, member: Membership | None, *, by: Actor, at: datetime) -> None:
    """The same inside of a transaction whose turn it is."""
    of_team(incident, member)
    name = line(role, "which role", "role", 60)
    held = RoleHeld.objects.filter(
        organisation_id=incident.organisation_id, incident=incident, role__iexact=name, until=None
    )
    before = held.first()
    if before is None and member is None:
        raise Refused("Nobody has this role.", "role")
    if before is not None and member is not None and before.member_id == member.pk:
        return
    held.update(until=at)
    if member is not None:
        RoleHeld.objects.create(
            organisation_id=incident.organisation_id, incident=incident, role=name, member=member, since=at
        )
    detail: dict[str, Plain] = {"member": member.pk if member else None, "before": before.member_id if before else None}
    told(incident, "incident.role_given", detail, by=by, at=at)


def rate(incident: Incident, severity: str, reason: str = "", *, by: Actor, at: datetime) -> None:
    """Set the severity: it rises without a word, and falls for a reason. Raises ``Refused``."""
    if severity not in Severity.values or severity == Severity.NONE:
        raise Refused("Choose critical, high, medium or low.", "severity")
    with transaction.atomic():
        claim(incident)
        still_open(incident)
        if severity == incident.severity:
            raise Refused(f"It is {severity} already.", "severity")
        if RANK[severity] < RANK[incident.severity] and not reason.strip():
            raise Refused("Say why it is less severe than was thought.", "reason")
        before = incident.severity
        changed(incident, at, severity=severity)
        SeverityChange.objects.create(
            organisation_id=incident.organisation_id,
            incident=incident,
            before=before,
            after=severity,
            reason=text(reason),
            actor=str(by),
            at=at,
        )
        told(incident, "incident.rated", {"from": before, "to": severity}, by=by, at=at)
        deadlines_of(incident, by=by, at=at)


def deadlines_of(incident: Incident, *, by: Actor, at: datetime) -> None:
    """Start what the policy promises for the severity that it has now and that was never started for it."""
    for one in promised.owed(incident):
        if one.sure and not _ran(incident, one.promise):
            promised.start(incident, one.promise, by=by, at=at)


def _ran(incident: Incident, promise: Promise) -> bool:
    return promise.clocks.filter(organisation_id=incident.organisation_id, subject=incident.subject).exists()


def affect(
    incident: Incident, *, name: str = "", case: Case | None = None, note: str = "", by: Actor, at: datetime
) -> Affected:
    """List a system that is affected, or a case that belongs to it. Raises ``Refused``."""
    with transaction.atomic():
        take_turn(incident.organisation_id)
        return attach(incident, name=name, case=case, note=note, by=by, at=at)


def attach(
    incident: Incident, *, name: str = "", case: Case | None = None, note: str = "", by: Actor, at: datetime
) -> Affected:
    """The same inside of a transaction whose turn it is."""
    if case is not None and case.organisation_id != incident.organisation_id:
        raise Refused("There is no such case here.", "case")
    system = "" if case is not None else line(name, "which system", "name", LONGEST_NAME)
    try:
        with transaction.atomic():
            found = Affected.objects.create(
                organisation_id=incident.organisation_id,
                incident=incident,
                name=system,
                case=case,
                note=text(note)[:500],
                actor=str(by),
                added_at=at,
                changed_at=at,
            )
    except IntegrityError:
        raise Refused("It stands there already.", "case" if case else "name") from None
    detail: dict[str, Plain] = {"affected": found.pk, "case": case.reference if case else ""}
    told(incident, "incident.affected", detail, by=by, at=at)
    return found


def set_affected(affected: Affected, state: str, note: str = "", *, by: Actor, at: datetime) -> None:
    """Say how a system stands now. Raises ``Refused``."""
    if state not in AffectedState.values:
        raise Refused("Choose how it stands.", "state")
    incident = affected.incident
    with transaction.atomic():
        take_turn(incident.organisation_id)
        affected.state, affected.changed_at = state, at
        affected.note = text(note)[:500] or affected.note
        mine = Affected.objects.filter(organisation_id=incident.organisation_id, pk=affected.pk)
        mine.update(state=affected.state, note=affected.note, changed_at=at)
        told(incident, "incident.affected", {"affected": affected.pk, "state": state}, by=by, at=at)


def communicate(
    incident: Incident,
    *,
    to_whom: str,
    way: str,
    words: str,
    told_at: datetime | None = None,
    fulfils: Promise | None = None,
    by: Actor,
    at: datetime,
) -> Communication:
    """Write down who was told what, when and by which way; ``fulfils`` is the promise that is kept by it.

    The desk sends nothing by this: it records what people did. Raises ``Refused``.
    """
    if way not in Way.values:
        raise Refused("Choose by which way.", "way")
    when = told_at or at
    if when > at:
        raise Refused("That lies ahead: say when they were told.", "told_at")
    if fulfils is not None and fulfils.organisation_id != incident.organisation_id:
        raise Refused("There is no such promise.", "fulfils")
    with transaction.atomic():
        take_turn(incident.organisation_id)
        made = Communication.objects.create(
            organisation_id=incident.organisation_id,
            incident=incident,
            to_whom=line(to_whom, "who was told", "to_whom"),
            way=way,
            words=text(words, "what they were told", "words"),
            member=member_of(incident, by),
            actor=str(by),
            told_at=when,
            written_at=at,
        )
        detail: dict[str, Plain] = {"communication": made.pk, "way": way, "told_at": when.isoformat()}
        told(incident, "incident.told", detail, by=by, at=at)
        if fulfils is not None:
            organisation = incident.project.organisation
            deadlines.meet(organisation, incident.subject, promised.action(fulfils), by=by, at=at)
    return made


def not_owed(incident: Incident, promise: Promise, reason: str, *, by: Actor, at: datetime) -> None:
    """A promise to tell does not apply to this incident, for a reason: its clock stops. Raises ``Refused``."""
    said = text(reason, "why it does not apply", "reason")
    organisation = incident.project.organisation
    action = promised.action(promise)
    with transaction.atomic():
        take_turn(incident.organisation_id)
        if not deadlines.stop(organisation, incident.subject, said, actions=[action], by=by, at=at):
            raise Refused("Its clock does not run.")
        note(incident, f"Not owed here: “{promise.sentence}” – {said}", kind=EntryKind.DECISION, by=by, at=at)


def owed_now(incident: Incident, promise: Promise, *, by: Actor, at: datetime) -> None:
    """A promise to tell applies to this incident: its clock starts, from when the team became aware."""
    still_open(incident)
    if promise.pk not in {one.promise.pk for one in promised.owed(incident)}:
        raise Refused("The policy promises no such thing for incidents.")
    with transaction.atomic():
        take_turn(incident.organisation_id)
        promised.start(incident, promise, by=by, at=at)
