"""Handing out proofs: facts are signed, and the ledger keeps that they were."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import rfc8785
from django.db import transaction

from troth.formats import desk_facts
from troth_desk.ledger import signing
from troth_desk.ledger.actions import Plain, record
from troth_desk.ledger.actor import Actor
from troth_desk.proofs import facts
from troth_desk.tenants.models import Project


def issue_facts(
    project: Project,
    *,
    by: Actor,
    at: datetime,
    window: timedelta = facts.WINDOW,
    valid: timedelta = desk_facts.VALID,
) -> dict[str, Any]:
    """How the promises of ``project`` were kept in ``window``, signed: an envelope, ready for JSON.

    Raises:
        NoPolicyError: no policy was imported.
    """
    at = facts.utc(at)
    with transaction.atomic():
        said = desk_facts.written(facts.statement(project, at, window, valid))
        digest = hashlib.sha256(rfc8785.dumps(said)).hexdigest()
        detail: dict[str, Plain] = {
            "digest": digest,
            "days": window.days,
            "promises": len(said["predicate"]["promises"]),
        }
        record(project.organisation_id, "facts.issued", f"project:{project.pk}", detail, by=by, at=at)
        return signing.envelope(desk_facts.PAYLOAD, said)
