"""What the worker does for what comes in: the key that signs, keys of requests, files that belong to nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.intake import actions, key_life, orphans, own_key
from troth_desk.ledger.actor import SYSTEM
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every


@every(timedelta(minutes=1))
def keep_own_key(organisation: Organisation, at: datetime) -> None:
    """Make the OpenPGP key of an organisation that has a policy and none yet."""
    own_key.keep(organisation, by=SYSTEM, at=at)


@every(timedelta(hours=6))
def warn_of_its_end(organisation: Organisation, at: datetime) -> int:
    """Tell the owners in time that the OpenPGP key ends."""
    return key_life.warn(organisation, at)


@every(timedelta(hours=1))
def forget_keys(organisation: Organisation, at: datetime) -> int:
    """Take away idempotency keys whose time is over."""
    return actions.forget_keys(organisation, at=at)


@every(timedelta(hours=6), scoped=False)
def remove_orphans(organisation: Organisation, at: datetime) -> int:
    """Take away files that belong to no case; the folder is that of all organisations, so one round does it for all."""
    first = tenants.organisations().order_by("pk").first()
    return orphans.remove(at) if first == organisation else 0
