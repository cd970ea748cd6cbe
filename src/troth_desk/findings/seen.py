"""What a tool or an advisory says, as a value: the same for audits, SARIF and the watch over advisories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from troth_desk.findings.states import Kind, Severity


class Seen(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One finding as it was said.

    ``rule`` is the rule of the tool or the id of the advisory, ``aliases`` are other ids of the same weakness. ``path``
    and ``line`` say where, ``context`` is the digest of the words that stand there, ``fingerprint`` what the tool
    itself knows it by. ``said`` is the tool's own word for ``severity``. ``silenced`` says by what the tool was told to
    leave it out. ``epss`` is a probability from 0 to 1, ``kev``: it is known to be exploited (CISA's catalogue).
    """

    tool: str
    rule: str
    text: str
    kind: Kind = Kind.SOURCE
    path: str = ""
    line: int | None = None
    context: str = ""
    fingerprint: str = ""
    severity: Severity = Severity.UNKNOWN
    said: str = ""
    score: float | None = None
    vector: str = ""
    package: str = ""
    ecosystem: str = ""
    version: str = ""
    fixed: tuple[str, ...] = ()
    cwes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    silenced: str = ""
    url: str = ""
    epss: float | None = None
    kev: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids of the weakness."""
        return (self.rule, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What one tool said of one tree at ``at``.

    ``category`` tells several results of one tool apart ("backend", "frontend"). ``partial`` says why it is not whole:
    a tool that crashed, or that does not say that it looked at anything. What is not whole closes nothing.
    """

    tool: str
    at: datetime
    seen: Iterable[Seen]
    category: str = ""
    version: str = ""
    commit: str = ""
    partial: tuple[str, ...] = field(default=())
