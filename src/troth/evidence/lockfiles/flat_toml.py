"""TOML as machines write it: one statement a line, values on one line or arrays with one item a line.

``tomllib`` takes 28 ms for a lockfile of 667 packages, most of it for hashes that nobody asks for. This reader takes
the statements apart in one regular expression and looks into those values only that are asked for. Whatever does not
look like a machine wrote it raises ``SurpriseError``, and the caller asks the real parser.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from troth.evidence.repository import Repository

_STRING = r'"(?:[^"\\\n]|\\.)*+"|' + r"'[^'\n]*+'"
_VALUE = rf"{_STRING}|true|false|[0-9][0-9A-Za-z.:+-]*+|\[[^\n]*\]|\{{[^\n]*\}}"
_KEY = r'[A-Za-z0-9_-]++|"[^"\\\n]*+"'
_STATEMENT = re.compile(
    rf"(?:(?P<key>{_KEY}) = (?:(?P<value>{_VALUE})|\[\n(?P<items>(?:[ \t]++[^\n]*+\n)*+)\])"
    rf"|\[\[(?P<array>[A-Za-z0-9_.-]++)\]\]|\[(?P<table>[^\[\]\n\"]++(?:\"[^\"\n]*+\")?)\])?"
    r"[ \t]*+(?:\#[^\n]*+)?(?:\n|\Z)"
)
_TOKEN = re.compile(rf"\s*+(?:(?P<mark>[{{}}\[\],=])|(?P<string>{_STRING})|(?P<word>[A-Za-z0-9_.:+-]++))")
_NAME_ONLY = re.compile(r'\{ ?name = "([^"\\]*+)" ?\}')
_HASH = re.compile(r"""["']?(sha\d+|md5|blake2b)["']?(?::| ?= ?["'])([0-9a-f]{16,})""")
_MOST_DEPTH = 20

Block = tuple[int | None, dict[str, Any]]
"""Line of the ``name`` of a package, or of its header, and its keys; a sub-table is a key of its last names."""


class SurpriseError(ValueError):
    """A line that no machine would have written so."""


def blocks(text: str, array: str, wanted: Iterable[str]) -> tuple[dict[str, Any], list[Block]]:
    """Keys outside the tables of ``array``, and those tables, with the values of keys and tables in ``wanted``.

    Keys of a sub-table stand in a dictionary under the name of the sub-table ("dependencies", "source"), whichever of
    its keys are asked for. Values are strings, numbers as written, booleans, lists and dictionaries; those of keys that
    end in ``#`` in ``wanted`` stay as they are written.

    Raises:
        SurpriseError: a statement is not as machines write them.
    """
    if '"""' in text or "'''" in text:
        raise SurpriseError("a string of several lines")
    reading = _Reading(array, wanted)
    line, position, end = 1, 0, len(text)
    match_at = _STATEMENT.match
    while position < end:
        match = match_at(text, position)
        if match is None:
            raise SurpriseError(f"line {line}")
        key, value, items, header, name = match.groups()
        if key is not None:
            reading.key(key, value, items, line)
        elif header is not None:
            reading.header(header, line)
        elif name is not None:
            reading.table(name, line)
        position = match.end()
        line += 1 if items is None else items.count("\n") + 2
    return reading.head, reading.found


class _Reading:
    """Where statements go: the head, the current block, or a table of one of them."""

    def __init__(self, array: str, wanted: Iterable[str]) -> None:
        self.head: dict[str, Any] = {}
        self.found: list[Block] = []
        self._array = array
        self._parsed = frozenset(word for word in wanted if not word.endswith("#"))
        self._raw = frozenset(word[:-1] for word in wanted if word.endswith("#"))
        self._current = self._table = self.head
        self._all = False

    def key(self, key: str, value: str | None, items: str, line: int) -> None:
        """Take one key, if it is asked for."""
        if key[0] == '"':
            key = key[1:-1]
        table = self._table
        if self._all or key in self._parsed:
            if key in table:
                raise SurpriseError(f"line {line}")
            table[key] = parse(value) if value is not None else _items(items)
        elif key in self._raw:
            table[key] = value if value is not None else items
        if key == "name" and table is self._current and self.found:
            self.found[-1] = (line, table)

    def header(self, name: str, line: int) -> None:
        """A table of an array: a new block, or one that nobody asks for."""
        self._table, self._all = {}, False
        if name == self._array:
            self._current = self._table
            self.found.append((line, self._current))

    def table(self, name: str, line: int) -> None:
        """A table of the block ("[package.source]") or of the head ("[metadata]")."""
        inside = name.startswith(f"{self._array}.")
        if (inside and not self.found) or name == self._array:
            raise SurpriseError(f"line {line}")
        first, _, rest = (name[len(self._array) + 1 :] if inside else name).partition(".")
        self._all = first in self._parsed
        table = (self._current if inside else self.head).setdefault(first, {}) if self._all else {}
        if rest and self._all and isinstance(table, dict):
            table = table.setdefault(rest.strip('"'), {})
        if not isinstance(table, dict):
            raise SurpriseError(f"line {line}")
        self._table = table


