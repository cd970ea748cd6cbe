"""Versions of RPM packages in order (rpm-version(7), https://rpm.org/docs/latest/man/rpm-version.7)."""

from __future__ import annotations

import re

from troth.terms.versions.unreadable import UnreadableVersionError

_EPOCH = re.compile(r"([0-9]+):")
_PIECE = re.compile(r"[0-9]+|[A-Za-z]+|~|\^")
_TILDE, _END, _CARET, _WORD, _NUMBER = range(5)
Part = tuple[tuple[int, int | str], ...]


def key(text: str) -> tuple[int, Part, Part]:
    """Epoch, 0 where it is missing, version and release; a version without release comes before those with one."""
    if not text.isprintable() or " " in text:
        raise UnreadableVersionError(text)
    epoch = _EPOCH.match(text)
    version, dash, release = text[epoch.end() if epoch else 0 :].partition("-")
    return (int(epoch[1]) if epoch else 0, _part(version), _part(dash + release))


def _part(text: str) -> Part:
    """Signs other than tilde and caret only separate."""
    return (*(_rank(piece) for piece in _PIECE.findall(text)), (_END, 0)) if text else ()


def _rank(piece: str) -> tuple[int, int | str]:
    if piece.isdigit():
        return (_NUMBER, int(piece))
    return {"~": (_TILDE, 0), "^": (_CARET, 0)}.get(piece, (_WORD, piece))
