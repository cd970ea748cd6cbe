"""``/api/v1/inventories`` and ``/api/v1/components``: CI sends what a project is made of, programs ask what is weak."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from troth_desk import clock
from troth_desk.faces.instants import Moment
from troth_desk.people.keys import KeyAuth, actor_of, key_of, project_of
from troth_desk.watch import actions, queries, reading
from troth_desk.watch.models import Inventory, Origin
from troth_desk.watch.refusal import RefusedInventoryError
from troth_desk.watch.views import said

router = Router(tags=["components"])
PUSH = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["project"],
                    "properties": {
                        "project": {"type": "string", "description": "The project's name in addresses."},
                        "source": {
                            "type": "string",
                            "maxLength": 100,
                            "description": "The newest list of each source counts; “project” where none is named.",
                        },
                        "commit": {"type": "string", "maxLength": 64},
                        "inventory": {"type": "object", "description": "What troth inventory --json printed."},
                        "document": {
                            "type": "string",
                            "description": "Instead of it a bill of materials as text: CycloneDX (JSON, XML), SPDX.",
                        },
                        "name": {"type": "string", "description": "The name of the document's file."},
                    },
                }
            }
        },
    }
}


class _Push(msgspec.Struct, frozen=True, kw_only=True):
    project: str
    source: str = actions.USUAL
    commit: str = ""
    inventory: dict[str, Any] | None = None
    document: str | None = None
    name: str = "document"


class TakenTold(Schema):
    """What became of a list. ``found`` counts known weaknesses that came with it; ``says`` is all of it in words."""

    id: int
    new: bool
    components: int
    added: int
    removed: int
    found: int
    says: list[str]


class WeaknessTold(Schema):
    """A known weakness of a component in use."""

    id: str
    aliases: list[str]
    ecosystem: str
    package: str
    version: str
    severity: str
    score: float | None
    fixed: str
    only_if: str
    informational: str
    exploited: bool
    epss: float | None
    found_at: datetime


class ListTold(Schema):
    """The newest list of one source."""

    source: str
    kind: str
    origin: str
    components: int
    gaps: int
    made_at: datetime
    confirmed_at: datetime


class WatchTold(Schema):
    """What is watched of a project. ``whole``: every component is held against fresh advisories; ``gaps`` says what
    is not."""

    project: str
    whole: bool
    gaps: list[str]
    components: int
    lists: list[ListTold]
    looked_at: datetime | None
    advisories_fetched: datetime | None
    weaknesses: list[WeaknessTold]


class ChangeTold(Schema):
    """A component in a review; ``before`` the version it had, ``newer`` a later one that is known here."""

    ecosystem: str
    name: str
    version: str
    before: str
    newer: str
    weaknesses: list[str]
    severity: str
    direct: bool | None


class ChangesTold(Schema):
    """What became of the components of a project since an instant."""

    since: datetime
    at: datetime | None
    new: list[ChangeTold]
    gone: list[ChangeTold]
    updated: list[ChangeTold]
    outdated: list[ChangeTold]
    vulnerable: list[ChangeTold]
    unmaintained: list[ChangeTold]
    unseen: list[str]


@router.post("/inventories", auth=KeyAuth("scans:push"), response={200: TakenTold, 201: TakenTold}, openapi_extra=PUSH)
def push(request: HttpRequest) -> Status[dict[str, Any]]:
    """Keep a list of components: 201 where it is new, 200 where the very same one, or a newer one, was there."""
    key, at = key_of(request), clock.now()
    try:
        sent = _sent(request.read(reading.LARGEST + 1))
        project = project_of(key, sent.project)
        brought = _brought(sent)
        taken = actions.take(
            project,
            brought,
            source=sent.source,
            origin=Origin.PUSH,
            commit=sent.commit,
            key=key,
            by=actor_of(key),
            at=at,
        )
    except RefusedInventoryError as error:
        raise HttpError(422, str(error)) from None
    answer = {
        "id": taken.inventory.pk,
        "new": taken.new,
        "components": taken.inventory.components,
        "added": taken.inventory.added if taken.new else 0,
        "removed": taken.inventory.removed if taken.new else 0,
        "found": taken.found,
        "says": [said(taken), *queries.watched(project, at).gaps[:4]],
    }
    return Status(201 if taken.new else 200, answer)


def _sent(body: bytes) -> _Push:
    if len(body) > reading.LARGEST:
        raise RefusedInventoryError(f"This is more than {reading.LARGEST // 1024**2} MiB.")
    try:
        return msgspec.json.decode(body, type=_Push)
    except (ValueError, RecursionError) as error:
        raise RefusedInventoryError(f"This is no push of a list of components: {error}.") from None


def _brought(sent: _Push) -> reading.Brought:
    if sent.inventory is not None:
        return reading.of_inventory(sent.inventory)
    if sent.document is None:
        raise RefusedInventoryError("Send an inventory or a document.")
    return reading.read(sent.document.encode("utf-8", "surrogatepass"), sent.name)


@router.get("/components", auth=KeyAuth("scans:read"), response=WatchTold)
def watched(request: HttpRequest, project: str) -> dict[str, Any]:
    """What is watched of ``project``, what is not, and which components are known to be weak."""
    found, at = project_of(key_of(request), project), clock.now()
    told = queries.watched(found, at)
    return {
        "project": found.slug,
        "whole": told.whole,
        "gaps": list(told.gaps),
        "components": told.components,
        "lists": [_list(one) for one in told.inventories],
        "looked_at": told.watching.looked_at if told.watching else None,
        "advisories_fetched": told.watching.fetched if told.watching else None,
        "weaknesses": [
            {
                "id": one.name,
                "aliases": one.aliases,
                "ecosystem": one.release.package.ecosystem,
                "package": one.release.package.name,
                "version": one.release.version,
                "severity": one.rating,
                **{
                    name: getattr(one, name)
                    for name in ("score", "fixed", "only_if", "informational", "exploited", "epss", "found_at")
                },
            }
            for one in queries.worst_first(queries.weaknesses(found))
        ],
    }


def _list(one: Inventory) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ListTold.model_fields}


@router.get("/components/changes", auth=KeyAuth("scans:read"), response=ChangesTold)
def changes(request: HttpRequest, project: str, since: Moment | None = None) -> dict[str, Any]:
    """What became of the components of ``project`` since ``since``, a month ago by default."""
    found = project_of(key_of(request), project)
    begin = since or clock.now() - timedelta(days=30)
    if begin.tzinfo is None:
        raise HttpError(422, "since: write the zone with the time, such as 2026-03-01T00:00:00Z.")
    told = queries.changes(found, begin)
    kinds = ("new", "gone", "updated", "outdated", "vulnerable", "unmaintained")
    return {
        "since": told.since,
        "at": told.at,
        "unseen": list(told.unseen),
        **{kind: [_entry(one) for one in getattr(told, kind)] for kind in kinds},
    }


def _entry(one: queries.Entry) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ChangeTold.model_fields}
