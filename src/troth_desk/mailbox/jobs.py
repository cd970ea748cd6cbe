"""What the worker does for mail: it looks into the mailbox, and sends what the team said to whom wrote by mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.mailbox import source
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every


@every(timedelta(seconds=20), scoped=False)
def fetch(organisation: Organisation, at: datetime) -> int:
    """Take what lies in the mailbox; it is that of all organisations, so one round does it for all."""
    first = tenants.organisations().order_by("pk").first()
    mailbox = source.mailbox()
    if mailbox is None or first != organisation:
        return 0
    from troth_desk.mailbox import fetching

    look = fetching.fetch(mailbox, at)
    return look.taken if look else 0


@every(timedelta(seconds=10))
def tell_participants(organisation: Organisation, at: datetime) -> int:
    """Write to those who reported by mail what the team said and did since."""
    from troth_desk.mailbox.actions import telling

    return telling.tell(organisation, at=at)


@every(timedelta(minutes=1))
def take_back(organisation: Organisation, at: datetime) -> int:
    """No promise was kept by a mail that came back or was never sent."""
    from troth_desk.mailbox.actions import coming_back

    return coming_back.take_back(organisation, at=at)
