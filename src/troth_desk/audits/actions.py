"""Writes of audits: asked for, begun, ended. A failed one is told, and proves nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from troth_desk.audits import queries, sources
from troth_desk.audits.cloning import BRANCH
from troth_desk.audits.models import LONGEST_FAILURE, Audit, Isolation, Plan, State, Why
from troth_desk.audits.promised import LONGEST, SHORTEST
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices.actions import tell
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Organisation, Project

LEASE = timedelta(minutes=3)
"""For how long a process may be silent before another one takes its audit over; it renews the lease meanwhile."""
MOST_TRIES = 3
"""Processes that may die at one audit before it counts as failed."""
AGAIN = timedelta(hours=1)
"""After how long a failed audit is made again: twice as long after each further failure, a day at the most."""
LONGEST_PAUSE = timedelta(days=1)


class RefusedAuditError(ValueError):
    """It cannot be done; the message says why and what to do."""


def choose(project: Project, *, url: str, branch: str, every: int | None, on: bool, by: Actor, at: datetime) -> Plan:
    """Keep where the repository lies and how it is audited. ``every`` are days, None for the policy's own.

    Raises:
        RefusedAuditError: nothing could be cloned from there, or the days or the branch are none.
    """
    refused = sources.refusal(url) if url else ""
    if refused:
        raise RefusedAuditError(refused)
    if branch and (not BRANCH.fullmatch(branch) or ".." in branch):
        raise RefusedAuditError("This is no name of a branch.")
    if every is not None and not SHORTEST <= every <= LONGEST:
        raise RefusedAuditError(f"Audits are made every {SHORTEST} to {LONGEST} days.")
    with transaction.atomic():
        take_turn(project.organisation_id)
        told = sources.source(project.organisation, project)
        if not (told and told.told) and project.repository_url != url:
            project.repository_url = url
            project.save(update_fields=["repository_url"])
        kept = _kept(project)
        kept.on, kept.branch, kept.every, kept.next_at = on, branch, every, None
        kept.save()
        detail: dict[str, Plain] = {"on": on, "every": every or 0, "repository": bool(url)}
        record(project.organisation_id, "audit.chosen", f"project:{project.pk}", detail, by=by, at=at)
        return kept


def ask(project: Project, *, why: str = Why.ASKED, by: Actor, at: datetime) -> Audit:
    """Have ``project`` audited by the next worker that is free; an audit that waits or runs already is the one.

    Raises:
        RefusedAuditError: nobody knows where its repository lies, or the desk audits nothing.
    """
    standing = queries.standing(project.organisation, project)
    if standing.source is None or standing.why_not.startswith("Whoever"):
        raise RefusedAuditError(standing.why_not)
    if standing.open is not None:
        return standing.open
    try:
        with transaction.atomic():
            take_turn(project.organisation_id)
            made = Audit.objects.create(
                organisation_id=project.organisation_id, project=project, why=why, actor=str(by), asked_at=at
            )
            detail: dict[str, Plain] = {"audit": made.pk, "why": str(why)}
            record(project.organisation_id, "audit.asked", f"project:{project.pk}", detail, by=by, at=at)
            return made
    except IntegrityError:  # another process asked at the same instant
        found = queries.standing(project.organisation, project).open
        if found is None:
            raise
        return found


def plan(organisation: Organisation, *, at: datetime) -> int:
    """Ask for each audit of ``organisation`` whose time has come by the promised rhythm; how many."""
    asked = 0
    for standing in queries.may_be_due(organisation, at):
        if standing.why_not or standing.open is not None:
            continue
        if not queries.is_ahead(standing.plan.next_at or _due(standing), at):
            ask(standing.project, why=Why.RHYTHM, by=SYSTEM, at=at)
            asked += 1
    return asked


def begin(audit: Audit, *, machine: str, at: datetime) -> bool:
    """Take ``audit`` for this process; False where another one has it. It fails for good after ``MOST_TRIES``."""
    with transaction.atomic():
        take_turn(audit.organisation_id)
        if audit.tries >= MOST_TRIES:
            why = f"{MOST_TRIES} processes began it and died, or were killed. The worker's log says more."
            _end(audit, why, by=SYSTEM, at=at)
            return False
        mine = queries.waiting(audit.organisation, at).filter(pk=audit.pk, tries=audit.tries)
        fields = {"state": State.RUNNING, "machine": machine[:100], "claimed_until": at + LEASE, "began_at": at}
        taken = mine.update(tries=F("tries") + 1, **fields) == 1
        if taken:
            audit.state, audit.tries = State.RUNNING, audit.tries + 1
        return taken


def alive(audit: Audit, *, at: datetime) -> bool:
    """Renew the lease of this process; False where the audit is another's by now."""
    return _mine(audit).update(claimed_until=at + LEASE) == 1


