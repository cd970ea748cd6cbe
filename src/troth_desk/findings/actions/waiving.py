"""Waivers: asked for by one person, approved by another, each with a reason, an owner and an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from troth_desk.deadlines import actions as deadlines
from troth_desk.findings import counting
from troth_desk.findings.actions.closing import running
from troth_desk.findings.actions.deciding import LONGEST, MOST, told
from troth_desk.findings.models import Finding, Waiver
from troth_desk.findings.refusal import RefusedError
from troth_desk.findings.states import LIVE, State
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices.actions import tell
from troth_desk.people.access import REVIEW
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation, Project

LONGEST_TIME = timedelta(days=366)
"""How far ahead the end of a waiver may be."""
WARNING = timedelta(days=7)
Stage = Waiver.Stage


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: why, until when, who answers for it, and where more is said."""

    reason: str
    until: datetime | None
    owner: Membership
    link: str = ""


@transaction.atomic
def ask(
    project: Project, findings: Iterable[int], asked: Asked, *, member: Membership, by: Actor, at: datetime
) -> Waiver:
    """Ask that ``findings`` are left as they are until a day. Nothing changes before another person approves it.

    Raises:
        RefusedError: without a reason or an end, or none of them can be waived.
    """
    reason = " ".join(asked.reason.replace("\0", "").split())
    if not reason or len(reason) > LONGEST:
        raise RefusedError(f"Say why, in at most {LONGEST:,} characters: the one who approves it has nothing else.")
    if asked.until is None:
        raise RefusedError("Say until when: a waiver without an end is none.")
    if not at < asked.until <= at + LONGEST_TIME:
        raise RefusedError("A waiver ends between now and a year from now. It can be asked for again then.")
    take_turn(project.organisation_id)
    wanted = sorted(set(findings))[: MOST + 1]
    if len(wanted) > MOST:
        raise RefusedError(f"At most {MOST:,} findings are waived at a time.")
    rows = Finding.objects.filter(organisation_id=project.organisation_id, project=project, pk__in=wanted, gone_at=None)
    rows = rows.filter(state__in=LIVE).exclude(waiver__stage=Stage.ASKED)
    pks = list(rows.values_list("pk", flat=True))
    if not pks:
        raise RefusedError("None of these can be waived: they are decided, gone, or wait for approval already.")
    waiver = Waiver.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        reason=reason,
        link=asked.link,
        until=asked.until,
        owner=asked.owner,
        asked_by=member,
        asked_at=at,
    )
    Finding.objects.filter(organisation_id=project.organisation_id, pk__in=pks).update(waiver=waiver)
    _entry(waiver, {"number": len(pks), "until": asked.until.isoformat()}, by=by, at=at)
    tell(
        project.organisation,
        key=f"waiver:{waiver.pk}:asked",
        subject=waiver.subject,
        title=f"{project.name}: a waiver waits for approval",
        body=f"It is for {len(pks)} finding{'s' * (len(pks) != 1)}, until {asked.until:%d %B %Y}. "
        "Whoever asked for it cannot approve it.",
        at=at,
    )
    return waiver


def may_approve(waiver: Waiver, member: Membership) -> str:
    """Why ``member`` may not approve ``waiver``, "" where they may.

    Another person than the one who asked; in a team in which nobody else may approve, the same one, marked so.
    """
    if member.role not in REVIEW:
        return "An owner or a reviewer approves waivers."
    if member.pk == waiver.asked_by_id and _others(waiver).exists():
        return "You asked for it: another person approves it."
    return ""


def _others(waiver: Waiver) -> QuerySet[Membership]:
    members = Membership.objects.filter(organisation_id=waiver.organisation_id, role__in=REVIEW, ended_at=None)
    return members.exclude(pk=waiver.asked_by_id)


@transaction.atomic
def approve(waiver: Waiver, *, member: Membership, by: Actor, at: datetime) -> int:
    """The waiver holds from now on: clocks of its findings stand still. How many findings it is for.

    Raises:
        RefusedError: it was decided already, has ended before it began, or ``member`` may not.
    """
    take_turn(waiver.organisation_id)
    why = may_approve(waiver, member)
    if why:
        raise RefusedError(why)
    if waiver.until <= at:
        raise RefusedError("Its end has passed: ask for it again.")
    alone = member.pk == waiver.asked_by_id
    _turn(waiver, Stage.ASKED, Stage.APPROVED, decided_by=member, decided_at=at, alone=alone)
    organisation = waiver.project.organisation
    rows = _findings(waiver).filter(state__in=LIVE)
    pks = list(rows.values_list("pk", flat=True))
    rows.update(state=State.WAIVED, live=False, decided_at=at, owes=False)
    for subject in running(organisation, pks):
        deadlines.pause(organisation, subject, f"waived until {waiver.until:%Y-%m-%d}", by=by, at=at)
    told(organisation, pks, State.WAIVED, waiver.reason, by=by, at=at)
    _entry(waiver, {"number": len(pks), "alone": alone}, by=by, at=at)
    counting.note(waiver.project, at)
    return len(pks)


