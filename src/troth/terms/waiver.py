"""A permitted exception: from what, why, who answers for it, until when."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import msgspec

from troth.terms.span import Span

REGISTER = "troth.toml"
"""The one register, at the root of the tree."""
LONGEST = 90
"""Days that an exception may last from the day it is granted, unless the register says otherwise."""
BY_LOCKFILE = frozenset({"cargo-deny", "cargo-audit", "osv-scanner", "pip-audit", "pnpm-audit", "safety"})
"""Tools whose advisories are all of dependencies in lockfiles; others look into images and files too."""
Kind = Literal["advisory", "rule", "secret", "licence", "package"]
State = Literal["in force", "lapsed", "no date", "not yet"]
_PREFIX = re.compile(r"[a-z][a-z0-9-]*(?=:)")
_KINDS: dict[str, Kind] = {"secret": "secret", "licence": "licence", "package": "package"}


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """One exception, from the register in ``troth.toml`` or from a tool's own file.

    ``target`` is what it lets pass: an advisory id or an alias of it ("CVE-2026-1"), a rule ("bandit:B101"), a
    fingerprint ("secret:…"), the licence of a package ("licence:hull"), all that is told of a package ("package:hull").
    ``tool`` is "" in the register where it holds for every tool; ``path`` limits it to a glob of files and ``package``
    to one package. A waiver without ``until`` has lapsed: no date, no exception. ``form`` names the form of a tool's
    own file ("deny.toml"), "" for the register. ``dateless_form`` says that the form has no field for a date; ``said``
    are then the words of its reason or comment in which one was found. ``span`` is its line.
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
    form: str = ""

    @property
    def kind(self) -> Kind:
        """What ``target`` is; ids of advisories begin with capitals ("RHSA-2024:1"), names of tools do not."""
        prefix = _PREFIX.match(self.target)
        return _KINDS.get(prefix.group(), "rule") if prefix else "advisory"

    @property
    def native(self) -> bool:
        """Whether it stands in a tool's own file, which that tool alone obeys."""
        return bool(self.form)

    @property
    def must_end(self) -> bool:
        """Whether it needs an end and a reason; in tools' own files licences, rules and secrets can stand for good."""
        return not self.native or self.kind in ("advisory", "package")

    def holds(self, on: date) -> bool:
        """Whether it permits anything on the day ``on``: from ``granted`` up to and including ``until``."""
        return self.state(on) == "in force"

    def state(self, on: date) -> State:
        """How it stands on the day ``on``."""
        if self.until is None:
            return "no date"
        if self.until < on:
            return "lapsed"
        return "not yet" if self.granted is not None and self.granted > on else "in force"

    def days_left(self, on: date) -> int:
        """Days from ``on`` to its last day; negative once it has lapsed, 0 without an end."""
        return 0 if self.until is None else (self.until - on).days
