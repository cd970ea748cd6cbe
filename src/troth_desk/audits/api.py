"""``/api/v1/audits``: what the desk audited itself, and an audit on demand."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from troth_desk import clock
from troth_desk.audits import actions, jobs, queries
from troth_desk.audits.models import Audit
from troth_desk.people.keys import KeyAuth, actor_of, key_of, project_of
from troth_desk.people.models import ApiKey
from troth_desk.tenants import rounds

router = Router(tags=["audits"])
MOST = 100
"""Audits of one page of the history."""


class AuditTold(Schema):
    """One audit of the desk's own. ``scan`` is the id of its result (``/api/v1/scans``), null where it has none.

    ``isolation`` is "sandbox", "process" (no sandbox: bubblewrap is missing), "none needed" (no tool was started) or
    "" (nothing was run). ``failure`` is a sentence; a failed audit proves nothing.
    """

    id: int
    why: str
    state: str
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    commit: str
    isolation: str
    failure: str
    scan: int | None


class AuditAsked(Schema):
    """The project, by its name in addresses."""

    project: str


@router.get("/audits", auth=KeyAuth("scans:read"), response=list[AuditTold])
def history(request: HttpRequest, project: str, before: int | None = None) -> list[AuditTold]:
    """Audits of ``project`` that the desk made, the newest first, 100 at a time; ``before`` is the last id before."""
    found = queries.audits(project_of(key_of(request), project)).order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    return [told(one) for one in found[:MOST]]


@router.post("/audits", auth=KeyAuth("audits:run"), response={200: AuditTold, 201: AuditTold})
def run(request: HttpRequest, payload: AuditAsked) -> Status[AuditTold]:
    """Have a project audited: 201 where an audit was asked for, 200 where one waits or runs already."""
    project = project_of(key_of(request), payload.project)
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    waits = queries.standing(project.organisation, project).open
    try:
        made = actions.ask(project, by=actor_of(key), at=clock.now())
    except actions.RefusedAuditError as refused:
        raise HttpError(422, str(refused)) from None
    rounds.wake(project.organisation, jobs.NAME)
    return Status(200 if waits else 201, told(made))


def told(one: Audit) -> AuditTold:
    """``one`` as the interface tells it."""
    return AuditTold(
        id=one.pk,
        why=one.why,
        state=one.state,
        asked_at=one.asked_at,
        began_at=one.began_at,
        ended_at=one.ended_at,
        commit=one.commit,
        isolation=one.isolation,
        failure=one.failure,
        scan=one.scan_id,
    )
