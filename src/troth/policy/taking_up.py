"""What becomes of the register of commitments when the documents are taken up as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from troth.formats.troth_toml_commitments_edit import Added, Change, fields_of, quoted
from troth.terms.commitment import Commitment, Guidance
from troth.terms.drift import reworded
from troth.terms.meaning import names
from troth.terms.register import CLASSES, Entry, Match


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Edits of the register, by the numbers of its entries. ``asides`` are ids of which something became a comment."""

    changes: dict[int, Change]
    cut: frozenset[int]
    added: tuple[Added, ...]
    asides: frozenset[str] = frozenset()


def plan(matches: Sequence[Match], commitments: Mapping[str, Commitment], today: date, *, prune: bool) -> Plan:
    """Take up ``commitments`` (by id) into the register whose entries became ``matches``, in the order of the file.

    What people wrote stays: corrected fields, silences and evidence while the sentence says the same. Where it says
    something else, silences and evidence become comments: they were not said of it. With ``prune`` entries go whose
    sentence is gone.
    """
    changes = {number: _change(match, today) for number, match in enumerate(matches)}
    return Plan(
        changes={number: change for number, change in changes.items() if not change.empty},
        cut=frozenset(number for number, match in enumerate(matches) if prune and match.state == "gone"),
        added=tuple(_added(matches, commitments)),
        asides=frozenset(matches[number].entry.id for number, change in changes.items() if change.aside),
    )


def values_of(name: str, one: Commitment) -> dict[str, Any]:
    """A new entry for ``one``, its keys in the order in which people read them."""
    said: dict[str, Any] = {"id": name, "document": one.span.path}
    if one.span.line:
        said["line"] = one.span.line
    if one.heading:
        said["under"] = one.heading[-1]
    return {**said, "sentence": one.sentence, "kind": one.kind, **fields_of(one)}


def _change(match: Match, today: date) -> Change:
    entry, read = match.entry, match.read
    if match.state == "gone":
        return Change() if entry.gone else Change(put={"gone": today})
    if read is None:
        return Change()
    put, drop = _place(entry, read), ("gone",) if entry.gone else ()
    if match.state != "changed":
        return Change(put=put, drop=drop)
    fields = fields_of(read)
    old = _old(entry)
    put |= {"sentence": read.sentence, **({"kind": read.kind} if read.kind != entry.kind else {})}
    put |= {key: value for key, value in fields.items() if key not in old or old[key] != value}
    written = tuple(key for key, there in (("silence", entry.silence), ("evidence", entry.evidence)) if there)
    aside = () if reworded(entry, read) else written
    why = f"said of {quoted(entry.sentence)}:" if aside else ""
    return Change(put=put, drop=(*drop, *(key for key in old if key not in fields)), aside=aside, why=why)


def _place(entry: Entry, read: Commitment) -> dict[str, Any]:
    """Where it stands now, as far as the entry says where it stood."""
    now = {"document": read.span.path, "line": read.span.line, "under": read.heading[-1] if read.heading else ""}
    then = {"document": entry.document, "line": entry.line, "under": entry.under}
    return {key: value for key, value in now.items() if then[key] and value and _words(value) != _words(then[key])}


def _words(value: Any) -> list[str]:
    return str(value).split()


def _old(entry: Entry) -> dict[str, Any]:
    """The fields that the entry says, as the file has them."""
    told = dict(names(CLASSES[entry.kind]))
    return {told[name]: _listed(value) for name, value in entry.fields}


def _listed(value: Any) -> Any:
    plain = msgspec.to_builtins(value)
    return list(plain) if isinstance(plain, tuple) else plain


def _added(matches: Sequence[Match], commitments: Mapping[str, Commitment]) -> Iterator[Added]:
    """New entries, each below that of the promise that stands above it in its document."""
    entries = {match.entry.id: number for number, match in enumerate(matches)}
    above: dict[str, int] = {}
    for name, one in commitments.items():
        if one.named in entries:
            above[one.span.path] = entries[one.named]
        elif not isinstance(one, Guidance):
            yield Added(values=values_of(name, one), after=above.get(one.span.path, -1))
