"""What the worker does for findings, again and again."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.findings.actions import owing
from troth_desk.ledger.actor import SYSTEM
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every

BATCH = 500


@every(timedelta(minutes=1), scoped=False)
def owe(organisation: Organisation, at: datetime) -> int:
    """Start the clocks that imports left waiting, a batch a transaction; how many findings had waited."""
    total = 0
    while True:
        with scope.inside(organisation):
            done = owing.settle(organisation, by=SYSTEM, at=at, most=BATCH)
        total += done
        if done < BATCH:
            return total
