"""Work that comes round: audits whose time has come are asked for, and the next one is begun."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from troth_desk.audits import actions, carrying, child, queries
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every

EVERY = timedelta(seconds=30)
NAME = "audits.jobs.audit"
"""The name of the round, for ``rounds.wake``."""


@every(EVERY, scoped=False)
def audit(organisation: Organisation, at: datetime) -> None:
    """Ask for what is due, and begin the one that waits longest, where this machine audits nothing else."""
    if settings.AUDITS == queries.OFF:
        return
    with scope.inside(organisation):
        actions.plan(organisation, at=at)
        first = queries.waiting(organisation, at).first()
    if first is None or child.busy():
        return
    with carrying.only_one() as free:
        pass
    if free:
        child.start(organisation, first.pk)
