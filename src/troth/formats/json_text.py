"""JSON as it is printed: indented, and without characters that steer a terminal.

JSON need not escape U+007F to U+009F, which terminals take for control sequences (ECMA-48, 8-bit C1), nor the marks
that turn the direction of text around (https://trojansource.codes/). A checked tree can write both into names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

_DELETE = b"\x7f"


def printed(value: Any, enc_hook: Callable[[Any], Any] | None = None) -> bytes:
    """``value`` as indented JSON with a line end; ``enc_hook`` turns what JSON does not know into what it knows."""
    told = msgspec.json.format(msgspec.json.encode(value, enc_hook=enc_hook), indent=2)
    if told.isascii() and _DELETE not in told:  # the usual case, without two more copies
        return told + b"\n"
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", told.decode()).encode() + b"\n"


def sorted_keys(value: Any) -> Any:
    """``value`` with the keys of all objects in the order of the alphabet, as CSAF 2.0 recommends (§6.2.13)."""
    if isinstance(value, dict):
        return {key: sorted_keys(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [sorted_keys(item) for item in value]
    return value


def encodable(value: Any) -> Any:
    """``value`` with lone surrogates (names of files that are no UTF-8) replaced, so that it can be encoded."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8") if not value.isascii() else value
    if isinstance(value, dict):
        return {encodable(key): encodable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [encodable(item) for item in value]
    return value
