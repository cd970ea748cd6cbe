"""Writes: an advisory becomes a case once, later changes are told, and how a look went is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from troth_desk.cases import actions as cases
from troth_desk.cases.models import Case
from troth_desk.hosted.asking import LookError
from troth_desk.hosted.models import Advisory, State, Watch, Why
from troth_desk.hosted.told import Told, cut
from troth_desk.intake import actions as intake
from troth_desk.ledger.actions import Plain, record, take_turn
from troth_desk.ledger.actor import SYSTEM, Actor
from troth_desk.notices.actions import tell
from troth_desk.tenants.models import Organisation, Project

EVERY = timedelta(minutes=5)
"""How often a repository is looked at."""
LONGEST = timedelta(hours=6)
"""The longest pause after looks that failed."""
TOLD_AFTER = timedelta(days=1)
"""After so long without a look that ended well, the team is told."""
LONGEST_CHANGE = 45_000
"""Characters of changed words that are told."""
SETTLED = frozenset({State.PUBLISHED, State.CLOSED})
ORIGIN = "github"


def watch_of(project: Project, repository: str, *, at: datetime) -> Watch:
    """What is known of looking at ``repository``; nothing yet where it is new."""
    found, _ = Watch.objects.get_or_create(
        organisation_id=project.organisation_id, project=project, repository=repository, defaults={"next_at": at}
    )
    return found


def take(project: Project, told: Told, *, first: bool, at: datetime) -> Advisory:
    """Make ``told`` a case where it is a report and none yet, or tell what changed of it.

    ``first``: the desk looks for the first time; what was settled before is no case. The row of the advisory is unique,
    so that the same one never makes two cases.
    """
    with transaction.atomic():
        take_turn(project.organisation_id)
        known = Advisory.objects.filter(
            organisation_id=project.organisation_id, project=project, ghsa_id=told.ghsa_id
        ).select_related("case__project__organisation")
        found = known.first()
        if found is None:
            return _new(project, told, first=first, at=at)
        if found.case is None and _is_one_now(told):
            return _become(project, found, told, at)
        if found.updated_at != (told.updated_at or at) or found.state != _state(told):
            _changed(found, told, at)
        return found


def _new(project: Project, told: Told, *, first: bool, at: datetime) -> Advisory:
    state = _state(told)
    why = "" if told.reported else Why.OWN
    if told.reported and first and state in SETTLED:
        why = Why.BEFORE
    made = Advisory.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        ghsa_id=told.ghsa_id,
        why=why,
        url=told.address,
        created_at=told.created_at or at,
        **_seen(told, at),
    )
    return made if why else _become(project, made, told, at)


def _is_one_now(told: Told) -> bool:
    """Whether what was no case is a report that waits: it was opened again, or somebody handed it in after all."""
    return told.reported and _state(told) not in SETTLED


def _become(project: Project, made: Advisory, told: Told, at: datetime) -> Advisory:
    """Open the case of a report."""
    state = _state(told)
    received = intake.receive(
        project, told.report(), origin=ORIGIN, by=SYSTEM, at=at, received_at=min(told.created_at or at, at)
    )
    made.case = Case.objects.get(organisation_id=project.organisation_id, reference=received.answer["id"])
    made.why = ""
    for name, value in _seen(told, at).items():
        setattr(made, name, value)
    made.save()
    _record(made, "hosted.taken", {"advisory": made.ghsa_id, "state": state}, at)
    if state != State.TRIAGE:
        cases.say(made.case, f"On GitHub this report is {state.label}.", by=SYSTEM, at=at)
    return made


def _changed(found: Advisory, told: Told, at: datetime) -> None:
    """Tell both sides what is different on GitHub, and the team what to do about it."""
    said = list(_differences(found, told))
    before = State(found.state)
    for name, value in _seen(told, at).items():
        setattr(found, name, value)
    found.save()
    if found.case is None or not said:
        return
    words = "\n\n".join(said)
    cases.say(found.case, words, by=SYSTEM, at=at)
    detail: dict[str, Plain] = {"advisory": found.ghsa_id, "from": before.value, "to": found.state}
    _record(found, "hosted.changed", detail, at)
    moved = f" On this desk that is “{found.here}”: move the case where it is so." if before != found.state else ""
    tell(
        found.project.organisation,
        key=f"hosted:{found.pk}:{found.updated_at.isoformat()}:{found.state}",
        subject=found.case.subject,
        group="security team",
        title=f"{found.case.reference}: the report was changed on GitHub",
        body=f"It is {State(found.state).label} there.{moved} What changed stands on its page.",
        at=at,
    )


def _differences(found: Advisory, told: Told) -> Iterator[str]:
    state = _state(told)
    if state != found.state:
        yield f"On GitHub this report is {state.label} now."
    if told.state == "withdrawn":
        yield "On GitHub its advisory was withdrawn."
    if (told.cve_id or "") != found.cve_id:
        yield (
            f"On GitHub it has the number {told.cve_id} now." if told.cve_id else "On GitHub it has no CVE number now."
        )
    if (told.severity or "") != found.severity:
        yield f"On GitHub its severity is {told.severity or 'not said'} now."
    if told.text != found.text:
        words = f"{told.summary}\n\n{told.description or ''}".strip()
        yield f"On GitHub its words were changed. They are now:\n\n{cut(words, LONGEST_CHANGE)}"


def _state(told: Told) -> State:
    """A withdrawn advisory was published, and stays what the world can read."""
    return State.PUBLISHED if told.state == "withdrawn" else State(told.state)


def _seen(told: Told, at: datetime) -> dict[str, Any]:
    return {
        "state": _state(told),
        "severity": (told.severity or "")[:10],
        "cve_id": (told.cve_id or "")[:30],
        "text": told.text,
        "updated_at": told.updated_at or at,
    }


def looked(watch: Watch, *, etag: str, newest: datetime | None, at: datetime) -> None:
    """A look ended well. ``etag`` "" and ``newest`` None: nothing had changed."""
    fields: dict[str, Any] = {"looked_at": at, "next_at": at + EVERY, "failure": "", "failing_since": None}
    if etag:
        fields["etag"] = etag
    if newest is not None:
        fields["newest_at"] = max(newest, watch.newest_at or newest)
    elif watch.newest_at is None:
        fields["newest_at"] = at
    _mine(watch).update(failures=0, **fields)


def failed(watch: Watch, error: LookError, *, at: datetime) -> None:
    """A look failed: the next one waits longer each time, or for as long as GitHub asks; after a day the team knows."""
    pause = max(EVERY * 2 ** min(watch.failures, 8), error.wait or EVERY)
    since = min(watch.failing_since or at, at)
    with transaction.atomic():
        take_turn(watch.organisation_id)
        _mine(watch).update(
            failure=str(error)[:300],
            failing_since=since,
            failures=F("failures") + 1,
            next_at=at + min(pause, LONGEST),
        )
        if at - since >= TOLD_AFTER:
            tell(
                watch.organisation,
                key=f"hosted:{watch.pk}:failing:{since.isoformat()}",
                subject=f"project:{watch.project_id}",
                title=f"Reports on GitHub are not seen: {watch.repository}",
                body=f"Since {since:%d %B %Y, %H:%M} UTC no look ended well. {error} Until then look there yourself.",
                at=at,
            )


def look_soon(organisation: Organisation, watch: Watch, *, by: Actor, at: datetime) -> None:
    """Look at all of it with the next round, whatever it was waiting for."""
    with transaction.atomic():
        take_turn(organisation.pk)
        _mine(watch).update(next_at=at, etag="")
        record(organisation.pk, "hosted.asked", f"project:{watch.project_id}", {}, by=by, at=at)


def _mine(watch: Watch) -> QuerySet[Watch]:
    return Watch.objects.filter(organisation_id=watch.organisation_id, pk=watch.pk)


def _record(found: Advisory, action: str, detail: dict[str, Plain], at: datetime) -> None:
    subject = found.case.subject if found.case else f"project:{found.project_id}"
    record(found.organisation_id, action, subject, detail, by=SYSTEM, at=at)
