"""The shape of a format: how it is recognised, and how its lines become statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from troth.terms.statement import Statement

Reader = Callable[[str, Sequence[str], int], Iterator[Statement]]
"""Path, lines, and the number of lines that stand before them → statements. Never raises, whatever the lines hold."""


class Markup(msgspec.Struct, frozen=True, kw_only=True):
    """``suffixes`` and ``names`` are lower case; ``sniff`` recognises documents that are called otherwise.

    A name alone is not enough, as ``SECURITY.txt`` may be prose: its lines have to bear the marks as well.
    """

    name: str
    statements: Reader
    suffixes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sniff: Callable[[Sequence[str]], bool] | None = None