def give_back(audit: Audit) -> None:
    """The worker ends: another one begins it anew, at once."""
    _mine(audit).update(state=State.WAITING, claimed_until=None, tries=F("tries") - 1)


def done(audit: Audit, scan: Scan, *, url: str, commit: str, isolation: Isolation, by: Actor, at: datetime) -> bool:
    """It ended with a result; False where the audit is another's by now, whose result counts."""
    with transaction.atomic():
        take_turn(audit.organisation_id)
        fields = {"url": url[:1000], "commit": commit[:64], "isolation": isolation, "scan": scan}
        if not _mine(audit).update(state=State.DONE, ended_at=at, claimed_until=None, failure="", **fields):
            return False
        kept = _kept(audit.project)
        standing = queries.standing(audit.organisation, audit.project)
        pause = _pause(standing)
        kept.next_at, kept.failing_since, kept.failures = at + pause if pause else None, None, 0
        kept.save()
        detail: dict[str, Plain] = {"audit": audit.pk, "scan": scan.pk, "isolation": str(isolation)}
        record(audit.organisation_id, "audit.done", f"project:{audit.project_id}", detail, by=by, at=at)
        return True


def failed(audit: Audit, why: str, *, url: str = "", commit: str = "", by: Actor = SYSTEM, at: datetime) -> None:
    """It ended without a result that proves anything: the team is told at the first failure, and it is made again."""
    with transaction.atomic():
        take_turn(audit.organisation_id)
        if _mine(audit).update(url=url[:1000], commit=commit[:64]):
            _end(audit, why, by=by, at=at)


def _end(audit: Audit, why: str, *, by: Actor, at: datetime) -> None:
    mine = Audit.objects.filter(organisation_id=audit.organisation_id, pk=audit.pk, state__in=("waiting", "running"))
    if not mine.update(state=State.FAILED, ended_at=at, claimed_until=None, failure=why[:LONGEST_FAILURE]):
        return
    kept = _kept(audit.project)
    kept.failing_since = min(kept.failing_since or at, at)
    kept.next_at = at + min(AGAIN * 2 ** min(kept.failures, 8), LONGEST_PAUSE)
    kept.failures += 1
    kept.save()
    detail: dict[str, Plain] = {"audit": audit.pk}
    record(audit.organisation_id, "audit.failed", f"project:{audit.project_id}", detail, by=by, at=at)
    tell(
        audit.organisation,
        key=f"audit:{kept.pk}:failing:{kept.failing_since.isoformat()}",
        subject=f"project:{audit.project_id}",
        group="security team",
        title=f"The desk could not audit {audit.project.name}",
        body=f"{why[:LONGEST_FAILURE]}\n\nA failed audit proves nothing. It is tried again, after longer pauses each "
        "time; the page Audits says how each try went.",
        at=at,
    )


def _mine(audit: Audit) -> QuerySet[Audit]:
    """The row, as long as it is this process that is at it."""
    return Audit.objects.filter(
        organisation_id=audit.organisation_id, pk=audit.pk, state=State.RUNNING, tries=audit.tries
    )


def _kept(project: Project) -> Plan:
    found, _ = Plan.objects.get_or_create(organisation_id=project.organisation_id, project=project)
    return found


def _pause(standing: queries.Standing) -> timedelta | None:
    if standing.plan.every:
        return timedelta(days=standing.plan.every)
    return standing.rhythm.due_after if standing.rhythm else None


def _due(standing: queries.Standing) -> datetime | None:
    """When the next one is due by the last that ended well; None where there was none."""
    pause, last = _pause(standing), standing.last_good
    return last.ended_at + pause if pause and last and last.ended_at else None
