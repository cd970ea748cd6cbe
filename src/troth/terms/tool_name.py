"""How a tool is called: by its makers, in prose, and by package managers."""

from __future__ import annotations

import msgspec

from troth.terms.activity import Activity


class ToolName(msgspec.Struct, frozen=True, kw_only=True):
    """``name`` is canonical ("cargo-deny"); ``spoken`` are other ways to write it, lower-case ("cargo deny").

    ``ambiguous`` marks names that are also plain words ("safety", "black"): the reader wants code marks or a list of
    tools around them. ``proper`` are ambiguous names that a capital letter in mid-sentence gives away ("alerts in
    Sentry"). ``editions`` are spoken names that policies tell apart ("sonarcloud" of "sonarqube"): one tool, two names.
    """

    name: str
    spoken: tuple[str, ...] = ()
    activities: frozenset[Activity] = frozenset()
    ambiguous: bool = False
    proper: bool = False
    editions: tuple[str, ...] = ()
