"""What the worker does for the desk as a whole: counts that are over, tasks of the queue that are done or were lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.tenants import rounds, tallies
from troth_desk.tenants.models import Organisation


@rounds.every(timedelta(hours=1), scoped=False)
def tidy(organisation: Organisation, at: datetime) -> int:
    """Take away counts that are over, and what the queue keeps of this organisation; how many rows."""
    return tallies.forget(at) + rounds.forget_tasks(organisation, at)
