"""Semantic versions in order, as Go, Cargo and npm compare them."""

from __future__ import annotations

import re
from functools import total_ordering

import msgspec

_FORM = re.compile(
    r"[vV=\s]*(?P<numbers>[0-9]+(?:\.[0-9]+)*)(?:-(?P<pre>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]*)?\s*"
)
LONGEST = 256
"""Characters of the longest version that is read."""


@total_ordering
class Version(msgspec.Struct, frozen=True, eq=False):
    """``numbers`` are three, or more where someone wrote more; ``pre`` are the identifiers after the dash.

    A release has no ``pre``.
    """

    numbers: tuple[int, ...]
    pre: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What versions are compared by: SemVer 2.0.0 §11 (https://semver.org/#spec-item-11); builds do not count."""
        return (self.numbers, not self.pre, tuple(_rank(identifier) for identifier in self.pre))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __lt__(self, other: Version) -> bool:
        return bool(self.key < other.key)


def parse(text: str) -> Version | None:
    """Read "1.2.3-rc.1+build", with or without a leading "v", missing numbers being 0; None for anything else."""
    match = _FORM.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        return None
    numbers = tuple(int(number) for number in match["numbers"].split("."))
    return Version(numbers + (0,) * (3 - len(numbers)), tuple((match["pre"] or "").split(".")) if match["pre"] else ())


def _rank(identifier: str) -> tuple[int, int, str]:
    """Numbers come before words."""
    return (0, int(identifier), "") if identifier.isdigit() else (1, 0, identifier)
