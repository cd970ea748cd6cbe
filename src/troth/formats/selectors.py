"""The ``evidence`` of a commitment in ``troth.toml``: a list of selectors, each a table with the key of its kind.

``evidence = [{ test = "tests/test_login.py::test_limit" }, { literal = "MAX = 5", file = "src/a.py", line = 12 }]``.
The keys are those of ``FORMS``; TOML 1.0 (https://toml.io/en/v1.0.0). A selector that cannot be understood stays one,
so that nobody takes the rest for the whole proof.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from troth.terms.answer import Gap
from troth.terms.selector import SELECTORS, MisreadSelector, Selector
from troth.terms.span import Span
from troth.terms.waiver import REGISTER

Path = tuple[str | int, ...]
Place = Callable[[Path], Span]
"""Where a part of the list stands: ``()`` the list, ``(0,)`` its first selector, ``(0, "file")`` a value of that."""

MOST = 100
"""Selectors that one sentence is bound to; more are none of them read."""
LONGEST = 1_000
"""Characters of the longest value."""
_FIRST = {"test": "node", "literal": "value", "file": "file", "ci_job": "job", "junit": "file", "attestation": "name"}
"""The field that the key of each kind fills."""
FORMS: Mapping[str, tuple[str, ...]] = {
    "test": (),
    "literal": ("file", "line"),
    "file": (),
    "ci_job": (),
    "junit": ("suite",),
    "attestation": (),
}
"""The key of every kind, and the keys that may stand beside it."""
_NEEDED = {"literal": ("file",)}
_PATHS = frozenset({("literal", "file"), ("file", "file"), ("junit", "junit")})
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def read(value: object, place: Place) -> tuple[tuple[Selector, ...], tuple[Gap, ...]]:
    """The selectors of the parsed TOML ``value`` of ``evidence``, and a gap for each that cannot be understood.

    Such a one is among the selectors as ``MisreadSelector``: a sentence is not kept by half of its proof.
    """
    if not isinstance(value, list) or len(value) > MOST:
        reason = (
            f"names more than {MOST} proofs"
            if isinstance(value, list)
            else 'is written [{ test = "…" }, { file = "…" }]'
        )
        return _misread(reason, place(()))
    selectors: list[Selector] = []
    gaps: list[Gap] = []
    for number, entry in enumerate(value):
        span = place((number,))
        reason = _wrong(entry)
        if reason:
            bad, told = _misread(f"proof {number + 1} {reason}", span)
            selectors += bad
            gaps += told
        else:
            selectors.append(_selector(entry, span))
    return tuple(selectors), tuple(gaps)


def written(selector: Selector) -> dict[str, Any]:
    """``selector`` as the table that ``read`` reads; a misread one as its reason."""
    if isinstance(selector, MisreadSelector):
        return {"misread": selector.reason}
    kind = str(selector.__struct_config__.tag)
    said = {kind: getattr(selector, _FIRST[kind])}
    beside = {name: getattr(selector, name) for name in FORMS[kind]}
    return said | {name: found for name, found in beside.items() if found is not None and found != ""}


def inline(selector: Selector) -> str:
    """``selector`` as an inline table of TOML 1.0: ``{ test = "tests/test_a.py::test_b" }``."""
    pairs = (
        f"{name} = {value if isinstance(value, int) else _quoted(value)}" for name, value in written(selector).items()
    )
    return f"{{ {', '.join(pairs)} }}"


def _quoted(value: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own; DEL must be escaped too."""
    whole = value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _misread(reason: str, span: Span) -> tuple[tuple[Selector, ...], tuple[Gap, ...]]:
    gap = Gap(wanted=f"{REGISTER}: evidence", reason=reason, span=span)
    return (MisreadSelector(reason=reason, span=span),), (gap,)


def _wrong(entry: object) -> str:
    """What is wrong with one selector, in words that follow its number; "" where nothing is."""
    if not isinstance(entry, Mapping) or not entry:
        return f"is no table with one of {_kinds()}"
    kind = _kind(entry)
    if not kind:
        return f"has none of {_kinds()}"
    strange = next((name for name in entry if name != kind and name not in FORMS[kind]), None)
    if strange is not None:
        return f"has a key {str(strange)[:40]!r} that does not belong to {kind}"
    missing = next((name for name in _NEEDED.get(kind, ()) if name not in entry), "")
    if missing:
        return f"has no {missing}: in which is the {kind}?"
    for name, value in entry.items():
        reason = _wrong_value(kind, name, value)
        if reason:
            return f"has a {name} that {reason}"
    return ""


def _kind(entry: Mapping[str, object]) -> str:
    """The kind that ``entry`` names: "file" stands beside "literal" too."""
    named = [kind for kind in FORMS if kind in entry]
    return "literal" if "literal" in named else next(iter(named), "")


def _wrong_value(kind: str, name: str, value: object) -> str:
    if name == "line":
        counts = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000_000
        return "" if counts else "is no number of a line"
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST or _UNPRINTABLE.search(value):
        return f"is no text of one line in quotes, of at most {LONGEST} characters"
    if (kind, name) in _PATHS and not _inside(value):
        return "is no path inside of the tree"
    return ""


def _inside(path: str) -> bool:
    clean = posixpath.normpath(path.strip())
    return not clean.startswith("/") and clean.split("/")[0] not in ("..", ".git") and "\\" not in path


def _selector(entry: Mapping[str, Any], span: Span) -> Selector:
    kind = _kind(entry)
    fields = {_FIRST[kind] if name == kind else name: value for name, value in entry.items()}
    for name, value in fields.items():
        if isinstance(value, str) and name != "value":
            fields[name] = value.strip()
        if name == "file":
            fields[name] = posixpath.normpath(fields[name])
    struct = next(each for each in SELECTORS if each.__struct_config__.tag == kind)
    return msgspec.structs.replace(msgspec.convert(fields | {"by": kind}, struct), span=span)


def _kinds() -> str:
    return ", ".join(FORMS)
