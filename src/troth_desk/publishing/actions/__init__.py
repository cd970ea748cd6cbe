"""Writes of advisories: one verb a function, one transaction, one entry in the ledger; refusals raise ``Refused``."""

from __future__ import annotations

from troth_desk.cases.machine import Refused
from troth_desk.publishing.actions.approving import approve, review, send_back
from troth_desk.publishing.actions.publishing import (
    hold_up,
    publish,
    publish_details,
    record_fix,
    schedule,
    unschedule,
    withdraw,
)
from troth_desk.publishing.actions.settling import settle
from troth_desk.publishing.actions.writing import begin, write

__all__ = (
    "Refused", "approve", "begin", "hold_up", "publish", "publish_details", "record_fix", "review", "schedule",
    "send_back", "settle", "unschedule", "withdraw", "write",
)  # fmt: skip
