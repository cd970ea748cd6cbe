"""Where the desk fetches mail: what ``TROTH_DESK_MAILBOX`` says, without its password wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings

PORTS = {"imaps": 993, "imap": 143, "imap+plain": 143}
"""``imaps`` is TLS from the first byte, ``imap`` STARTTLS, ``imap+plain`` neither: for a server on the same machine."""
KEPT_FOLDER = "Troth"
"""Into which folder a mail goes once it is kept, unless ``?kept=NAME`` says another one."""


class BadMailboxError(ValueError):
    """What was given is no address of a mailbox; the message says what one looks like."""


@dataclass(frozen=True, slots=True, repr=False)
class Mailbox:
    """A mailbox on an IMAP server: ``folder`` is looked into, ``kept`` is where mails go once they are kept."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    kept: str

    def __repr__(self) -> str:
        return f"Mailbox({self.shown})"

    @property
    def shown(self) -> str:
        """It for people, without the password."""
        return f"{self.user} at {self.host}, folder {self.folder}"


def mailbox() -> Mailbox | None:
    """The mailbox of this desk; None where none was given. Raises ``BadMailboxError``."""
    return read(settings.MAILBOX) if settings.MAILBOX else None


def read(url: str) -> Mailbox:
    """The mailbox of ``imaps://user:password@host:993/INBOX?kept=Troth``; raises ``BadMailboxError``."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme not in PORTS or not parts.hostname or not user or not password or port == -1:
        raise BadMailboxError(
            "TROTH_DESK_MAILBOX takes imaps://user:password@host/INBOX (or imap:// for STARTTLS); what stands for "
            "“@”, “:” or “/” in user and password is written as %40, %3A, %2F"
        )
    if any(ord(each) < 32 for each in user + password + unquote(parts.path)):
        raise BadMailboxError("TROTH_DESK_MAILBOX holds a character that no user, password or folder has")
    kept = dict(parse_qsl(parts.query)).get("kept", KEPT_FOLDER)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Mailbox(parts.scheme, parts.hostname, port or PORTS[parts.scheme], user, password, folder, kept)
