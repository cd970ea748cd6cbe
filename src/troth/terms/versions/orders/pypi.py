"""Versions of Python packages in order (PEP 440).

https://packaging.python.org/en/latest/specifications/version-specifiers/. Old releases have versions that PEP 440
refuses ("0.1-bulbasaur"); they come before all others, among themselves as setuptools ordered them before PEP 440,
which is what OSV does too.
"""

from __future__ import annotations

import re

from packaging.version import InvalidVersion, Version

from troth.terms.versions.unreadable import UnreadableVersionError

Key = tuple[int, Version] | tuple[int, tuple[str, ...]]
_LEGACY = re.compile(r"[0-9A-Za-z._+!*:-]+")
_PIECE = re.compile(r"[0-9]+|[a-z]+|[.]|-|[^0-9a-z.-]+")
_MEANS = {"pre": "c", "preview": "c", "-": "final-", "rc": "c", "dev": "@"}


def key(text: str) -> Key:
    """(1, version) by PEP 440, (0, pieces) where it does not apply."""
    try:
        return (1, Version(text))
    except InvalidVersion:
        if _LEGACY.fullmatch(text) is None:
            raise UnreadableVersionError(text) from None
        return (0, _legacy(text))


def _legacy(text: str) -> tuple[str, ...]:
    """Numbers are filled to eight digits and come before words, which are marked by "*"; words are compared as such.

    A word that comes before "final" takes the dashes and zeros before it away, any other only the zeros.
    """
    pieces: list[str] = []
    for piece in (*_words(text), "*final"):
        if piece.startswith("*"):
            while piece < "*final" and pieces and pieces[-1] == "*final-":
                pieces.pop()
            while pieces and pieces[-1] == "00000000":
                pieces.pop()
        pieces.append(piece)
    return tuple(pieces)


def _words(text: str) -> list[str]:
    found = (_MEANS.get(piece, piece) for piece in _PIECE.findall(text.lower()))
    return [piece.zfill(8) if piece.isdigit() else f"*{piece}" for piece in found if piece != "."]
