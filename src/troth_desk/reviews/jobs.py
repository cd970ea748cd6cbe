"""What the worker does for what comes round."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.reviews import actions
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every


@every(timedelta(minutes=1))
def turn(organisation: Organisation, at: datetime) -> int:
    """Results first, then what is over: a result that came in time is never too late for its period."""
    return actions.by_results(organisation, at) + actions.turn(organisation, at)


@every(timedelta(minutes=10))
def take_over(organisation: Organisation, at: datetime) -> int:
    """Take on what policies say comes round, for projects that chose it."""
    return actions.take_over_all(organisation, at)
