"""``/api/v1/advisories``: programs of the team read, write and publish advisories. People review and approve them.

What is refused is answered with 409 and the sentence that a person would read; what is no proper request with 422.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, ParamSpec, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec.structs import replace
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from troth.formats.advisory_formats import FORMATS
from troth_desk import clock
from troth_desk.cases import queries as cases
from troth_desk.cases.api import Asked
from troth_desk.cases.machine import Refused
from troth_desk.faces.instants import Instant
from troth_desk.people.keys import KeyAuth, actor_of, key_of
from troth_desk.publishing import actions, addresses, checking, page, queries
from troth_desk.publishing import content as contents
from troth_desk.publishing.content import Content
from troth_desk.publishing.models import Advisory, State
from troth_desk.tenants import queries as tenants

router = Router(tags=["advisories"])
FILE: dict[str, Any] = {
    "responses": {
        409: {},
        200: {
            "description": "The file, as its own format has it.",
            "content": {one: {"schema": {}} for one in sorted({each.media_type for each in FORMATS})},
        },
    }
}
"""What the description says of a file: each format has a schema of its own."""
READS, WRITES = KeyAuth("advisories:read"), KeyAuth("advisories:write")
MOST = 100
"""Advisories of one page."""
FURTHEST = 1_000_000_000
P = ParamSpec("P")
R = TypeVar("R")


class AdvisoryTold(Schema):
    """An advisory in a list. ``standing`` is computed: an approval of something else counts for nothing."""

    id: str
    project: str
    case: str
    title: str
    standing: str
    address: str
    fix_release: str
    fix_released_at: datetime | None
    publish_at: datetime | None
    details_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    created_at: datetime


class CheckTold(Schema):
    """A check before approval; ``must``: nothing is approved while it fails."""

    name: str
    passed: bool
    must: bool
    says: str
    todo: str


class RevisionTold(Schema):
    """What the world was shown, without its content."""

    number: int
    summary: str
    at: datetime
    details_held: bool


class WholeAdvisory(AdvisoryTold):
    """An advisory with what is being written. ``seen`` goes with the next change of it."""

    content: dict[str, Any]
    seen: str
    checks: list[CheckTold]
    revisions: list[RevisionTold]


class AdvisoryPage(Schema):
    """Advisories, the newest first; ``next`` is the ``offset`` of the next page, None at the end."""

    advisories: list[AdvisoryTold]
    next: int | None


class BeginAsked(Asked):
    """The reference of a case, or the name of a project in addresses."""

    case: str = ""
    project: str = ""


class ContentAsked(Schema):
    """``content`` as ``GET`` tells it; ``seen`` as it was told with it: then nothing of others is overwritten."""

    content: dict[str, Any]
    seen: str = ""


class FixAsked(Asked):
    """The release of the fix: a version or an address, and when it came out."""

    release: str = Field(max_length=300)
    released_at: Instant


class PublishAsked(Asked):
    """``at``: when, now without it. ``early_reason``: why users get less time than promised, where they do."""

    at: Instant | None = None
    early_reason: str = Field("", max_length=1_000)


def _advisory(request: HttpRequest, reference: str) -> Advisory:
    found = queries.advisory(key_of(request).organisation, reference)
    if found is None:
        raise HttpError(404, "There is no advisory of this reference here.")
    return found


def _allowed(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What ``act`` answers; its refusal as an answer of the interface."""
    try:
        return act(*args, **kwargs)
    except Refused as refused:
        raise HttpError(409, str(refused)) from None


@router.get("/advisories", auth=READS, response=AdvisoryPage)
def listed(
    request: HttpRequest,
    state: str = "",
    project: str = "",
    text: str = "",
    offset: Annotated[int, Field(le=FURTHEST)] = 0,
) -> dict[str, Any]:
    """Advisories, narrowed by what is given, the newest first."""
    start = max(offset, 0)
    filters = {"state": state, "project": project, "text": text}
    organisation = key_of(request).organisation
    found = list(queries.advisories(organisation, filters)[start : start + MOST + 1])
    standings = queries.standings(organisation, found[:MOST])
    return {
        "advisories": [_row(one, standings[one.pk]) for one in found[:MOST]],
        "next": start + MOST if len(found) > MOST else None,
    }


@router.get("/advisories/{slug:reference}", auth=READS, response=WholeAdvisory)
def whole(request: HttpRequest, reference: str) -> dict[str, Any]:
    """One advisory with its content and its checks."""
    return _whole(_advisory(request, reference))


