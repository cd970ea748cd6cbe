"""What the worker does for proofs: sign the ledger where entries are few."""

from __future__ import annotations

from datetime import datetime, timedelta

from troth_desk.ledger import actions
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.rounds import every


@every(timedelta(hours=1))
def sign_ledger(organisation: Organisation, at: datetime) -> None:
    """Sign a checkpoint of the ledger, where something was written since the last one."""
    actions.checkpoint(organisation.pk, at=at)
