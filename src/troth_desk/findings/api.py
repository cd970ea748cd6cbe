"""``/api/v1/findings`` and ``/api/v1/gates``: programs hand in SARIF, read findings, decide, and record releases."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from troth_desk import clock
from troth_desk.faces.instants import Moment
from troth_desk.findings import actions, filters, queries, reading, uploads
from troth_desk.findings.actions.deciding import MOST, Decision
from troth_desk.findings.actions.gates import Told, barred
from troth_desk.findings.models import Finding, Release
from troth_desk.findings.refusal import RefusedError
from troth_desk.findings.states import State
from troth_desk.people.keys import KeyAuth, actor_of, key_of, project_of

router = Router(tags=["findings"])
PAGE = 200
SARIF = {
    "requestBody": {
        "required": True,
        "content": {
            "application/sarif+json": {
                "schema": {
                    "type": "object",
                    "required": ["version", "runs"],
                    "properties": {
                        "version": {"enum": ["2.1.0"]},
                        "runs": {"type": "array", "items": {"type": "object"}},
                    },
                }
            }
        },
    }
}


SAME = (
    "kind", "tool", "rule", "aliases", "text", "severity", "said", "state", "justification", "live", "package",
    "version", "fixed", "path", "line", "cwes", "epss", "kev", "first_seen_at", "gone_at", "times_back",
)  # fmt: skip
"""Fields of a finding that are told as they are."""


class ImportTold(Schema):
    """What one tool of a log changed. ``partial`` says why it was not whole, and so closed nothing."""

    id: int
    tool: str
    category: str
    new_result: bool
    told: int
    new: int
    gone: int
    back: int
    partial: list[str]
    says: str


class ImportTaken(Schema):
    """What became of a log: one entry a tool, and the same in words."""

    imports: list[ImportTold]
    says: list[str]


class FindingTold(Schema):
    """One finding. ``said`` is the tool's own word for the severity; ``gone_at``: nothing sees it since."""

    id: int
    project: str
    kind: str
    tool: str
    rule: str
    aliases: list[str]
    text: str
    severity: str
    said: str
    score: float | None
    state: str
    justification: str
    live: bool
    package: str
    version: str
    fixed: list[str]
    path: str
    line: int | None
    cwes: list[str]
    epss: float | None
    kev: bool
    first_seen_at: datetime
    gone_at: datetime | None
    times_back: int
    case: str | None


class DecisionSaid(Schema):
    """A decision about findings. ``reason`` stays inside, ``words`` go into the VEX document."""

    findings: list[int] = Field(min_length=1, max_length=MOST)
    state: Literal["open", "accepted", "false_positive", "not_affected", "fixed"]
    reason: str = Field("", max_length=2_000)
    words: str = Field("", max_length=2_000)
    justification: str = Field("", max_length=60)


class DecidedTold(Schema):
    """How many were changed, and how many were left as they are."""

    changed: int
    left: int


class PassageSaid(Schema):
    """A release went through a gate. ``at`` is when (now, where it is left out); ``reason`` why it went untested."""

    project: str = Field(max_length=60)
    version: str = Field(max_length=100)
    stage: Literal["staging", "production"]
    passed: bool = True
    evidence: str = Field("", max_length=1_000)
    commit: str = Field("", max_length=64)
    at: Moment | None = None
    reason: str = Field("", max_length=500)


class PassageTold(Schema):
    """One passage as it stands on record."""

    stage: str
    passed: bool
    at: datetime
    recorded_at: datetime
    evidence: str
    untested: bool
    reason: str


class ReleaseTold(Schema):
    """A release. ``may``: its last test in staging passed, it may go to production; ``barred`` says why not."""

    id: int
    project: str
    version: str
    commit: str
    may: bool
    barred: str
    passages: list[PassageTold]


@router.post(
    "/findings/sarif", auth=KeyAuth("scans:push"), response={200: ImportTaken, 201: ImportTaken}, openapi_extra=SARIF
)
def sarif(
    request: HttpRequest,
    project: str,
    category: str = "",
    whole: bool = False,  # noqa: FBT001, FBT002 - a parameter of the address
) -> Status[dict[str, Any]]:
    """Hand in a SARIF 2.1.0 log: 201 where something is new, 200 where all of it was there.

    ``category`` tells several results of one tool apart. ``whole``: the tools looked at everything, also where the log
    does not say so; what they do not name is gone.
    """
    key, at = key_of(request), clock.now()
    found = project_of(key, project)
    data = request.read(reading.LARGEST + 1)
    try:
        brought = uploads.take(found, data, category=category[:100], looked=whole, by=actor_of(key), at=at)
    except reading.UnreadableError as error:
        raise HttpError(422, str(error)) from None
    told = [
        {
            "id": one.brought.pk,
            "tool": one.brought.stream.tool,
            "category": one.brought.stream.category,
            "new_result": one.new,
            "says": uploads.says(one),
            **{name: getattr(one.brought, name) for name in ("told", "new", "gone", "back", "partial")},
        }
        for one in brought
    ]
    answer = {"imports": told, "says": [str(one["says"]) for one in told]}
    return Status(201 if any(one.new for one in brought) else 200, answer)


