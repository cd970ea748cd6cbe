"""The shape of a format: how it is recognised, and how its lines become statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from troth.terms.span import Span
from troth.terms.statement import Statement

Reader = Callable[[str, Sequence[str], int], Iterator[Statement | Span]]
"""Path, lines, and the number of lines that stand before them → statements. Never raises, whatever the lines hold.

A span among the statements says what is not read there, and why.
"""


class Markup(msgspec.Struct, frozen=True, kw_only=True):
    """``suffixes`` and ``names`` are lower case; ``sniff`` recognises documents that are called otherwise.

    A name alone is not enough, as ``SECURITY.txt`` may be prose: its lines have to bear the marks as well.
    """

    name: str
    statements: Reader
    suffixes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sniff: Callable[[Sequence[str]], bool] | None = None
