"""Where the documents and the register of commitments have parted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from troth.terms.changes import spoken
from troth.terms.commitment import Commitment, Guidance
from troth.terms.meaning import Difference, Direction, differences, together
from troth.terms.pairing import said, steady
from troth.terms.register import Entry, Match, commitment_of
from troth.terms.span import Span

Turn = Literal["new", "back", "changed", "gone"]
"""Promised and in no entry; promised again after its entry was gone; said otherwise than in its entry; said no more."""


class Drifted(msgspec.Struct, frozen=True, kw_only=True):
    """One promise on which the two differ.

    ``commitment`` is what the document says, None where it is gone; ``entry`` is None where it is new. ``differs`` are
    fields as (name, in the register, in the document), in words: none where only the wording changed. ``lapsed`` names
    what people wrote into the entry and what holds no more: "silence", "evidence".
    """

    turn: Turn
    id: str
    commitment: Commitment | None = None
    entry: Entry | None = None
    differs: tuple[tuple[str, str, str], ...] = ()
    direction: Direction = ""
    lapsed: tuple[str, ...] = ()

    @property
    def weakened(self) -> bool:
        """Whether less is promised than the register says."""
        return self.turn == "gone" or self.direction in ("weaker", "mixed")


def drift(matches: Iterable[Match], commitments: Mapping[str, Commitment]) -> tuple[Drifted, ...]:
    """Every difference, in the order of the document, those that are gone last.

    ``matches`` tell what became of the entries; ``commitments`` are those of the documents, by id.
    """
    return tuple(sorted(_all(tuple(matches), commitments), key=_place))


def _all(matches: tuple[Match, ...], commitments: Mapping[str, Commitment]) -> Iterator[Drifted]:
    for match in matches:
        if match.state == "changed" and match.read is not None:
            yield _changed(match.entry, match.read)
        elif match.state == "gone" and match.entry.gone is None:
            yield Drifted(turn="gone", id=match.entry.id, entry=match.entry, lapsed=_written(match.entry))
        elif match.state in ("holds", "adds") and match.entry.gone is not None:
            yield Drifted(turn="back", id=match.entry.id, entry=match.entry, commitment=match.read)
    for name, one in commitments.items():
        if not one.named and not isinstance(one, Guidance):
            yield Drifted(turn="new", id=name, commitment=one)


def _changed(entry: Entry, read: Commitment) -> Drifted:
    before = commitment_of(entry, Span(entry.document, entry.line, entry.sentence))
    differ = (
        (Difference(name="kind", before=entry.kind, after=read.kind),) if before is None else differences(before, read)
    )
    return Drifted(
        turn="changed",
        id=entry.id,
        entry=entry,
        commitment=read,
        differs=spoken(each for each in differ if each.name != "kind" or each.before != each.after),
        direction=together(differ),
        lapsed=_written(entry),
    )


def reworded(entry: Entry, read: Commitment) -> bool:
    """Whether the document says the same as ``entry`` in other words: the same fields, figures and denials."""
    before = commitment_of(entry, Span(entry.document, entry.line, entry.sentence))
    return before is not None and steady(said(before), said(read))


def _written(entry: Entry) -> tuple[str, ...]:
    return tuple(name for name, there in (("silence", entry.silence), ("evidence", entry.evidence)) if there)


def _place(one: Drifted) -> tuple[bool, str, int, str]:
    span = (
        one.commitment.span
        if one.commitment
        else Span(one.entry.document if one.entry else "", one.entry.line if one.entry else 0)
    )
    return one.turn == "gone", span.path, span.line or 0, one.id