def parse(raw: str) -> Any:
    """The value of one line.

    Raises:
        SurpriseError: it is more than strings, words, lists and tables of them.
    """
    first = raw[0]
    if first == '"':
        return raw[1:-1] if "\\" not in raw else _unescaped(raw)
    if first == "'":
        return raw[1:-1]
    if first not in "[{":
        return {"true": True, "false": False}.get(raw, raw)
    name = _NAME_ONLY.fullmatch(raw)
    if name:
        return {"name": name[1]}
    value, position = _composite(raw, 0, 0)
    if raw[position:].strip():
        raise SurpriseError(raw[:40])
    return value


def checksums(value: object) -> tuple[str, ...]:
    """ "sha256:…" of files, from their lines as written or from values; each once."""
    found: list[tuple[str, str]] = []
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            found += _HASH.findall(item)
        elif isinstance(item, dict):
            found += [pair for key, inner in item.items() for pair in _HASH.findall(f'{key} = "{inner}"')]
            stack += item.values()
        elif isinstance(item, list):
            stack += item
    return tuple(sorted({f"{kind}:{digest}" for kind, digest in found}))


def _items(items: str) -> list[Any]:
    found = []
    for item in items.split("\n"):
        bare = item.strip()
        if bare and bare[0] != "#":
            found.append(parse(bare.rstrip(",")))
    return found


def _composite(raw: str, position: int, depth: int) -> tuple[Any, int]:
    """The list or table that begins at ``position``, and where it ends."""
    if depth > _MOST_DEPTH:
        raise SurpriseError("nested too deeply")
    opening = raw[position]
    closing = "]" if opening == "[" else "}"
    position += 1
    items: list[Any] = []
    table: dict[str, Any] = {}
    while True:
        token = _TOKEN.match(raw, position)
        if token is None:
            raise SurpriseError(raw[:40])
        mark = token["mark"]
        if mark == closing:
            return (items if opening == "[" else table), token.end()
        if mark == ",":
            position = token.end()
            continue
        if opening == "{":
            if mark is not None:
                raise SurpriseError(raw[:40])
            key = parse(token["string"]) if token["string"] else token["word"]
            equals = _TOKEN.match(raw, token.end())
            if equals is None or equals["mark"] != "=" or "." in (token["word"] or ""):
                raise SurpriseError(raw[:40])
            token = _TOKEN.match(raw, equals.end())
            if token is None or key in table:
                raise SurpriseError(raw[:40])
            table[key], position = _one(raw, token, depth)
        else:
            item, position = _one(raw, token, depth)
            items.append(item)


def _one(raw: str, token: re.Match[str], depth: int) -> tuple[Any, int]:
    mark = token["mark"]
    if mark in ("[", "{"):
        return _composite(raw, token.end() - 1, depth + 1)
    if mark is not None:
        raise SurpriseError(raw[:40])
    return parse(token["string"] or token["word"]), token.end()


def _unescaped(raw: str) -> str:
    try:
        return str(tomllib.loads(f"k = {raw}")["k"])
    except (tomllib.TOMLDecodeError, RecursionError):
        raise SurpriseError(raw[:40]) from None


def read(
    repository: Repository, path: str, text: str, array: str, wanted: Iterable[str]
) -> tuple[dict[str, Any], list[Block]] | None:
    """Head and blocks of ``array``, line by line where a machine wrote them, else by the real parser; None where that
    cannot read them either, which ``repository`` then knows."""
    try:
        return blocks(text, array, wanted)
    except SurpriseError:
        tables = repository.toml(path)
        return None if tables is None else (tables, from_tables(tables, array, text))


def from_tables(tables: dict[str, Any], array: str, text: str) -> list[Block]:
    """The same blocks from what the real parser made, with the lines of their names where they can be counted."""
    listed = tables.get(array)
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    lines = list[int]()
    inside = False
    header = re.compile(rf"[ \t]*\[\[[ \t]*{re.escape(array)}[ \t]*\]\]")
    for number, row in enumerate(text.split("\n"), 1):
        if header.match(row):
            inside = True
            lines.append(number)
        elif inside and re.match(r"[ \t]*name[ \t]*=", row):
            lines[-1] = number
            inside = False
        elif row.startswith("["):
            inside = False
    return [(lines[index] if len(lines) == len(items) else None, item) for index, item in enumerate(items)]
