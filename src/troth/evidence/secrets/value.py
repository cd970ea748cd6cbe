"""A value that may be a secret: it never shows itself, only its fingerprint."""

from __future__ import annotations

import hashlib

_DOMAIN = b"troth secret fingerprint v1\0"
PREFIX = "secret:"
"""What the name of a value opens with, wherever a waiver names it."""
_LENGTH = 32


class Value:
    """Holds a value. Its ``repr`` and ``str`` say how long it is and nothing else, so that no error can tell it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The value itself: for checks, never for words."""
        return self._text

    def __repr__(self) -> str:
        return f"<{len(self._text)} characters>"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    @property
    def fingerprint(self) -> str:
        """The name of the value: half of a SHA-256 in a domain of its own, the same in every file and on every machine.

        White space at its ends does not count.
        """
        digest = hashlib.sha256(_DOMAIN + self._text.strip().encode("utf-8", "surrogatepass"))
        return PREFIX + digest.hexdigest()[:_LENGTH]
