"""The mailbox over IMAP (RFC 3501): mails are fetched unread, and marked and moved only once they are kept.

A kept mail gets the flag ``\\Seen`` and the keyword ``$TrothKept``, and is moved to the folder of kept mails; a server
that can do neither loses nothing, for a mail that was kept is known again. What people have read is no less a report
than what they have not. Nothing is ever deleted.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from troth_desk.mailbox.source import Mailbox

TIMEOUT = 20.0
"""Seconds for each answer of the server."""
KEYWORD = "$TrothKept"
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"\bUID (\d+)")
_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')


class MailboxFailureError(Exception):
    """The mailbox cannot be looked into; the message says why, without its password."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A mail that lies in the mailbox: its number there, its bytes, when the server had it, whether anybody saw it."""

    uid: str
    size: int
    arrived: datetime | None
    seen: bool


class Connection:
    """An open mailbox."""

    def __init__(self, box: BaseMailBox, mailbox: Mailbox) -> None:
        self._box = box
        self._mailbox = mailbox
        self._ready = False
        told = box.client.untagged_responses.get("PERMANENTFLAGS") or []
        allowed = b" ".join(each for each in told if isinstance(each, bytes))
        self._keywords = b"\\*" in allowed or KEYWORD.encode() in allowed
        self._validity = str(box.client.untagged_responses.get("UIDVALIDITY"))

    def lying(self) -> list[Lying]:
        """What lies there and was not kept by the desk, in the order in which it came."""
        # Without keywords the server cannot keep our mark: then what was kept is what was moved, or is known again.
        uids = self._box.uids(f"UNKEYWORD {KEYWORD} UNDELETED" if self._keywords else "UNDELETED", charset=None)
        found: list[Lying] = []
        for start in range(0, len(uids), 500):
            said, lines = self._box.client.uid(
                "FETCH", ",".join(uids[start : start + 500]), "(UID RFC822.SIZE INTERNALDATE FLAGS)"
            )
            if said != "OK":
                raise MailboxFailureError("The mail server does not say what lies in the mailbox.")
            found += [one for line in lines if isinstance(line, bytes) and (one := _lying(line))]
        return sorted(found, key=lambda one: int(one.uid))

    def fetch(self, uid: str) -> bytes | None:
        """The bytes of a mail, which stays unread; None where it is gone meanwhile."""
        return self._section(uid, "BODY.PEEK[]")

    def head(self, uid: str) -> bytes | None:
        """The headers of a mail."""
        return self._section(uid, "BODY.PEEK[HEADER]")

    def name(self, uid: str) -> tuple[str, str, str, str]:
        """What tells this mail from all others of all mailboxes, for as long as its server keeps its numbers."""
        return (self._mailbox.host, f"{self._mailbox.user} {self._mailbox.folder}", self._validity, uid)

    def kept(self, uid: str) -> bool:
        """The desk has it: mark it and move it out of the way; whether it will not lie here as new again.

        What the server refuses of that is left undone. Raises ``MailboxFailureError`` where it went away meanwhile.
        """
        flags = f"(\\Seen {KEYWORD})" if self._keywords else "(\\Seen)"
        with self._lost():
            self._box.client.uid("STORE", uid, "+FLAGS", flags)
            if self._mailbox.kept and self._mailbox.kept != self._mailbox.folder:
                with suppress(ImapToolsError, imaplib.IMAP4.error):
                    # no right to make a folder, or no room in it: the mark is enough
                    self._prepare()
                    self._box.move([uid], self._mailbox.kept)
                    return True
        return self._keywords

    @contextmanager
    def _lost(self) -> Iterator[None]:
        """A connection that breaks is no fault of the mail that was asked for."""
        try:
            yield
        except (OSError, imaplib.IMAP4.abort) as error:
            raise MailboxFailureError(f"The connection to {self._mailbox.host} broke: {_words(error)}") from None

    def _prepare(self) -> None:
        if not self._ready:
            if not self._box.folder.exists(self._mailbox.kept):
                self._box.folder.create(self._mailbox.kept)
            self._ready = True

    def _section(self, uid: str, section: str) -> bytes | None:
        with self._lost():
            said, parts = self._box.client.uid("FETCH", uid, f"({section})")
        if said != "OK":
            raise MailboxFailureError("The mail server does not give a mail that lies there.")
        return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Connection]:
    """The mailbox, looked into; raises ``MailboxFailureError`` where it cannot be, or ends being, in words."""
    try:
        box = _connected(mailbox)
        try:
            yield Connection(box, mailbox)
        finally:
            with suppress(OSError, imaplib.IMAP4.error):  # whatever it says to farewell, what was done is done
                box.client.logout()
    except ssl.SSLError as error:
        raise MailboxFailureError(f"The certificate of {mailbox.host} is not trusted: {_words(error)}") from None
    except OSError as error:
        raise MailboxFailureError(f"{mailbox.host}:{mailbox.port} was not reached: {_words(error)}") from None
    except (ImapToolsError, imaplib.IMAP4.error) as error:
        raise MailboxFailureError(f"{mailbox.host} refused: {_words(error).replace(mailbox.password, '…')}") from None


def _connected(mailbox: Mailbox) -> BaseMailBox:
    trust = ssl.create_default_context()
    box: BaseMailBox
    if mailbox.scheme == "imaps":
        box = MailBox(mailbox.host, mailbox.port, timeout=TIMEOUT, ssl_context=trust)
    elif mailbox.scheme == "imap":
        box = MailBoxStartTls(mailbox.host, mailbox.port, timeout=TIMEOUT, ssl_context=trust)
    else:
        box = MailBoxUnencrypted(mailbox.host, mailbox.port, timeout=TIMEOUT)
    try:
        if mailbox.user.isascii() and mailbox.password.isascii():
            box.login(mailbox.user, mailbox.password, initial_folder=mailbox.folder)
        else:
            box.login_utf8(mailbox.user, mailbox.password, initial_folder=mailbox.folder)
    except (ImapToolsError, imaplib.IMAP4.error) as error:
        box.client.shutdown()
        if "logged in" not in _words(error).lower() and box.client.state == "NONAUTH":
            raise MailboxFailureError(
                f"{mailbox.host} does not let {mailbox.user} in: look at user and password in TROTH_DESK_MAILBOX."
            ) from None
        raise
    return box


def _lying(line: bytes) -> Lying | None:
    uid, size, date = _UID.search(line), _SIZE.search(line), _DATE.search(line)
    if not uid or not size:
        return None
    return Lying(uid[1].decode(), int(size[1]), _instant(date[1]) if date else None, b"\\Seen" in line)


def _instant(text: bytes) -> datetime | None:
    """The instant that a server noted ("02-Mar-2026 09:00:00 +0100", RFC 3501 §2.3.3)."""
    try:
        return datetime.strptime(text.decode().strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except (ValueError, UnicodeDecodeError, OverflowError):
        return None


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
