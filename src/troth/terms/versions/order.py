"""Versions of any shape in order: for tags, of which nobody knows by which rules their numbers were given."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

LONGEST = 256
"""Characters of the longest version that is read."""
_FORM = re.compile(r"[vV]?(?P<numbers>[0-9]+(?:\.[0-9]+)*)(?P<rest>[-._+0-9A-Za-z]*)")
_PIECE = re.compile(r"[0-9]+|[A-Za-z]+")
_EARLY = {
    "dev": 0, "snapshot": 0, "nightly": 0, "canary": 0, "edge": 0, "unstable": 0, "experimental": 0, "insiders": 0,
    "alpha": 1, "a": 1, "beta": 2, "b": 2, "m": 3, "milestone": 3, "pre": 4, "preview": 4, "prerelease": 4, "next": 4,
    "ea": 4, "test": 4, "draft": 4, "c": 5, "rc": 5, "cr": 5,
}  # fmt: skip
_FINAL = frozenset({"final", "ga", "release", "lts", "stable", "incompatible"})
_LATE = frozenset({"post", "patch", "p", "sp", "r", "rev", "hotfix", "fix", "sec", "update", "u", "build"})


class Loose(msgspec.Struct, frozen=True, order=True):
    """A version as far as its shape tells: ``numbers`` without trailing zeros, ``stage`` below 6 before the release.

    ``stage`` 6 is the release itself, 7 comes after it ("1.2-post1"). ``rest`` decides what is left.
    """

    numbers: tuple[int, ...]
    stage: int = 6
    rest: tuple[tuple[int, int, str], ...] = ()

    @property
    def prerelease(self) -> bool:
        """Whether it comes before its release."""
        return self.stage < 6


def parse(text: str) -> Loose | None:
    """Read "1.2.3", "v1.2", "1.0rc1", "2024.05.1", "1.2.3-beta.2", "1.0.Final"; None for what has no such shape.

    By SemVer a word that nobody knows, after a dash, marks a pre-release; a build after "+" does not count.
    """
    match = _FORM.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if match is None:
        return None
    numbers = tuple(int(number) for number in match["numbers"].split("."))
    pieces = _PIECE.findall(match["rest"].split("+")[0].lower())
    words = [piece for piece in pieces if not piece.isdigit() and piece not in _FINAL]
    stage = _stage(words, bare=not words and bool(pieces) and pieces[0].isdigit())
    rest = tuple(_rank(piece) for piece in pieces if piece not in _FINAL)
    return Loose(_short(numbers), stage, rest)


def newest(versions: Iterable[str]) -> str | None:
    """The greatest of ``versions`` that can be read; None where there is none."""
    known = [(key, version) for version in versions if (key := parse(version)) is not None]
    return max(known)[1] if known else None


def numbers_of(version: str) -> tuple[int, ...] | None:
    """The numbers of ``version`` as written, trailing zeros too: "v1.20.0-rc1" → (1, 20, 0)."""
    match = _FORM.fullmatch(version.strip()) if len(version) <= LONGEST else None
    return None if match is None else tuple(int(number) for number in match["numbers"].split("."))


def _stage(words: list[str], *, bare: bool) -> int:
    if not words:
        return 7 if bare else 6  # "1.2-3" of packagers comes after "1.2"
    if words[0] in _LATE:
        return 7
    return min(_EARLY.get(word, 4) for word in words[:1])


def _short(numbers: tuple[int, ...]) -> tuple[int, ...]:
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers = numbers[:-1]
    return numbers


def _rank(piece: str) -> tuple[int, int, str]:
    return (0, int(piece), "") if piece.isdigit() else (1, 0, piece)