@transaction.atomic
def refuse(waiver: Waiver, words: str, *, member: Membership, by: Actor, at: datetime) -> None:
    """The waiver is refused, for a reason.

    Raises:
        RefusedError: without a reason, or it was decided already.
    """
    said = " ".join(words.replace("\0", "").split())[:LONGEST]
    if not said:
        raise RefusedError("Say why: whoever asked needs to know.")
    take_turn(waiver.organisation_id)
    _turn(waiver, Stage.ASKED, Stage.REFUSED, decided_by=member, decided_at=at, decided_words=said)
    _findings(waiver).update(waiver=None)
    _entry(waiver, {}, by=by, at=at)


@transaction.atomic
def end(waiver: Waiver, *, by: Actor, at: datetime) -> int:
    """The waiver is over, before its day or on it: what it was for is open again. How many findings.

    Raises:
        RefusedError: it is over already.
    """
    take_turn(waiver.organisation_id)
    if waiver.stage == Stage.ASKED:
        _turn(waiver, Stage.ASKED, Stage.WITHDRAWN, ended_at=at)
        _findings(waiver).update(waiver=None)
        _entry(waiver, {}, by=by, at=at)
        return 0
    _turn(waiver, Stage.APPROVED, Stage.ENDED, ended_at=at)
    organisation = waiver.project.organisation
    rows = _findings(waiver).filter(state=State.WAIVED)
    rows.exclude(gone_at=None).update(state=State.FIXED, decided_at=at)
    opened = list(rows.filter(gone_at=None).values_list("pk", flat=True))
    again = Finding.objects.filter(organisation=organisation, pk__in=opened)
    again.update(state=State.OPEN, live=True, decided_at=None)
    for subject in running(organisation, opened):
        deadlines.resume(organisation, subject, by=by, at=at)
    told(organisation, opened, "waiver ended", "", by=by, at=at)
    _entry(waiver, {"number": len(opened)}, by=by, at=at)
    counting.note(waiver.project, at)
    return len(opened)


def sweep(organisation: Organisation, at: datetime) -> Counter[str]:
    """Warn of waivers a week before their end, and end those whose day has come; each once."""
    done: Counter[str] = Counter()
    held = Waiver.objects.filter(organisation=organisation, stage=Stage.APPROVED)
    held = held.select_related("project__organisation", "owner__user")
    for waiver in held.filter(until__lte=at).order_by("until")[:200]:
        _told_owner(waiver, "ended", f"{end(waiver, by=SYSTEM, at=at)} findings are open again.", at)
        done["ended"] += 1
    for waiver in held.filter(until__gt=at, until__lte=at + WARNING, warned_at=None).order_by("until")[:200]:
        with transaction.atomic():
            take_turn(organisation.pk)
            if Waiver.objects.filter(organisation=organisation, pk=waiver.pk, warned_at=None).update(warned_at=at):
                _told_owner(waiver, "ends soon", f"On {waiver.until:%d %B %Y} its findings are open again.", at)
                done["warned"] += 1
    return +done


def _told_owner(waiver: Waiver, what: str, body: str, at: datetime) -> None:
    tell(
        waiver.project.organisation,
        key=f"waiver:{waiver.pk}:{what}",
        subject=waiver.subject,
        title=f"{waiver.project.name}: a waiver {what}",
        body=f"You answer for it. {body}",
        member=waiver.owner if waiver.owner.ended_at is None else None,
        at=at,
    )


def _findings(waiver: Waiver) -> QuerySet[Finding]:
    return Finding.objects.filter(organisation_id=waiver.organisation_id, waiver=waiver)


def _turn(waiver: Waiver, before: Stage, after: Stage, **fields: object) -> None:
    rows = Waiver.objects.filter(organisation_id=waiver.organisation_id, pk=waiver.pk, stage=before)
    if not rows.update(stage=after, **fields):
        waiver.refresh_from_db()
        raise RefusedError(f"Somebody else was faster: it {waiver.get_stage_display()} now.")
    waiver.refresh_from_db()


def _entry(waiver: Waiver, detail: dict[str, Plain], *, by: Actor, at: datetime) -> None:
    told_of: dict[str, Plain] = {"waiver": waiver.pk, "stage": waiver.stage, **detail}
    record(waiver.organisation_id, "waiver.changed", waiver.subject, told_of, by=by, at=at)