@router.get("/advisories/{slug:reference}/file", auth=READS, response={200: None}, openapi_extra=FILE)
def written(request: HttpRequest, reference: str, format: str = "csaf") -> HttpResponse:  # noqa: A002 - its name in addresses
    """What is being written in one format ("csaf", "osv", "cve", "ghsa", "release-note" …), with all details."""
    found = page.file(_advisory(request, reference), format, clock.now())
    if found is None:
        raise HttpError(404, "There is no such format.")
    if found.reasons:
        raise HttpError(409, " ".join(found.reasons))
    return HttpResponse(found.content, content_type=found.form.media_type)


@router.post("/advisories", auth=WRITES, response={201: WholeAdvisory})
def begin(request: HttpRequest, payload: BeginAsked) -> Status[dict[str, Any]]:
    """Begin an advisory from a case, or an empty one of a project; a case that has one already gives that one."""
    organisation = key_of(request).organisation
    case = cases.case(organisation, payload.case) if payload.case else None
    if payload.case and case is None:
        raise HttpError(404, "There is no case of this reference here.")
    project = case.project if case else tenants.project(organisation, payload.project)
    if project is None:
        raise HttpError(404, "There is no such project here.")
    made = _allowed(actions.begin, project, case, by=actor_of(key_of(request)), at=clock.now())
    return Status(201, _whole(made))


@router.post("/advisories/{slug:reference}/content", auth=WRITES, response=WholeAdvisory)
def write(request: HttpRequest, reference: str, payload: ContentAsked) -> dict[str, Any]:
    """Write it anew. People of its case are named as they wish, whatever is sent."""
    found = _advisory(request, reference)
    try:
        content = msgspec.convert(payload.content, Content)
    except msgspec.ValidationError as error:
        raise HttpError(422, f"content: {error}") from None
    kept = tuple(one for one in contents.read(found.content).credits if one.participant is not None)
    others = tuple(one for one in content.credits if one.participant is None and one.name.strip())
    content = replace(content, credits=(*kept, *others))
    _allowed(actions.write, found, content, seen=payload.seen or None, by=actor_of(key_of(request)), at=clock.now())
    return _whole(found)


@router.post("/advisories/{slug:reference}/fix", auth=WRITES, response=WholeAdvisory)
def fix(request: HttpRequest, reference: str, payload: FixAsked) -> dict[str, Any]:
    """Record the release of the fix."""
    found = _advisory(request, reference)
    by, at = actor_of(key_of(request)), clock.now()
    _allowed(actions.record_fix, found, payload.release, payload.released_at, by=by, at=at)
    return _whole(found)


@router.post("/advisories/{slug:reference}/publication", auth=WRITES, response=WholeAdvisory)
def publish(request: HttpRequest, reference: str, payload: PublishAsked) -> dict[str, Any]:
    """Publish what was approved, or schedule it."""
    found = _advisory(request, reference)
    by, at = actor_of(key_of(request)), clock.now()
    if payload.at is None:
        _allowed(actions.publish, found, by=by, at=at, early_reason=payload.early_reason)
    else:
        _allowed(actions.schedule, found, payload.at, by=by, at=at, early_reason=payload.early_reason)
    return _whole(found)


def told(advisory: Advisory) -> dict[str, Any]:
    """An advisory as ``AdvisoryTold``."""
    return _row(advisory, queries.standing(advisory))


def _row(advisory: Advisory, standing: State) -> dict[str, Any]:
    public = addresses.page(advisory.project.organisation, advisory.reference) if advisory.published_at else ""
    named = (
        "fix_release", "fix_released_at", "publish_at", "details_at", "published_at", "withdrawn_at", "created_at",
    )  # fmt: skip
    return {name: getattr(advisory, name) for name in named} | {
        "id": advisory.reference,
        "project": advisory.project.slug,
        "case": advisory.case.reference if advisory.case else "",
        "title": advisory.title,
        "standing": standing.value,
        "address": public,
    }


def _whole(advisory: Advisory) -> dict[str, Any]:
    return told(advisory) | {
        "content": contents.kept(contents.read(advisory.content)),
        "seen": contents.digest(contents.read(advisory.content)),
        "checks": [
            {"name": one.name, "passed": one.passed, "must": one.must, "says": one.says, "todo": one.todo}
            for one in checking.checks(advisory, clock.now())
        ],
        "revisions": [
            {"number": one.number, "summary": one.summary, "at": one.at, "details_held": bool(one.withheld)}
            for one in queries.revisions(advisory)
        ],
    }
