"""SARIF logs that are handed in: by people on a page, by programs through the interface."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from troth_desk.findings import reading
from troth_desk.findings.actions.bringing import Brought, bring
from troth_desk.ledger.actor import Actor
from troth_desk.tenants.models import Project

SOURCE = "sarif"


def take(
    project: Project, data: bytes, *, category: str = "", looked: bool = False, by: Actor, at: datetime
) -> Sequence[Brought]:
    """Bring the SARIF log ``data`` into the findings of ``project``: one import a tool, all of them or none.

    Raises:
        UnreadableError: it is no SARIF 2.1.0.
    """
    digest = hashlib.sha256(data + (b"looked" if looked else b"")).hexdigest()
    delivered = reading.of_sarif(data, at, category=category, looked=looked)
    with transaction.atomic():
        return [bring(project, one, source=SOURCE, digest=digest, by=by, at=at) for one in delivered]


def says(brought: Brought) -> str:
    """What became of one result, as a sentence."""
    one = brought.brought
    name = f"{one.stream.tool}{f' ({one.stream.category})' if one.stream.category else ''}"
    if not brought.new:
        return f"{name}: this very result was there already; nothing has changed."
    if one.older:
        return f"{name}: a newer result is there; this one changed nothing."
    counted = f"{one.told} told, {one.new} new, {one.gone} gone, {one.back} back"
    if one.partial:
        return f"{name}: {counted}. Nothing was closed, since it is not whole: {one.partial[0]}."
    return f"{name}: {counted}."
