"""A file made into a bill: which form it has, and its content, bounded; nothing in it is resolved or fetched."""

from __future__ import annotations

from typing import Any

import msgspec

from troth.formats import cyclonedx, cyclonedx_xml, spdx, spdx3, spdx_tag_value
from troth.terms.bill import Bill, UnreadableBillError

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest bill that is read."""
DEEPEST = 200
"""Levels of nesting of a JSON document."""
KNOWN = "SPDX 2.2, 2.3 (JSON, tag-value) and 3.0 (JSON-LD), CycloneDX 1.2 to 1.7 (JSON, XML) are read"


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A bill, and what its schema is asked about: ``value`` in the structure of JSON, or ``tree`` of XML."""

    bill: Bill
    value: Any = None
    tree: Any = None


def read(data: bytes, name: str) -> Document:
    """The bill in ``data``, the content of the file ``name``.

    Raises:
        UnreadableBillError: it is too large, damaged, too deep, or of a form that is not known here.
    """
    if len(data) > LARGEST:
        raise UnreadableBillError(f"{name} is larger than {LARGEST // 1024 // 1024} MiB", "no bill that large is read")
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return _xml(data, name)
    if start.startswith((b"{", b"[")):
        return _json(data.removeprefix(b"\xef\xbb\xbf"), name)
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    if spdx_tag_value.is_tag_value(text):
        value = spdx_tag_value.read(text)
        return Document(bill=spdx.read(value, "tag-value"), value=value)
    raise UnreadableBillError(f"{name} is no bill of materials that is known here", KNOWN)


def _xml(data: bytes, name: str) -> Document:
    try:
        parsed = cyclonedx_xml.read(data)
    except cyclonedx_xml.XmlBomError as error:
        raise UnreadableBillError(f"{name}: {error}", KNOWN) from None
    return Document(bill=cyclonedx.read(parsed.value, "XML"), tree=parsed.tree)


def _json(data: bytes, name: str) -> Document:
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise UnreadableBillError(f"{name} is not valid JSON: {str(error)[:120]}", KNOWN) from None
    if _too_deep(value):
        raise UnreadableBillError(f"{name} is nested deeper than {DEEPEST} levels", "no bill needs that")
    if cyclonedx.is_cyclonedx(value):
        return Document(bill=cyclonedx.read(value), value=value)
    if spdx.is_spdx(value):
        return Document(bill=spdx.read(value), value=value)
    if spdx3.is_spdx3(value):
        return Document(bill=spdx3.read(value), value=value)
    raise UnreadableBillError(f"{name} is JSON, but no bill of materials that is known here", KNOWN)


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [child for item in level for child in _members(item)]
        if not level:
            return False
    return True


def _members(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in inside if isinstance(item, dict | list)]
