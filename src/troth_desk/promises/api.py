"""``/api/v1/promises`` and ``/api/v1/policies``: how promises stand, and what the policy says, for programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from troth.formats import check_result
from troth_desk import clock
from troth_desk.deadlines.numbers import Numbers
from troth_desk.people.keys import KeyAuth, actor_of, key_of, project_of
from troth_desk.policies import actions as policy_actions
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.policies.refusal import RefusedTextsError
from troth_desk.promises import judging
from troth_desk.tenants.models import Project

router = Router(tags=["promises"])
Days = Annotated[int, Field(ge=1, le=3650)]


class PolicyTold(Schema):
    """A version of the policy. ``texts`` are the SHA-256 of its documents by path."""

    project: str
    version: int
    since: datetime
    origin: str
    texts: dict[str, str]
    promises: list[dict[str, Any]]
    remarks: list[str]


class PolicyHandedIn(Schema):
    """All documents of the policy, path → text, the foremost first; ``troth.toml`` may be among them."""

    texts: dict[str, str] = Field(min_length=1)


class PromisesTold(Schema):
    """How the promises stand: ``verdicts`` as ``troth check --format json`` has them, ``numbers`` of the desk by id.

    ``findings`` are places of the policy that say two things of one matter.

    ``counted`` is when these numbers were counted: on a desk with very many clocks a while before ``at``.
    """

    project: str
    version: int
    at: datetime
    counted: datetime
    checked: datetime | None
    window_days: int
    summary: dict[str, int]
    verdicts: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    numbers: dict[str, dict[str, Any]]


@router.get("/policies/{slug:project}", auth=KeyAuth("policies:read"), response=PolicyTold, tags=["policies"])
def policy(request: HttpRequest, project: str) -> PolicyTold:
    """The version of the policy that holds now, with its promises."""
    found = project_of(key_of(request), project)
    version = policies.current_version(found)
    if version is None:
        raise HttpError(404, "This project has no policy on the desk yet.")
    return _told(found, version)


@router.post("/policies/{slug:project}", auth=KeyAuth("policies:write"), response=PolicyTold, tags=["policies"])
def hand_in(request: HttpRequest, project: str, payload: PolicyHandedIn) -> PolicyTold:
    """Make these documents the policy; the same ones again change nothing."""
    found, key = project_of(key_of(request), project), key_of(request)
    try:
        version = policy_actions.import_texts(found, payload.texts, by=actor_of(key), at=clock.now(), origin="push")
    except RefusedTextsError as error:
        raise HttpError(422, str(error)) from None
    return _told(found, version)


@router.get("/promises/{slug:project}", auth=KeyAuth("promises:read"), response=PromisesTold)
def promises(request: HttpRequest, project: str, days: Days = 365) -> PromisesTold:
    """How each promise stands, with the desk's numbers of the last ``days`` (1 to 3650)."""
    found, at = project_of(key_of(request), project), clock.now()
    stood = judging.stood(found, at, timedelta(days=days), kept=True)
    if stood is None:
        raise HttpError(404, "This project has no policy on the desk yet.")
    said = check_result.builtins(stood.result)
    return PromisesTold(
        project=found.slug,
        version=stood.version.number,
        at=at,
        counted=stood.counted_at,
        checked=stood.check.at if stood.check else None,
        window_days=days,
        summary=said["summary"],
        verdicts=said["verdicts"],
        findings=said["findings"],
        numbers={name: _numbers(one) for name, one in stood.numbers.items()},
    )


def _told(project: Project, version: PolicyVersion) -> PolicyTold:
    return PolicyTold(
        project=project.slug,
        version=version.number,
        since=version.since,
        origin=version.origin,
        texts=policies.digests(version),
        promises=[{"id": one.commitment, "document": one.document, **one.fields} for one in policies.promises(version)],
        remarks=version.remarks,
    )


def _numbers(numbers: Numbers) -> dict[str, Any]:
    """Times in whole seconds."""
    return {
        "n": numbers.n,
        "kept": numbers.kept,
        "late": numbers.late,
        "running": numbers.running,
        "median_seconds": None if numbers.median is None else round(numbers.median.total_seconds()),
        "p90_seconds": None if numbers.p90 is None else round(numbers.p90.total_seconds()),
        "by_month": [{"month": one.month, "kept": one.kept, "late": one.late} for one in numbers.by_month],
    }
