"""Which keys a tool knows: one tree of names per format, and the keys of a document that have no effect."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from troth.evidence.lined import Document, Keys
from troth.terms.seen.automation import Key
from troth.terms.span import Span, excerpt

Schema = Mapping[str, Any]
"""Names to what stands below them: another schema, or None where anything may. "*" stands for every name."""

MOST_KEYS = 5_000
"""Keys of one file that are looked at."""
NEAR = 0.6
"""How alike (``difflib`` ratio) a real key must be to be named as the one that was meant."""


def check(
    document: Document,
    schema: Schema,
    path: str,
    *,
    root: Keys = (),
    meant: Mapping[str, str] | None = None,
    removed: Mapping[str, str] | None = None,
    offset: int = 0,
) -> tuple[Key, ...]:
    """Every key of ``document`` below ``root``, alive where ``schema`` knows it.

    Keys below a dead one are not repeated. ``meant`` names the real key where spelling does not show it ("" for none),
    ``removed`` gives the reason for keys that the tool once knew (by dotted name). ``offset`` is added to lines.
    """
    found: list[Key] = []
    dead: set[Keys] = set()
    for keys, line in document.places[:MOST_KEYS]:
        inner = keys[len(root) :]
        if keys[: len(root)] != root or not inner or any(inner[:length] in dead for length in range(1, len(inner))):
            continue
        siblings = _level(schema, inner[:-1])
        if siblings is None:
            continue
        span = Span(path, line + offset, excerpt(document.text(line)))
        name = ".".join(inner)
        if inner[-1] in siblings or "*" in siblings:
            found.append(Key(name=name, span=span, alive=True))
            continue
        dead.add(inner)
        nearest = meant[name] if meant and name in meant else nearest_of(inner[-1], siblings)
        reason = (removed or {}).get(name, "")
        found.append(Key(name=name, span=span, alive=False, nearest=nearest, reason=reason or "unknown key, ignored"))
    return tuple(dict.fromkeys(found))


def nearest_of(name: str, names: Iterable[str]) -> str:
    """The real key that ``name`` resembles, or ""."""
    known = [other for other in names if other != "*"]
    close = difflib.get_close_matches(name.lower(), known, 1, NEAR)
    if close:
        return close[0]
    inside = [other for other in known if len(other) > 3 and (name.startswith(other) or other.startswith(name))]
    return inside[0] if len(inside) == 1 else ""


def _level(schema: Schema, keys: Keys) -> Schema | None:
    """What may stand below ``keys``; None where anything may."""
    here: Schema | None = schema
    for key in keys:
        if here is None:
            return None
        here = here[key] if key in here else here.get("*")
    return here
