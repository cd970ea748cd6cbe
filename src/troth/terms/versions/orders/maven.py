"""Versions of Maven artifacts in order (https://maven.apache.org/pom.html#version-order-specification).

Maven pads the shorter of two versions as the longer needs it, which makes no order in corners: it has "1.0.alpha" < "1"
< "1-1" < "1.0.alpha". Here a zero before a word that comes before the release stands below the end of a version, too.
"""

from __future__ import annotations

import re

import msgspec

from troth.terms.versions.unreadable import UnreadableVersionError

_FORM = re.compile(r"[!-~]+")
_PART = re.compile(r"(^|[.-])([^.-]*)")
_PIECE = re.compile(r"[0-9]+|[^0-9]+")
_EARLY = {"alpha": 0, "beta": 1, "milestone": 2, "rc": 3, "cr": 3, "snapshot": 4}
_NOTHING = frozenset({"", "ga", "final", "release"})
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_EARLY_WORD, _ZERO_BEFORE_EARLY_WORD, _END, _LATE_WORD, _DASHED_NUMBER, _NUMBER = range(6)
Token = tuple[int, int, str]


class _Piece(msgspec.Struct, frozen=True):
    """A number or word between separators; a change from one to the other separates as a dash does."""

    text: str
    dashed: bool

    @property
    def nothing(self) -> bool:
        return not self.text.strip("0") if self.text.isdigit() else self.text in _NOTHING


def key(text: str) -> tuple[Token, ...]:
    """Words before the release, its end, other words, numbers behind a dash, numbers behind a dot."""
    if _FORM.fullmatch(text) is None:
        raise UnreadableVersionError(text)
    tokens: list[Token] = []
    early_follows = False
    for piece in reversed(_without_nothing(_pieces(text.lower()))):
        token = _token(piece, early_follows=early_follows)
        tokens.append(token)
        early_follows = token[0] in {_EARLY_WORD, _ZERO_BEFORE_EARLY_WORD}
    return (*reversed(tokens), (_END, 0, ""))


def _pieces(text: str) -> list[_Piece]:
    found: list[_Piece] = []
    for separator, part in _PART.findall(text):
        pieces = _PIECE.findall(part) or ["0"]
        for index, piece in enumerate(pieces):
            dashed = separator == "-" or index > 0 or bool(found and found[-1].text in _NOTHING)
            found.append(_Piece(_SHORT.get(piece, piece) if index + 1 < len(pieces) else piece, dashed))
    return found


def _without_nothing(pieces: list[_Piece]) -> list[_Piece]:
    """Zeros and words that mean nothing go at the end and before each dash, such words everywhere."""
    kept: list[_Piece] = []
    for piece in pieces:
        while piece.dashed and kept and kept[-1].nothing:
            kept.pop()
        if piece.text not in _NOTHING:
            kept.append(piece)
    while kept and kept[-1].nothing:
        kept.pop()
    return kept


def _token(piece: _Piece, *, early_follows: bool) -> Token:
    if piece.text.isdigit():
        if early_follows and piece.nothing:
            return (_ZERO_BEFORE_EARLY_WORD, not piece.dashed, "")
        return (_DASHED_NUMBER if piece.dashed else _NUMBER, int(piece.text), "")
    if piece.text in _EARLY:
        return (_EARLY_WORD, piece.dashed * len(_EARLY) + _EARLY[piece.text], "")
    return (_LATE_WORD, piece.dashed, "" if piece.text == "sp" else piece.text)
