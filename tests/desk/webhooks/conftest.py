"""A receiver on this machine that the operator permits, and a webhook to it."""

from __future__ import annotations

from datetime import datetime
from http.server import ThreadingHTTPServer
from typing import Any

import pytest

from desk.servers.web import web
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation
from troth_desk.webhooks import actions
from troth_desk.webhooks.kinds import KINDS
from troth_desk.webhooks.models import Subscription

__all__ = ("web",)


@pytest.fixture
def address(web: ThreadingHTTPServer, settings: Any) -> str:
    """Where the receiver listens."""
    settings.INSIDE = [f"localhost:{web.server_port}"]
    return f"http://localhost:{web.server_port}/hook"


@pytest.fixture
def hook(organisation: Organisation, owner: Membership, address: str, at: datetime) -> tuple[Subscription, str]:
    """A webhook that is told everything, and its secret."""
    return actions.subscribe(organisation, name="pager", url=address, kinds=list(KINDS), member=owner, by=SYSTEM, at=at)
