"""What laws ask to be told: a profile is chosen, a matter begins and starts its clocks, what was told meets them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from troth.standards import statutes
from troth.standards.statutes import AWARE, Obligation, Profile
from troth_desk.cases import queries as cases
from troth_desk.deadlines import actions as clocks
from troth_desk.deadlines import subjects
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import Actor
from troth_desk.reporting import queries
from troth_desk.reporting.models import Matter, Statute
from troth_desk.reporting.refusal import RefusedReportError
from troth_desk.tenants.models import Organisation, Project

LONGEST_REASON = 300
ABOUT = ("case", "incident")


def choose(project: Project, profile: str, *, by: Actor, at: datetime) -> Statute:
    """Be reminded of what ``profile`` asks; chosen again it is the one that stands."""
    _profile(profile)
    with transaction.atomic():
        take_turn(project.organisation_id)
        standing = queries.statute(project, profile)
        if standing is not None:
            return standing
        chosen = Statute.objects.create(
            organisation_id=project.organisation_id, project=project, profile=profile, chosen_at=at
        )
        record(project.organisation_id, "statute.chosen", f"project:{project.pk}", {"profile": profile}, by=by, at=at)
    return chosen


def give_up(statute: Statute, *, by: Actor, at: datetime) -> None:
    """No new matters any more; clocks that run go on."""
    with transaction.atomic():
        take_turn(statute.organisation_id)
        Statute.objects.filter(pk=statute.pk, organisation_id=statute.organisation_id, ended_at=None).update(
            ended_at=at
        )
        subject = f"project:{statute.project_id}"
        record(statute.organisation_id, "statute.given_up", subject, {"profile": statute.profile}, by=by, at=at)


def aware(statute: Statute, about: str, sort: str, aware_at: datetime, *, by: Actor, at: datetime) -> Matter:
    """The team is aware of something that is to be told since ``aware_at``: its first clocks start.

    Raises ``RefusedReportError``: no such case or incident, a time to come, or it has begun before.
    """
    profile = _profile(statute.profile)
    organisation = statute.project.organisation
    if not _is_there(organisation, about):
        raise RefusedReportError("There is no such case or incident here.", "about")
    if sort not in dict(profile.sorts):
        raise RefusedReportError("Say which of the two it is.", "sort")
    if aware_at > at:
        raise RefusedReportError("That lies ahead: nobody is aware of it yet.", "aware_at")
    with transaction.atomic():
        take_turn(statute.organisation_id)
        if statute.matters.filter(
            organisation_id=statute.organisation_id, about=about, sort=sort, closed_at=None
        ).exists():
            raise RefusedReportError("Its clocks run already.", "about")
        matter = Matter.objects.create(
            organisation_id=statute.organisation_id,
            statute=statute,
            about=about,
            sort=sort,
            aware_at=aware_at,
            opened_at=at,
        )
        detail: dict[str, Plain] = {"about": about, "sort": sort, "aware_at": aware_at.astimezone(UTC).isoformat()}
        record(statute.organisation_id, "matter.opened", matter.subject, detail, by=by, at=at)
        _arm(matter, profile, AWARE, aware_at, by=by, at=at)
    return matter


def happened(matter: Matter, event: str, when: datetime, *, by: Actor, at: datetime) -> None:
    """Something happened that a further clock counts from. Raises ``RefusedReportError``."""
    profile = _profile(matter.statute.profile)
    if event not in dict(profile.events):
        raise RefusedReportError("There is no such event.", "event")
    with transaction.atomic():
        _open(matter)
        _note(matter, profile, event, when, by=by, at=at)


def tell(matter: Matter, key: str, *, by: Actor, at: datetime, told_at: datetime | None = None) -> None:
    """It was told: its clock is met. What counts from it starts then.

    ``told_at`` is when, where that was before; what counts as in time is ``at``, when it was recorded.
    Raises ``RefusedReportError``: no such obligation, or its clock does not run.
    """
    profile = _profile(matter.statute.profile)
    obligation = profile.obligation(key)
    if obligation is None or obligation.sort != matter.sort:
        raise RefusedReportError("There is nothing of that name to be told.")
    with transaction.atomic():
        _open(matter)
        if not clocks.meet(matter.statute.project.organisation, matter.subject, key, by=by, at=at):
            raise RefusedReportError("That was told before, or is not owed yet.")
        if obligation.sends:
            _note(matter, profile, obligation.sends, told_at or at, by=by, at=at)


def close(matter: Matter, reason: str, *, by: Actor, at: datetime) -> None:
    """Nothing is to be told any more, for a reason. What was overdue stays on record."""
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise RefusedReportError("Say why nothing more is to be told: whoever looks at it later reads that.", "reason")
    with transaction.atomic():
        _open(matter)
        clocks.stop(matter.statute.project.organisation, matter.subject, reason, by=by, at=at)
        matter.closed_at, matter.closed_reason = at, reason
        matter.save(update_fields=["closed_at", "closed_reason"])
        record(matter.organisation_id, "matter.closed", matter.subject, {}, by=by, at=at)


def _note(matter: Matter, profile: Profile, event: str, when: datetime, *, by: Actor, at: datetime) -> None:
    if when > at:
        raise RefusedReportError("That lies ahead.", "when")
    if when < matter.aware_at:
        raise RefusedReportError("That is before anybody was aware of it.", "when")
    if event in matter.events:
        raise RefusedReportError("That is on record already.", "when")
    matter.events = matter.events | {event: when.astimezone(UTC).isoformat()}
    matter.save(update_fields=["events"])
    detail: dict[str, Plain] = {"event": event, "when": when.astimezone(UTC).isoformat()}
    record(matter.organisation_id, "matter.went_on", matter.subject, detail, by=by, at=at)
    _arm(matter, profile, event, when, by=by, at=at)


def _arm(matter: Matter, profile: Profile, event: str, since: datetime, *, by: Actor, at: datetime) -> None:
    project = matter.statute.project
    there = since.astimezone(ZoneInfo(project.organisation.zone))
    for one in profile.of(matter.sort):
        if one.since == event:
            clocks.arm_own(
                project,
                matter.subject,
                action=one.key,
                sentence=sentence(one),
                due_at=statutes.strict(one, there),
                started_at=since,
                by=by,
                at=at,
            )


def sentence(obligation: Obligation) -> str:
    """What the clock says."""
    return f"{obligation.says} (CRA {obligation.article}). Check the official text."


def _is_there(organisation: Organisation, about: str) -> bool:
    kind, _, name = about.partition(":")
    if kind == "case":
        return cases.case(organisation, name) is not None
    return kind in ABOUT and about in subjects.described(organisation, [about])


def _profile(name: str) -> Profile:
    found = statutes.profile(name)
    if found is None:
        raise RefusedReportError("There is no such profile.", "profile")
    return found


def _open(matter: Matter) -> None:
    take_turn(matter.organisation_id)
    matter.refresh_from_db(fields=["events", "closed_at", "closed_reason"])
    if matter.closed_at is not None:
        raise RefusedReportError("It is closed: nothing of it is to be told any more.")
