"""Versions of PHP packages in order, as ``version_compare`` has it (https://www.php.net/version_compare)."""

from __future__ import annotations

import re

from troth.terms.versions.unreadable import UnreadableVersionError

_FORM = re.compile(r"[!-~]+")
_PIECE = re.compile(r"[0-9]+|[^0-9.]+")
_STAGES = (("dev", 0), ("a", 1), ("b", 2), ("rc", 3), ("RC", 3), ("p", 6))
_END, _NUMBER = 4, 5


def key(text: str) -> tuple[tuple[int, int], ...]:
    """Pieces: unknown words and dev < alpha < beta < RC < the end < numbers < p; "#" stands for nothing."""
    if _FORM.fullmatch(text) is None:
        raise UnreadableVersionError(text)
    pieces = _PIECE.findall(re.sub(r"[-_+]", ".", text.removeprefix("v").removeprefix("V")))
    return (*(_rank(piece) for piece in pieces if not piece.startswith("#")), (_END, 0))


def _rank(piece: str) -> tuple[int, int]:
    if piece.isdigit():
        return (_NUMBER, int(piece))
    return (next((rank for start, rank in _STAGES if piece.startswith(start)), 0), 0)
