"""A commitment as plain JSON fields, in the words of the labelling guide."""

from __future__ import annotations

from typing import Any

import msgspec

from troth.terms.commitment import Commitment

_SHARED = frozenset(Commitment.__struct_fields__)


def fields(commitment: Commitment) -> dict[str, Any]:
    """``line``, ``also`` (other lines), ``kind``, ``strength``, the fields of the kind, then what qualifies it.

    Circumstances that the sentence does not name (condition, place, events, subject) are left out.
    """
    own = msgspec.to_builtins(commitment)
    told: dict[str, Any] = {
        "line": commitment.span.line,
        "also": [span.line for span in commitment.also],
        "kind": commitment.kind,
        "strength": commitment.strength,
    }
    told |= {name: value for name, value in own.items() if name not in _SHARED and name != "kind"}
    told |= {name: own[name] for name in ("condition", "place", "events", "subject") if own[name]}
    return told | {"heading": list(commitment.heading)}
