"""What is sent: which event, when, of what, and the plain facts that the ledger has of it. No words of people."""

from __future__ import annotations

import json
from typing import Any

from troth_desk.ledger.models import Entry
from troth_desk.tenants.addresses import whole
from troth_desk.tenants.models import Organisation
from troth_desk.webhooks.kinds import KINDS
from troth_desk.webhooks.models import Delivery


def body(organisation: Organisation, delivery: Delivery, entry: Entry | None) -> bytes:
    """The JSON of an event; the same for every try. ``entry`` is that of the delivery, None for a test."""
    data: dict[str, Any] = {"organisation": organisation.slug}
    data |= {"message": "The test button was pressed."} if entry is None else _facts(organisation, entry)
    said = {"type": delivery.kind, "timestamp": delivery.at.isoformat(), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _facts(organisation: Organisation, entry: Entry) -> dict[str, Any]:
    told = json.loads(entry.body)
    kind, _, name = entry.subject.partition(":")
    facts: dict[str, Any] = {"seq": entry.seq, "subject": entry.subject, "by": str(told["by"]).partition(":")[0]}
    if kind == "case":
        facts |= {"case": name, "url": whole(f"/o/{organisation.slug}/cases/{name}/")}
    detail = told.get("detail", {})
    return facts | {fact: detail[fact] for fact in KINDS[entry.action].facts if fact in detail}
