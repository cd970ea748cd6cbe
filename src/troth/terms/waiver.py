"""A permitted exception: from what, why, who answers for it, until when."""

from __future__ import annotations

from datetime import date

import msgspec

from troth.terms.span import Span


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """One exception, from the register in ``troth.toml`` or from a tool's own file.

    ``target`` is what it lets pass: an advisory id, a rule ("bandit:B101"), a fingerprint, a package. ``tool`` is "" in
    the register, which holds for every tool; ``path`` limits it to a glob of files and ``package`` to one package.
    A waiver without ``until`` has lapsed: no date, no exception. ``dateless_form`` says that its form has no field for
    a date; ``said`` are then the words of its reason in which one was found. ``span`` is its line.
    """

    target: str
    span: Span
    tool: str = ""
    reason: str = ""
    owner: str = ""
    link: str = ""
    granted: date | None = None
    until: date | None = None
    path: str = ""
    package: str = ""
    dateless_form: bool = False
    said: str = ""

    def holds(self, on: date) -> bool:
        """Whether it permits anything on the day ``on``: up to and including ``until``."""
        return self.until is not None and on <= self.until
