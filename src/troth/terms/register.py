"""The register of commitments in ``troth.toml``: what people say of the sentences of the policy."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from troth.terms.commitment import KINDS, Commitment
from troth.terms.selector import Selector
from troth.terms.span import Span


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One ``[[commitment]]``: a sentence, the id it keeps, and what is said of it.

    ``kind`` and ``fields`` (name of the attribute, value) hold while the document says ``sentence``; a field that is
    not there is as the reader reads it. ``under`` is the heading right above. ``silence`` is the reason for which the
    sentence is no promise, ``evidence`` what proves it. ``gone`` is the day on which it was found to be said no more.
    ``span`` is its place in ``troth.toml``.
    """

    id: str
    sentence: str
    kind: str
    span: Span
    document: str = ""
    line: int | None = None
    under: str = ""
    fields: tuple[tuple[str, Any], ...] = ()
    silence: str = ""
    evidence: tuple[Selector, ...] = ()
    gone: date | None = None


State = Literal["holds", "adds", "lacks", "changed", "gone"]
"""What became of the sentence of an entry: said as it stands there; said, and read as that kind by the entry alone; the
same, but the entry lacks what its kind needs; said otherwise; said no more."""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """An entry and what became of it. ``read`` is the commitment as the reader reads it, None where there is none."""

    entry: Entry
    state: State
    read: Commitment | None = None


CLASSES = {str(each.__struct_config__.tag): each for each in KINDS}


def commitment_of(entry: Entry, span: Span, heading: tuple[str, ...] = ()) -> Commitment | None:
    """The commitment that ``entry`` alone makes; None where it lacks a field that its kind needs."""
    if needed(entry):
        return None
    return CLASSES[entry.kind](span=span, heading=heading, **dict(entry.fields))


def needed(entry: Entry) -> tuple[str, ...]:
    """Fields that the kind of ``entry`` needs and that it does not say."""
    said = {"span", *(name for name, _ in entry.fields)}
    fields = msgspec.structs.fields(CLASSES[entry.kind])
    return tuple(each.encode_name for each in fields if each.required and each.name not in said)
