"""One weakness, however many tools saw it."""

from __future__ import annotations

from typing import Literal

import msgspec

from troth.terms.seen.results import ToolFinding


class Category(msgspec.Struct, frozen=True, order=True):
    """A category of the OWASP Top 10: its edition (2021), code ("A03") and title."""

    edition: int
    code: str
    title: str

    def __str__(self) -> str:
        return f"{self.code}:{self.edition} {self.title}"


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """A tool that saw a weakness, and what it said. ``directory`` is where it ran."""

    tool: str
    version: str
    directory: str
    finding: ToolFinding


class Weakness(msgspec.Struct, frozen=True, kw_only=True):
    """What one or more tools say of the same place, package or secret.

    ``fingerprint`` is that of the first witness, the one that says most; ``cwes``, ``aliases`` and ``categories`` are
    those of all. ``counts`` is false where every witness was silenced.
    """

    kind: Literal["dependency", "source", "secret", "policy"]
    fingerprint: str
    witnesses: tuple[Witness, ...]
    cwes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()

    @property
    def finding(self) -> ToolFinding:
        """What the first witness said."""
        return self.witnesses[0].finding

    @property
    def tools(self) -> tuple[str, ...]:
        """The tools that saw it, each once."""
        return tuple(dict.fromkeys(witness.tool for witness in self.witnesses))

    @property
    def counts(self) -> bool:
        """Whether at least one witness was not silenced."""
        return any(not witness.finding.suppressed for witness in self.witnesses)
