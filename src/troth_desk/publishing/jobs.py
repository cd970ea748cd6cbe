"""What the worker does: publish what was scheduled, and details once users have had their time. Each once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from troth_desk.cases.machine import Refused
from troth_desk.ledger.actor import SYSTEM
from troth_desk.publishing import actions, queries
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every

logger = logging.getLogger(__name__)


@every(timedelta(minutes=1), scoped=False)
def publish(organisation: Organisation, at: datetime) -> int:
    """Publish what is due at ``at``; how many. Each is a transaction of its own, so that one that fails stops none.

    What cannot be published at its time (its approval was taken back, an embargo was prolonged) is told to the team and
    waits for them.
    """
    done = 0
    with scope.inside(organisation):
        due = list(queries.to_publish(organisation, at))
    for one in due:
        with scope.inside(organisation):
            try:
                actions.publish(one, by=SYSTEM, at=at, scheduled=True)
            except Refused as refused:
                actions.hold_up(one, str(refused), at=at)
            else:
                done += 1
    with scope.inside(organisation):
        waiting = list(queries.to_detail(organisation, at))
    for one in waiting:
        with scope.inside(organisation):
            try:
                actions.publish_details(one, by=SYSTEM, at=at)
            except Refused as refused:
                logger.warning("details of %s are not published: %s", one.reference, refused)
            else:
                done += 1
    return done
