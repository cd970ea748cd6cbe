"""Which ways have led to a target or script: each is followed once for what it is called with, not once per way.

Targets that lead to each other two by two double their ways with each step, while what they run stays the same; and a
build that runs no tool at all is asked for by job after job.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from troth.evidence.automation.context import Context
from troth.evidence.automation.shell import Command, Options, commands

MOST_CALLS = 300
"""Different surroundings in which one target is followed from one job: variables, lines that take failures away."""

Piece = tuple[str, str]
"""A target or a script: its file and name."""


class Ways:
    """What was followed already, from how deep down, and what was found to lead to nothing."""

    def __init__(self) -> None:
        self._least: dict[tuple[Piece, Context], int] = {}
        """How deep down each was followed: 0 where nothing in it lay too deep."""
        self._calls: dict[tuple[Piece, str], int] = {}
        self._barren: set[tuple[Piece, str, str, tuple[tuple[str, str], ...]]] = set()
        self._read: dict[tuple[str, Options, tuple[tuple[str, str], ...]], tuple[Command, ...]] = {}
        self.fruits = 0
        """Tools that were met, and pieces that were not followed again although they may lead to one."""
        self.too_deep = 0
        """Pieces that were not followed because they lay too deep, or led to some that did."""
        self.cut = False
        """True from where some target was called in more ways than are followed."""

    def lead_on(self, piece: Piece, context: Context, depth: int) -> bool:
        """Whether ``piece`` is to be followed: not yet in this context, or only from deeper down, where more is cut.

        Two contexts that differ in the lines that led there alone are one.
        """
        known = tuple(sorted(context.variables.items()))
        if (piece, context.directory, context.path, known) in self._barren:
            return False
        key = _key(piece, context)
        before = self._least.get(key)
        if before is None:
            place = (piece, context.job)
            self._calls[place] = self._calls.get(place, 0) + 1
            self.cut = self.cut or self._calls[place] > MOST_CALLS
        if (before is not None and before <= depth) or self._calls[piece, context.job] > MOST_CALLS:
            self.fruits += 1
            self.too_deep += bool(before)
            return False
        self._least[key] = depth
        return True

    def followed(self, piece: Piece, context: Context, fruits: int, too_deep: int) -> None:
        """``piece`` was followed, before which ``fruits`` were met: where none came, none comes from another job."""
        if self.fruits == fruits:
            known = tuple(sorted(context.variables.items()))
            self._barren.add((piece, context.directory, context.path, known))
        if self.too_deep == too_deep:
            self._least[_key(piece, context)] = 0

    def passed_over(self, *, too_deep: bool) -> None:
        """A piece was not followed: it leads back to itself, or lies too deep."""
        self.fruits += 1
        self.too_deep += too_deep

    def commands(self, text: str, options: Options, variables: Mapping[str, str]) -> tuple[Command, ...]:
        """The commands of a shell text, which is read once for the variables that it names."""
        told = ((name, value) for name, value in variables.items() if name in text or "eval" in text)
        key = (text, options, tuple(sorted(told)))
        if key not in self._read:
            self._read[key] = commands(text, options, dict(key[2]))
        return self._read[key]


def _key(piece: Piece, context: Context) -> tuple[Piece, Context]:
    known = tuple(sorted(context.variables.items()))
    return piece, msgspec.structs.replace(context, chain=(), environment=known)
