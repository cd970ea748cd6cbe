"""A project whose policy names an address, a desk that sends from another, and an instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail as sent

from desk.gnupg import gnupg
from desk.intake.conftest import NOW, POLICY, openpgp_keys, policy, the_present
from desk.mailbox.letters import plain
from desk.servers.dovecot import dovecot, mailbox
from desk.servers.opensmtpd import opensmtpd
from desk.servers.sink import sink
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import actions
from troth_desk.mailbox.actions import Taken
from troth_desk.notices import jobs
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation

__all__ = [
    "NOW", "POLICY", "dovecot", "gnupg", "mailbox", "openpgp_keys", "opensmtpd", "policy", "sink", "the_present",
]  # fmt: skip

Take = Callable[..., Taken]
Sent = Callable[[], list[Any]]


@pytest.fixture(autouse=True)
def desk_sends(settings: Any, tmp_path: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "desk@example.org"
    settings.ATTACHMENTS_FOLDER = tmp_path / "attachments"


@pytest.fixture
def take(policy: PolicyVersion, at: datetime) -> Take:
    """Take a mail, by default a plain report: ``take(raw)``, ``take(subject="…")``."""

    def taking(content: bytes | None = None, *, now: datetime = at, **said: Any) -> Taken:
        known = {name: said.pop(name) for name in ("recipients", "received_at", "way", "sender") if name in said}
        known.setdefault("recipients", ())
        return actions.take(content if content is not None else plain(**said), by=SYSTEM, at=now, **known)

    return taking


@pytest.fixture
def mails_sent(organisation: Organisation, at: datetime) -> Sent:
    """Send what waits, and give every mail that was sent so far."""

    def sending() -> list[Any]:
        jobs.deliver(organisation, at)
        return list(sent.outbox)

    return sending
