"""A mail server that keeps whatever it is handed, for tests to read: aiosmtpd on a free port.

    from desk.servers.sink import Sink, sink

``sink.answers["nobody@example.org"] = "550 5.1.1 no such mailbox"`` refuses a recipient; ``sink.url`` is what
TROTH_DESK_MAIL takes.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from desk.servers.ports import free_port, until


@dataclass(frozen=True)
class Taken:
    """A mail as it came over the wire. ``sender`` is that of the envelope, "" for a bounce."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """It, read."""
        return email.message_from_bytes(self.content, policy=email.policy.default)


@dataclass
class Sink:
    """The server. ``data`` is what it answers to the content of a mail where that is not "250 taken"."""

    port: int
    mails: list[Taken] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    data: str = "250 taken"
    running: Controller | None = None

    @property
    def url(self) -> str:
        """As TROTH_DESK_MAIL takes it."""
        return f"smtp+plain://127.0.0.1:{self.port}?from=desk@example.org"

    def start(self) -> None:
        """Begin to answer."""
        self.running = Controller(self, hostname="127.0.0.1", port=self.port, decode_data=False)
        self.running.start()

    def stop(self) -> None:
        """End: the port refuses from now on. What was taken stays readable."""
        if self.running is not None:
            self.running.stop()
            self.running = None

    def wait(self, count: int = 1) -> list[Taken]:
        """The mails, once there are ``count``."""
        until(lambda: len(self.mails) >= count, says=f"{count} mails were expected, {len(self.mails)} came")
        return list(self.mails)

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: list[str]) -> str:  # noqa: N802 - a name of aiosmtpd's
        """Take a recipient, or answer what the test said."""
        said = self.answers.get(address)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 - likewise
        """Keep a mail, unless the test said otherwise."""
        if self.data.startswith("2"):
            self.mails.append(Taken(envelope.mail_from or "", tuple(envelope.rcpt_tos), bytes(envelope.content)))
        return self.data


@pytest.fixture
def sink() -> Iterator[Sink]:
    server = Sink(free_port())
    server.start()
    yield server
    server.stop()
