"""What the worker does for cases, again and again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from troth_desk.cases.actions import sweep
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every


@every(timedelta(minutes=1))
def run(organisation: Organisation, at: datetime) -> Counter[str]:
    """Count silence, warn of the ends of embargoes, end them; called again and again, each thing happens once."""
    return sweep(organisation, at)
