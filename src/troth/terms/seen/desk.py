"""What a desk has on record of one promise, over a window of time, as its signed facts tell it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from troth.terms.span import Span


class DeskRecord(msgspec.Struct, frozen=True, kw_only=True):
    """``n`` times something was owed and decided: ``kept`` of them as promised, ``late`` against the promise.

    ``running`` are owed and not decided yet, ``warned`` of them past their warning; ``overdue`` are open and late, and
    so among ``late`` too. ``paused`` of those kept or running would be late had their clocks not stood still.
    ``exercises`` of those kept were practised, not met. ``median`` and ``p90`` are seconds from receipt to done, None
    where nothing was done. ``first`` and ``last`` are the instants of the first and last decision. The window goes from
    ``since`` to ``until``. ``terms`` are the fields of the promise that tell it apart (``action``, ``within`` …),
    sorted; ``project`` is how the desk calls it; ``span`` cites the file of the facts. ``covers`` names the ecosystems
    ("pypi", "npm") that a record about components is of.
    """

    kind: str
    sentence: str
    document: str
    line: int
    terms: tuple[tuple[str, str], ...]
    n: int
    kept: int
    late: int
    running: int
    warned: int
    overdue: int
    median: int | None
    p90: int | None
    first: datetime | None
    last: datetime | None
    since: datetime
    until: datetime
    project: str
    span: Span
    paused: int = 0
    exercises: int = 0
    covers: tuple[str, ...] = ()
