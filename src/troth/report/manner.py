"""How a check is to be said: what every format is given beside the result."""

from __future__ import annotations

import shlex

import msgspec

from troth.report.paint import Paint


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How to say it. ``path`` and ``policies`` are what was asked for, to be repeated in the next command."""

    paint: Paint = Paint()
    columns: int = 80
    verbose: bool = False
    quiet: bool = False
    path: str = "."
    policies: tuple[str, ...] = ()

    @property
    def again(self) -> str:
        """The words that name the same tree and the same documents in another command of Troth."""
        where = () if self.path == "." else (self.path,)
        words = (*where, *(word for policy in self.policies for word in ("--policy", policy)))
        return "".join(f" {shlex.quote(word)}" for word in words)
