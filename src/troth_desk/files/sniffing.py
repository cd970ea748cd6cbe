"""What does a file look like? By its first bytes, never by its name or by what the sender says it is."""

from __future__ import annotations

import unicodedata

import puremagic

LOOKED_AT = 4096
"""Bytes from the start that are looked at."""
UNKNOWN = "unknown content"


def sniffed(start: bytes) -> str:
    """A MIME type ("image/png"), "text/plain", "empty", or ``UNKNOWN``. The content itself is not opened."""
    if not start:
        return "empty"
    head = start[:LOOKED_AT]
    if _is_text(head):
        return "text/html" if head.lstrip()[:1] == b"<" and b"<html" in head.lower() else "text/plain"
    if head.startswith(b"PK\x03\x04"):
        return "application/zip"  # a document of an office is one too; the archive is not opened to tell
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return found[:100] if "/" in found else UNKNOWN


def _is_text(head: bytes) -> bool:
    for cut in range(4):
        # a character of UTF-8 has up to four bytes, and the head may end within one
        try:
            words = head[: len(head) - cut].decode()
        except UnicodeDecodeError:
            continue
        return all(each in "\n\r\t\f\x1b" or unicodedata.category(each) != "Cc" for each in words)
    return False
