"""Mail handed over by a mail server (LMTP, RFC 2033): "250" is said for a mail once it is committed, never before.

What cannot be kept now (the database is away, the disk is full) is answered with a temporary failure, so the server
keeps it and tries again; what will never be taken (no such address, too large) with a permanent one, so its sender
hears of it. It asks nobody for a password: let none but your mail server reach it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller, UnixSocketController
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.db import DatabaseError, connections

from troth_desk import clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox import actions, headers
from troth_desk.mailbox.actions import UnclaimedError
from troth_desk.mailbox.limits import LARGEST
from troth_desk.mailbox.models import Way

logger = logging.getLogger(__name__)

THREADS = 4
"""Mails that are kept at a time."""
MOST_RECIPIENTS = 100
"""Of one mail (RFC 5321 §4.5.3.1.8)."""
TAKEN = "250 2.0.0 kept"
AGAIN = "451 4.3.0 it cannot be kept now, send it again"
NOBODY = "550 5.1.1 no project of this desk has this address"
NO_ADDRESS = "553 5.1.3 this is no address that the desk can read"
_TOO_MUCH = ("552 ", "500 Line too long")


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen: a port of ``host``, or the socket ``path``."""

    host: str = "127.0.0.1"
    port: int = 0
    path: str = ""

    @classmethod
    def read(cls, given: str) -> Place:
        """The place that ``given`` names: "8024", "127.0.0.1:8024", or "/run/troth/lmtp"; raises ``ValueError``."""
        if "/" in given:
            return cls(path=given)
        host, _, port = given.rpartition(":")
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError(f"--lmtp takes a port, an address with a port, or the path of a socket, not {given}")
        return cls(host.strip("[]") or "127.0.0.1", int(port))

    def __str__(self) -> str:
        return self.path or f"{self.host}:{self.port}"


class _Server(LMTP):
    """aiosmtpd's server, with what RFC 2033 §4.2 adds: behind the content each recipient has an answer of its own."""

    line_length_limit = 1_000_000
    """Bytes; programs write longer lines than the 1,000 of RFC 5321, and a report is not refused for that."""

    async def push(self, status: str | bytes) -> None:
        said = status.decode() if isinstance(status, bytes) else status
        many = len(self.envelope.rcpt_tos) if self.envelope and said.startswith(_TOO_MUCH) else 1
        await super().push("\r\n".join([said] * max(many, 1)))


class Handler:
    """What the server does with each mail; database work happens in threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="lmtp")

    async def handle_RCPT(  # noqa: N802 - a name of aiosmtpd's
        self, _: _Server, __: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Take a recipient that means a project, or say that none does."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 too many recipients at a time"
        clean = headers.address_of(address)
        if not clean:
            return NO_ADDRESS
        found = await self._in_thread(lambda: actions.is_claimed(b"", [clean]))
        if found is None:
            return AGAIN
        if not found:
            return NOBODY
        envelope.rcpt_tos.append(clean)
        envelope.rcpt_options.extend(rcpt_options)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _: _Server, __: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        """Keep a mail, and answer for each of its recipients."""
        content = envelope.content
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else bytes(content or b"")
        written = (envelope.mail_from or "").strip("<> ")
        sender = (headers.address_of(written) or None) if written else ""
        recipients = list(envelope.rcpt_tos)
        said = await self._in_thread(lambda: self._take(raw, recipients, sender))
        return "\r\n".join([said or AGAIN] * max(len(recipients), 1))

    def close(self) -> None:
        """Wait for what is being kept."""
        self._threads.shutdown(wait=True)

    def _take(self, raw: bytes, recipients: list[str], sender: str | None) -> str:
        try:
            actions.take(raw, recipients=recipients, sender=sender, way=Way.LMTP, by=SYSTEM, at=clock.now())
        except UnclaimedError:
            return NOBODY
        return TAKEN

    async def _in_thread(self, work: Any) -> Any:
        """What ``work`` gives, None where it failed, whatever it failed with: nothing was kept then."""

        def guarded() -> Any:
            try:
                return work()
            except (DatabaseError, OSError):
                logger.exception("a mail cannot be kept now; the mail server is asked to send it again")
            except Exception:  # a fault of ours must not lose a mail: the server keeps it
                logger.exception("the desk failed at a mail; the mail server is asked to send it again")
            finally:
                connections.close_all()  # the thread may never be used again, and would hold its connection open
            return None

        return await asyncio.get_running_loop().run_in_executor(self._threads, guarded)


class Listener:
    """The listener, in a thread of its own; ``start`` returns once it listens."""

    def __init__(self, place: Place, largest: int = LARGEST) -> None:
        self.place = place
        self.largest = largest
        self._handler: Handler | None = None
        self._controller: Any = None

    def start(self) -> None:
        """Begin to listen; raises ``OSError`` where the place is taken or there is no right to it."""
        if self.place.path:
            _make_room(Path(self.place.path))
        self._handler = Handler()
        server: dict[str, Any] = {
            "data_size_limit": self.largest,
            "enable_SMTPUTF8": True,
            "decode_data": False,
            "ident": "Troth desk",
            "timeout": 300,
        }
        if self.place.path:
            self._controller = _Socket(self._handler, unix_socket=self.place.path, **server)
        else:
            self._controller = _Port(self._handler, hostname=self.place.host, port=self.place.port, **server)
        self._controller.start()
        if self.place.path:
            os.chmod(self.place.path, 0o660)  # noqa: PTH101  # nosec B103 - the mail server of its group writes to it

    def stop(self) -> None:
        """End; mails that are being kept are kept first."""
        if self._controller is not None and self._handler is not None:
            self._controller.stop()
            self._handler.close()


class _Factory:
    SMTP_kwargs: dict[str, Any]

    def factory(self) -> _Server:
        """A server for one connection."""
        return _Server(self.handler, hostname=socket.gethostname(), **self.SMTP_kwargs)  # type: ignore[attr-defined]


class _Port(_Factory, Controller):
    pass


class _Socket(_Factory, UnixSocketController):
    pass


def _make_room(path: Path) -> None:
    """Take away the socket of a listener that was killed; one that answers, or another file, stays: ``OSError``."""
    if not path.exists():
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise OSError(f"somebody listens on {path} already")