@router.get("/findings", auth=KeyAuth("findings:read"), response=list[FindingTold])
def listed(
    request: HttpRequest,
    project: str = "",
    show: str = "todo",
    severity: str = "",
    state: str = "",
    kind: str = "",
    before: int | None = None,
) -> list[FindingTold]:
    """Findings, the newest first, 200 at a time; ``before`` is the id of the last one. Filters are the page’s."""
    key = key_of(request)
    if project:
        project_of(key, project)
    given = {"project": project, "show": show, "severity": severity, "state": state, "kind": kind, "order": "newest"}
    rows = filters.found(key.organisation, filters.filters(given), None, clock.now())
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_told(one) for one in rows.select_related("project", "case")[:PAGE]]


@router.get("/findings/{int:number}", auth=KeyAuth("findings:read"), response=FindingTold)
def one(request: HttpRequest, number: int) -> FindingTold:
    """One finding."""
    found = queries.finding(key_of(request).organisation, number) if 0 < number < 2**62 else None
    if found is None:
        raise HttpError(404, "There is no such finding.")
    return _told(found)


@router.post("/findings/decisions", auth=KeyAuth("findings:write"), response=DecidedTold)
def decide(request: HttpRequest, payload: DecisionSaid) -> dict[str, int]:
    """Decide about findings, as on the page. Ids that are not of this team are refused, all of them."""
    key = key_of(request)
    wanted = sorted(set(payload.findings))
    if any(not 0 < number < 2**62 for number in wanted):
        raise HttpError(404, "There are no such findings.")
    here = Finding.objects.filter(organisation=key.organisation, pk__in=wanted).count()
    if here != len(wanted):
        raise HttpError(404, f"{len(wanted) - here} of these findings are not here.")
    decision = Decision(State(payload.state), payload.reason, payload.words, payload.justification)
    try:
        done = actions.decide(key.organisation, wanted, decision, by=actor_of(key), at=clock.now())
    except RefusedError as error:
        raise HttpError(409, str(error)) from None
    return {"changed": done.changed, "left": done.left}


@router.post("/gates", auth=KeyAuth("gates:write"), response={201: ReleaseTold})
def pass_gate(request: HttpRequest, payload: PassageSaid) -> Status[ReleaseTold]:
    """Record that a release was tested in staging, or went to production; the release is begun where it is new.

    Production before a test is refused with 409. Where it happened all the same, send the ``reason``: it is kept as a
    breach of the order.
    """
    key, at = key_of(request), clock.now()
    project, by = project_of(key, payload.project), actor_of(key)
    if payload.at is not None and payload.at.tzinfo is None:
        raise HttpError(422, "at: say the zone, such as 2026-03-02T09:00:00Z")
    try:
        release = actions.begin(project, payload.version, commit=payload.commit, by=by, at=at)
        told = Told(at=payload.at, evidence=payload.evidence, passed=payload.passed)
        if payload.stage == "staging":
            actions.tested(release, told, by=by, at=at)
        else:
            actions.shipped(release, told, payload.reason, by=by, at=at)
    except RefusedError as error:
        raise HttpError(409, str(error)) from None
    return Status(201, _release(release, at))


@router.get("/gates", auth=KeyAuth("findings:read"), response=ReleaseTold)
def gate(request: HttpRequest, project: str, version: str) -> ReleaseTold:
    """Where a release stands: may it go to production? A pipeline asks before it deploys."""
    key = key_of(request)
    rows = queries.releases(key.organisation).filter(project=project_of(key, project), version=version)
    found = rows.first()
    if found is None:
        raise HttpError(404, "There is no such release: nothing of it was recorded.")
    return _release(found, clock.now())


def _release(release: Release, at: datetime) -> ReleaseTold:
    why = barred(release, at)
    return ReleaseTold(
        id=release.pk,
        project=release.project.slug,
        version=release.version,
        commit=release.commit,
        may=not why,
        barred=why,
        passages=[
            PassageTold(
                stage=each.stage,
                passed=each.passed,
                at=each.at,
                recorded_at=each.recorded_at,
                evidence=each.evidence,
                untested=each.untested,
                reason=each.reason,
            )
            for each in release.passages.all()
        ],
    )


def _told(found: Finding) -> FindingTold:
    return FindingTold(
        id=found.pk,
        project=found.project.slug,
        score=None if found.score is None else float(found.score),
        case=found.case.reference if found.case else None,
        **{name: getattr(found, name) for name in SAME},
    )
