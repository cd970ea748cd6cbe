"""Waivers put into and taken out of ``troth.toml``: all else stays as it is written, byte for byte.

An entry is cut out by its lines, with the comment directly above it, and edited by tomlkit, which keeps the comments in
it. Each result is parsed again and must say what it should; where the lines were misread (a header inside a text of
many lines, entries written as ``waiver = [{…}]``), tomlkit edits the document as a whole.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from troth.formats.troth_toml import TABLES
from troth.formats.troth_toml_lines import Lines
from troth.terms.waiver import Waiver

Entry = Mapping[str, Any]
FIELDS = tuple(TABLES["waiver"].fields)


class UneditableError(ValueError):
    """The file says something about waivers that cannot be edited; the message says what."""


def with_waiver(text: str, waiver: Waiver) -> str:
    """``text`` with ``waiver``: in the place of the one of the same target and limits, else after the last one.

    Raises:
        UneditableError: ``text`` is no TOML, or its waivers are no tables.
    """
    data = _parsed(text)
    entries = _entries(data)
    values = _values(waiver)
    at = next((number for number, entry in enumerate(entries) if identity(entry) == identity(values)), None)
    if at is None:
        wanted = [*entries, values]
    else:
        other = {name: value for name, value in entries[at].items() if name not in FIELDS}
        wanted = [values | other if number == at else entry for number, entry in enumerate(entries)]
    lines = Lines(text, "waiver")
    edited = lines.added(_fresh(values)) if at is None else lines.replaced(at, lambda old: _renewed(old, values))
    return _sure(edited, text, {**data, "waiver": wanted}, lambda document: _put(document, values, at))


def without_waivers(text: str, unwanted: Callable[[Entry], bool]) -> tuple[str, int]:
    """``text`` without the waivers that are ``unwanted``, and how many those were.

    Raises:
        UneditableError: ``text`` is no TOML, or its waivers are no tables.
    """
    data = _parsed(text)
    entries = _entries(data)
    gone = [number for number, entry in enumerate(entries) if unwanted(entry)]
    if not gone:
        return text, 0
    left = [entry for number, entry in enumerate(entries) if number not in gone]
    wanted = {name: value for name, value in data.items() if name != "waiver"} | ({"waiver": left} if left else {})
    lines = Lines(text, "waiver")
    for number in reversed(gone):
        lines.cut(number)
    return _sure(lines.text, text, wanted, lambda document: _drop(document, gone)), len(gone)


def identity(entry: Entry) -> tuple[str, ...]:
    """What makes two waivers one: the same target and the same limits, in any case of letters."""
    return tuple(str(entry.get(name) or "").strip().casefold() for name in ("target", "tool", "path", "package"))


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise UneditableError(f"not valid TOML: {str(error)[:120]}") from None


def _entries(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    entries = data.get("waiver", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UneditableError("waivers are written [[waiver]]")
    return entries


def _values(waiver: Waiver) -> dict[str, str | date]:
    found = {name: getattr(waiver, name) for name in FIELDS}
    return {name: value for name, value in found.items() if value is not None and value != ""}


def _sure(edited: str, text: str, wanted: Entry, otherwise: Callable[[Any], None]) -> str:
    """``edited`` where it says what is ``wanted``, else ``text`` edited as a whole."""
    if _says(edited, wanted):
        return edited
    try:
        document = tomlkit.parse(text)
        otherwise(document)
        whole = tomlkit.dumps(document)
    except (TOMLKitError, ValueError, TypeError, KeyError) as error:
        raise UneditableError(f"cannot be edited: {str(error)[:120]}") from None
    if not _says(whole, wanted):
        raise UneditableError("its waivers are written in a way that cannot be edited")
    return whole


def _says(text: str, wanted: Entry) -> bool:
    try:
        return tomllib.loads(text.replace("\r\n", "\n")) == wanted
    except (ValueError, RecursionError):
        return False


def _fresh(values: Entry) -> str:
    array = tomlkit.aot()
    array.append(tomlkit.item(dict(values)))
    document = tomlkit.document()
    document.add("waiver", array)
    return tomlkit.dumps(document)


def _renewed(old: str, values: Entry) -> str:
    """The text of one entry with other values, its comments kept."""
    try:
        document = tomlkit.parse(old)
        _put(document, values, 0)
        return tomlkit.dumps(document)
    except (TOMLKitError, ValueError, TypeError, KeyError, IndexError):
        return old  # does not say what is wanted, so that the whole is edited


def _put(document: Any, values: Entry, at: int | None) -> None:
    entries = document.setdefault("waiver", tomlkit.aot())
    if at is None:
        inline = tomlkit.inline_table()
        inline.update(values)
        entries.append(inline if isinstance(entries, tomlkit.items.Array) else tomlkit.item(dict(values)))
        return
    entry = entries[at]
    for name in [name for name in FIELDS if name in entry and name not in values]:
        entry.remove(name)
    for name, value in values.items():
        entry[name] = value


def _drop(document: Any, gone: list[int]) -> None:
    for number in reversed(gone):
        del document["waiver"][number]
    if not document["waiver"]:
        document.remove("waiver")
