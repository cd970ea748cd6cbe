"""What the worker does for the watch, again and again."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.tenants import rounds
from troth_desk.tenants.models import Organisation
from troth_desk.watch import actions


@rounds.every(timedelta(minutes=1), scoped=False)
def run(organisation: Organisation, at: datetime) -> actions.Looked:
    """Look for a new state of the advisories, and hold everything against it."""
    return actions.look(organisation, at)
