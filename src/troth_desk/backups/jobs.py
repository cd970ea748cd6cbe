"""What the worker does for backups: look whether one is due, and have it made."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.backups import schedule
from troth_desk.tenants import queries
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every


@every(timedelta(minutes=1), scoped=False)
def back_up(organisation: Organisation, at: datetime) -> None:
    """Begin the backup of the day; it is of the whole desk, so one organisation's round does it for all."""
    if queries.organisations().order_by("pk").first() != organisation or not schedule.is_due(at):
        return
    row = schedule.claim(at)
    if row is not None:
        schedule.start(row)
