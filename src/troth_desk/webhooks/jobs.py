"""What the worker does for webhooks, again and again."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from troth_desk import clock
from troth_desk.tenants import rounds, scope
from troth_desk.tenants.models import Organisation
from troth_desk.webhooks import actions, delivery, queries

MOST = 200
"""Events of one round."""
LONGEST = timedelta(seconds=30)
"""For how long a round sends: clocks and mails of every team wait no longer for the slow receivers of one."""
LONGEST_OF_ONE = timedelta(seconds=10)
"""For how long a round sends to one receiver: the others are told all the same."""


@rounds.every(timedelta(seconds=10), scoped=False)
def deliver(organisation: Organisation, at: datetime) -> int:
    """Make deliveries of new events and send what is due; how many were taken."""
    with scope.inside(organisation):
        if not queries.switched_on(organisation).exists():
            return 0
        actions.gather(organisation, at=at)
    began, taken, spent = clock.now(), 0, defaultdict[int, float](float)
    for _ in range(MOST):
        now = clock.now()
        if now - began > LONGEST:
            break
        slow = [pk for pk, seconds in spent.items() if seconds >= LONGEST_OF_ONE.total_seconds()]
        outcome = delivery.deliver_next(organisation, max(at, now), slow)
        if outcome is None:
            break
        spent[outcome.subscription] += (clock.now() - now).total_seconds()
        taken += not outcome.failure
    return taken


@rounds.every(timedelta(days=1))
def forget(organisation: Organisation, at: datetime) -> int:
    """Take away what was settled long ago."""
    return actions.forget(organisation, at=at)
