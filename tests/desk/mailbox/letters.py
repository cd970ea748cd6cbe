"""Mails as they come in, written by Python's own library, as programs for mail write them."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

REPORTER = "reporter@example.net"
US = "security@example.org"
WORDS = "The export writes outside of its folder when a file is named ../x. Steps: export, then look.\n"


def mail(words: str | None = WORDS, **said: Any) -> EmailMessage:
    """A mail of a reporter; ``said`` are headers, with underscores for hyphens; None leaves one out."""
    message = EmailMessage()
    headers: dict[str, Any] = {
        "From": f"A Reporter <{REPORTER}>",
        "To": US,
        "Subject": "Path traversal in the export",
        "Date": "Mon, 02 Mar 2026 08:55:00 +0000",
        "Message-ID": "<first@example.net>",
    }
    headers |= {name.replace("_", "-"): value for name, value in said.items()}
    for name, value in headers.items():
        if value is not None:
            message[name] = value
    if words is not None:
        message.set_content(words)
    return message


def raw(message: EmailMessage) -> bytes:
    """It, as it travels."""
    return message.as_bytes(policy=SMTP)


def plain(words: str | None = WORDS, **said: Any) -> bytes:
    """The bytes of ``mail``."""
    return raw(mail(words, **said))
