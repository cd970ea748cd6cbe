"""Writing to the ledger: one function, called inside the transaction of the action that it tells of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785
from django.db import connection, transaction
from django.db.models import F

from troth_desk.ledger.actor import Actor
from troth_desk.ledger.models import Entry, Head

Plain = str | int | bool | None | list[str]
"""What an entry may hold: ids, states, dates, digests. No names, addresses or words of people."""


def record(
    organisation_id: int, action: str, subject: str, detail: Mapping[str, Plain], *, by: Actor, at: datetime
) -> Entry:
    """Append an entry to the chain of ``organisation_id``; raises ``RuntimeError`` outside of a transaction.

    ``action`` is "thing.verb" ("case.moved"), ``subject`` "kind:id" ("case:TR-7K3MQ9TD").
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger entry is written in the transaction of what it tells of")
    with transaction.atomic():
        Head.objects.get_or_create(organisation_id=organisation_id)
        Head.objects.filter(organisation_id=organisation_id).update(seq=F("seq") + 1)
        head = Head.objects.get(organisation_id=organisation_id)
        said: dict[str, Any] = {
            "seq": head.seq,
            "at": at.isoformat(),
            "action": action,
            "subject": subject,
            "by": str(by),
            "detail": dict(detail),
        }
        body = rfc8785.dumps(said).decode()
        digest = hashlib.sha256(f"{head.digest}\n{body}".encode()).hexdigest()
        Head.objects.filter(organisation_id=organisation_id).update(digest=digest)
        return Entry.objects.create(
            organisation_id=organisation_id,
            seq=head.seq,
            at=at,
            action=action,
            subject=subject,
            body=body,
            previous=head.digest,
            digest=digest,
        )
