"""``/api/v1/scans``: CI pushes results, programs read the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from troth_desk import clock
from troth_desk.people.keys import KeyAuth, actor_of, key_of, project_of
from troth_desk.policies import queries as policies
from troth_desk.scans import actions, pushed, queries
from troth_desk.scans.models import Scan
from troth_desk.tenants.models import Project

router = Router(tags=["scans"])
MOST = 100
"""Results of one page of the history."""
PUSH = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["project", "result"],
                    "properties": {
                        "project": {"type": "string", "description": "The project's name in addresses."},
                        "result": {
                            "type": "object",
                            "description": "What troth check --format json or troth audit --format json printed.",
                        },
                        "documents": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["path"],
                                "properties": {
                                    "path": {"type": "string"},
                                    "role": {"type": "string"},
                                    "cited": {"type": ["object", "null"]},
                                    "origin": {"type": "string"},
                                    "digest": {"type": "string", "description": "SHA-256 of the text."},
                                    "text": {"type": "string", "description": "Needs policies:write."},
                                },
                            },
                        },
                        "register": {
                            "type": ["object", "null"],
                            "properties": {"digest": {"type": "string"}, "text": {"type": "string"}},
                            "description": "The same of troth.toml.",
                        },
                    },
                }
            }
        },
    }
}


class ScanTold(Schema):
    """One result of the history. ``counts`` are those of its summary; ``prompt``: it came in time to count."""

    id: int
    kind: str
    at: datetime
    received_at: datetime
    commit: str
    policy: int | None
    same_words: bool
    prompt: bool
    counts: dict[str, int]


class Taken(Schema):
    """What became of a push: the result, the version of the policy that stands now, and both in words."""

    id: int
    new: bool
    kind: str
    at: datetime
    policy: int | None
    imported: bool
    says: list[str]


@router.post("/scans", auth=KeyAuth("scans:push"), response={200: Taken, 201: Taken}, openapi_extra=PUSH)
def push(request: HttpRequest) -> Status[dict[str, Any]]:
    """Keep a result: 201 where it is new, 200 where it was there. Texts are imported by keys with policies:write."""
    key, at = key_of(request), clock.now()
    try:
        told = pushed.read(request.read(pushed.LARGEST + 1))
        project = project_of(key, told.project)
        may = "policies:write" in key.scopes
        kept = actions.keep(project, told, by=actor_of(key), at=at, key=key, with_texts=may)
    except pushed.RefusedPushError as error:
        raise HttpError(422, str(error)) from None
    version = policies.current_version(project)
    answer = {
        "id": kept.scan.pk,
        "new": kept.new,
        "kind": kept.scan.kind,
        "at": kept.scan.at,
        "policy": version.number if version else None,
        "imported": kept.imported is not None,
        "says": _says(kept, told, project, version.number if version else None, may=may),
    }
    return Status(201 if kept.new else 200, answer)


def _says(kept: actions.Kept, told: pushed.Pushed, project: Project, number: int | None, *, may: bool) -> list[str]:
    """What happened, for the person who reads the log of the job."""
    scan = kept.scan
    head = f"{scan.kind} of {scan.at:%Y-%m-%d}{f' at {scan.commit[:8]}' if scan.commit else ''}"
    said = [f"{head}: {'kept' if kept.new else 'was there already'} as scan {scan.pk} of {project.slug}."]
    if not scan.prompt:
        said.append("It came more than 2 days after it ran: it is shown, and counts for no rhythm.")
    if kept.imported is not None:
        said.append(f"Its documents are the policy now: version {kept.imported.number}.")
    elif scan.same_words:
        said.append(f"It was made of version {number} of the policy, which stands.")
    elif number is None:
        said.append("The project has no policy on the desk yet; push with the documents, or upload one.")
    elif told.texts is not None and not may:
        said.append(f"Its documents differ from version {number}; this key may not import them (policies:write).")
    else:
        said.append(f"Its documents differ from version {number} of the policy, which stands.")
    return said


@router.get("/scans", auth=KeyAuth("scans:read"), response=list[ScanTold])
def history(request: HttpRequest, project: str, before: int | None = None, kind: str = "") -> list[ScanTold]:
    """The history of ``project``, the newest first, 100 at a time; ``before`` is the id of the last one before."""
    found = queries.scans(project_of(key_of(request), project)).select_related("policy").order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    if kind:
        found = found.filter(kind=kind)
    return [told(scan) for scan in found[:MOST]]


def told(scan: Scan) -> ScanTold:
    """``scan`` as the interface tells it."""
    return ScanTold(
        id=scan.pk,
        kind=scan.kind,
        at=scan.at,
        received_at=scan.received_at,
        commit=scan.commit,
        policy=scan.policy.number if scan.policy else None,
        same_words=scan.same_words,
        prompt=scan.prompt,
        counts=scan.counts,
    )
