"""What the worker does for clocks, again and again."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.deadlines import actions
from troth_desk.deadlines.actions import Swept
from troth_desk.tenants import rounds
from troth_desk.tenants.models import Organisation


@rounds.every(timedelta(seconds=30), scoped=False)
def run(organisation: Organisation, at: datetime) -> Swept:
    """Put breaches on record and warn, each once; called outside of any transaction, by any number of workers."""
    return actions.sweep(organisation, at)
