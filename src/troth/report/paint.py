"""Standings as word, mark and colour, never colour alone."""

from __future__ import annotations

import msgspec

from troth.terms.verdict import Standing

MARKS = {
    Standing.KEPT: "●",
    Standing.AT_RISK: "◐",
    Standing.BROKEN: "✕",
    Standing.UNPROVEN: "○",
    Standing.NOTED: "·",
}
WORDS = {
    Standing.KEPT: "kept",
    Standing.AT_RISK: "at risk",
    Standing.BROKEN: "broken",
    Standing.UNPROVEN: "unproven",
    Standing.NOTED: "noted",
}
_COLOURS = {
    Standing.KEPT: "32",
    Standing.AT_RISK: "33",
    Standing.BROKEN: "31",
    Standing.UNPROVEN: "36",
    Standing.NOTED: "2",
}
_RESET = "\x1b[0m"


class Paint(msgspec.Struct, frozen=True):
    """Wraps words in colour where ``on``; the words themselves never change."""

    on: bool = False

    def standing(self, text: str, standing: Standing) -> str:
        """``text`` in the colour of ``standing``, bold."""
        return f"\x1b[1;{_COLOURS[standing]}m{text}{_RESET}" if self.on else text

    def strong(self, text: str) -> str:
        """``text`` in bold."""
        return f"\x1b[1m{text}{_RESET}" if self.on else text

    def quiet(self, text: str) -> str:
        """``text`` dimmed."""
        return f"\x1b[2m{text}{_RESET}" if self.on else text

    def found(self, text: str) -> str:
        """``text`` in the colour of what was understood: magenta, which is read on light and on dark."""
        return f"\x1b[35m{text}{_RESET}" if self.on else text

    def missed(self, text: str) -> str:
        """``text`` in the colour of what was not."""
        return f"\x1b[31m{text}{_RESET}" if self.on else text

    def added(self, text: str) -> str:
        """``text`` as a line that a diff adds; its mark stands in front of it."""
        return f"\x1b[32m{text}{_RESET}" if self.on else text

    def removed(self, text: str) -> str:
        """``text`` as a line that a diff takes away."""
        return f"\x1b[31m{text}{_RESET}" if self.on else text
