"""Clocks for a subject without a case, as a report starts them."""

from __future__ import annotations

from datetime import datetime

from troth_desk.deadlines import actions
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.models import PolicyVersion


def armed(version: PolicyVersion, subject: str, action: str, start: datetime, severity: str = "") -> list[Clock]:
    """The clocks of every promise to do ``action`` in time that applies to ``severity``."""
    return [
        actions.arm(
            promise,
            version.project,
            subject,
            started_at=start,
            by=SYSTEM,
            at=start,
            severity=severity,
            cadence=promise.kind == "recurrence",
        )
        for promise in actions.owed_in_time(version, action)
        if not promise.severities or severity in promise.severities
    ]
