"""A commitment as JSON, in the words of the labelling guide, and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from troth.terms.commitment import KINDS, Commitment, Demand
from troth.terms.span import Span

BASE = frozenset(Commitment.__struct_fields__)
CLASSES = {str(each.__struct_config__.tag): each for each in KINDS}
LISTS = frozenset({"severity", "formats"})
"""Fields that are told even when they are empty."""
ALWAYS = frozenset({"supported", "upper", "every", "min", "max", "value"})
CHOSEN = ("condition", "events", "subject")


def to_json(commitment: Commitment) -> dict[str, Any]:
    """``fields`` with the words of the sentence as ``text``."""
    return {**fields(commitment), "text": commitment.span.text}


def fields(commitment: Commitment) -> dict[str, Any]:
    """``{"kind", "line", "also", "strength", …fields of the kind, …extras that say something, "heading"}``.

    ``elsewhere`` cites other documents that say the same. ``place`` is a word where there is one, else a list;
    ``demand`` is left out where the sentence asks no more than that something runs.
    """
    plain = msgspec.to_builtins(commitment)
    said: dict[str, Any] = {
        "kind": commitment.kind,
        "line": commitment.span.line,
        "also": [span.line for span in commitment.also if span.path == commitment.span.path],
        "strength": commitment.strength,
    }
    for name in _own(type(commitment)):
        value = plain[name]
        if name in _required(type(commitment)) or name in LISTS or name in ALWAYS or value:
            said[name] = list(value) if isinstance(value, tuple) else value
    if len(commitment.place) == 1:
        said["place"] = commitment.place[0]
    elif commitment.place:
        said["place"] = list(commitment.place)
    for name in CHOSEN:
        if plain[name]:
            said[name] = list(plain[name]) if isinstance(plain[name], tuple) else plain[name]
    if commitment.demand is not Demand.RUNS:
        said["demand"] = str(commitment.demand)
    if commitment.universal:
        said["universal"] = True
    elsewhere = [span for span in commitment.also if span.path != commitment.span.path]
    if elsewhere:
        said["elsewhere"] = [{"document": span.path, "line": span.line} for span in elsewhere]
    said["heading"] = list(commitment.heading)
    return said


def from_json(said: Mapping[str, Any], document: str) -> Commitment:
    """The commitment that ``to_json`` wrote; ``document`` is the path that its lines are of.

    Raises ``ValueError`` where ``said`` is no such object.
    """
    kind = CLASSES.get(str(said.get("kind")))
    if kind is None:
        raise ValueError(f"no kind of commitment: {said.get('kind')!r}")
    fields = {
        name: said[name]
        for name in (*_own(kind), "strength", "condition", "events", "demand", "subject", "universal", "heading")
        if name in said
    }
    place = said.get("place", [])
    fields |= {
        "kind": kind.__struct_config__.tag,
        "place": [place] if isinstance(place, str) else place,
        "span": {"path": document, "line": said.get("line"), "text": said.get("text", "")},
        "also": [
            *({"path": document, "line": line} for line in said.get("also", [])),
            *({"path": each["document"], "line": each["line"]} for each in said.get("elsewhere", [])),
        ],
    }
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{said.get('kind')}: {error}") from None


def span_json(span: Span) -> dict[str, Any]:
    """``{"line", "text"}`` of what was not understood."""
    return {"line": span.line, "text": span.text}


def _own(kind: type[Commitment]) -> tuple[str, ...]:
    """Names of the kind's own fields, as they are told."""
    pairs = zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    return tuple(told for name, told in pairs if name not in BASE)


@cache
def _required(kind: type[Commitment]) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(kind) if field.required)
