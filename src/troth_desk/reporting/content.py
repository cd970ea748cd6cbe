"""What a report is made of: sections of figures, tables and charts, the same for the page, the PDF and programs.

What is frozen at approval is the canonical JSON of it (RFC 8785), so that its digest is that of these very values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
import rfc8785

FORMAT = 1
"""Version of what is frozen."""
MOST_ROWS = 200
"""Rows of a table; more are counted, and stand in the lists of the desk."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table. ``left_off`` rows are not shown. ``inside``: only the team may read it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_off: int = 0
    inside: bool = False


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Bars: for each of ``labels`` one value of each of ``series``, one above the other."""

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part: ``says`` answers its question in a sentence. ``inside``: only the team may read any of it."""

    name: str
    title: str
    says: str
    figures: tuple[tuple[str, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    inside: bool = False


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report. Instants are ISO 8601 in UTC, days those of ``zone``."""

    format: int
    organisation: str
    project: str
    title: str
    begins: str
    ends: str
    zone: str
    gathered_at: str
    policy: str
    words: str
    sections: tuple[Section, ...]


def frozen(told: Told) -> tuple[str, str]:
    """``told`` as canonical JSON, and its SHA-256."""
    text = rfc8785.dumps(msgspec.to_builtins(told)).decode()
    return text, digest(text)


def digest(text: str) -> str:
    """SHA-256 of what is frozen."""
    return hashlib.sha256(text.encode()).hexdigest()


def thawed(text: str) -> Told:
    """What was frozen. Raises ``msgspec.ValidationError`` where it is none."""
    return msgspec.json.decode(text, type=Told)


def outside(told: Told) -> Told:
    """``told`` as everybody may read it: without sections and tables that are for the team alone."""
    sections = tuple(
        msgspec.structs.replace(one, tables=tuple(each for each in one.tables if not each.inside))
        for one in told.sections
        if not one.inside
    )
    return msgspec.structs.replace(told, sections=sections)


def table(
    caption: str,
    columns: Iterable[str],
    rows: Iterable[Iterable[Any]],
    whole: int | None = None,
    *,
    inside: bool = False,
) -> Table:
    """A table of ``rows`` as words, of which ``MOST_ROWS`` are shown; ``whole`` is how many there are."""
    shown = [tuple(str(cell) for cell in row) for _, row in zip(range(MOST_ROWS + 1), rows, strict=False)]
    total = len(shown) if whole is None else whole
    kept = tuple(shown[:MOST_ROWS])
    return Table(caption=caption, columns=tuple(columns), rows=kept, left_off=max(0, total - len(kept)), inside=inside)
