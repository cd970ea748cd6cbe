"""Versions of Debian packages in order (Debian Policy 5.6.12, deb-version(7))."""

from __future__ import annotations

import re

from troth.terms.versions.unreadable import UnreadableVersionError

_FORM = re.compile(r"\s*(?:([0-9]+):)?([!-~]+?)(?:-([^-\s]*))?\s*")
_PIECE = re.compile(r"([^0-9]*)([0-9]*)")
_END = 0
Part = tuple[tuple[tuple[int, ...], int], ...]


def key(text: str) -> tuple[int, Part, Part]:
    """Epoch, version, revision; one that is missing is 0."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise UnreadableVersionError(text)
    epoch, version, revision = match.groups()
    return (int(epoch or 0), _part(version), _part(revision or "0"))


def _part(text: str) -> Part:
    """Words and numbers by turns. The last, empty pair is what is compared where another version goes on."""
    return tuple((_word(word), int(number or 0)) for word, number in _PIECE.findall(text or "0"))


def _word(word: str) -> tuple[int, ...]:
    """A tilde before the end, the end before letters, letters before all other signs."""
    ranks = (-1 if sign == "~" else ord(sign) if sign.isalpha() else 256 + ord(sign) for sign in word)
    return (*ranks, _END)
