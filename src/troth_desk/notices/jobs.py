"""What the worker does for notices, again and again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.mail import get_connection

from troth_desk import clock
from troth_desk.notices import actions, delivery, queries, security
from troth_desk.tenants import rounds
from troth_desk.tenants.models import Organisation

MOST = 50
"""Mails of one round: a round is over before its lease is."""


@rounds.every(timedelta(seconds=30))
def escalate(organisation: Organisation, at: datetime) -> int:
    """Tell the next group of what nobody has read in time."""
    return actions.escalate(organisation, at)


@rounds.every(timedelta(seconds=10))
def tell_owners(organisation: Organisation, at: datetime) -> int:
    """Tell owners of what the desk saw of logins, keys, roles and downloads."""
    return security.tell_owners(organisation, at)


@rounds.every(timedelta(seconds=10), scoped=False)
def deliver(organisation: Organisation, at: datetime) -> int:
    """Hand waiting mails to the mail server; how many it took. A server that is not there ends the round."""
    if not queries.mail_is_set_up():
        return 0
    handed_over = 0
    server = get_connection()
    try:
        for _ in range(MOST):
            outcome = delivery.deliver_next(organisation, max(at, clock.now()), server)
            if outcome is None or outcome.unreached:
                break
            handed_over += not outcome.failure
    finally:
        server.close()
    return handed_over
