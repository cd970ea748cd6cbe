"""Where the keys and items of a TOML or JSON text stand: the line of each, which the parsers do not tell."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
"""Keys and indices that lead to a value: ("project", "dependencies", 0)."""

LARGEST = 1024 * 1024
"""Characters of the largest text whose lines are told; no one writes a manifest of that size by hand."""
_TOML_TOKEN = re.compile(
    r"""
    (?P<skip>[ \t\r]+|\#[^\n]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|'''(?:[^']|'{1,2}(?!'))*+'{3,5}
      |"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')
  | (?P<mark>[\[\]{}=,.\n])
  | (?P<word>[^\s\[\]{}=,.\#"']+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_JSON_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*+")|(?P<mark>[\[\]{},:])|(?P<word>[^\s"\[\]{},:]+)|(?P<skip>\s+)""", re.DOTALL
)


def of_json(text: str) -> Mapping[Path, int]:
    """Lines, from 1, of every key and array item of ``text``, which must be valid JSON of at most ``LARGEST``."""
    if len(text) > LARGEST:
        return {}
    lines: dict[Path, int] = {}
    stack: list[Path] = []
    index: list[int | None] = []  # of the item that comes next; None inside an object
    key, wants_key = "", False
    for kind, token, line in _tokens(_JSON_TOKEN, text):
        if token == ":" and kind == "mark":
            wants_key = False
        elif token == "," and kind == "mark":
            number = index[-1] if index else None
            wants_key = number is None
            if number is not None:
                index[-1] = number + 1
        elif token in "]}" and kind == "mark":
            if stack:
                stack.pop()
                index.pop()
        elif kind == "string" and wants_key and stack:
            key = json.loads(token, strict=False)
            lines[(*stack[-1], key)] = line
        else:
            place: Path = ()
            if stack:
                place = (*stack[-1], key if index[-1] is None else index[-1])
                lines.setdefault(place, line)
            if kind == "mark":
                stack.append(place)
                index.append(None if token == "{" else 0)
                wants_key = token == "{"
    return lines


def of_toml(text: str) -> Mapping[Path, int]:
    """Lines, from 1, of every table, key and array item of ``text``: valid TOML of at most ``LARGEST``."""
    if len(text) > LARGEST:
        return {}
    reader = _TomlLines()
    for kind, token, line in _tokens(_TOML_TOKEN, text):
        reader.take(kind, token, line)
    return reader.lines


class _TomlLines:
    """A machine that follows TOML from token to token and notes where keys and items begin."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self._table: Path = ()
        self._repeated: dict[Path, int] = {}
        self._stack: list[tuple[Path, int | None]] = []  # open arrays (with the next index) and inline tables (None)
        self._keys: list[str] = []
        self._place: Path = ()
        self._state = "key"  # "key" | "header" | "value" | "item" | "rest"
        self._brackets = 0

    def take(self, kind: str, token: str, line: int) -> None:
        """Move on by one token."""
        if self._state == "header":
            self._header(kind, token, line)
        elif self._state == "key":
            self._key(kind, token, line)
        elif self._state in ("value", "item"):
            self._value(kind, token, line)
        elif kind == "mark":
            self._rest(token)

    def _header(self, kind: str, token: str, line: int) -> None:
        if kind != "mark":
            self._keys.append(_name(kind, token))
        elif token == "[":
            self._brackets += 1
        elif token == "]" and self._keys:
            path = self._resolve(self._keys[:-1])
            path = (*path, self._keys[-1])
            if self._brackets == 2:
                self._repeated[path] = self._repeated.get(path, -1) + 1
                self.lines.setdefault(path, line)
                path = (*path, self._repeated[path])
            self.lines.setdefault(path, line)
            self._table, self._keys, self._state = path, [], "rest"

    def _resolve(self, keys: list[str]) -> Path:
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._repeated:
                path = (*path, self._repeated[path])
        return path

    def _key(self, kind: str, token: str, line: int) -> None:
        if kind != "mark":
            self._keys.append(_name(kind, token))
        elif token == "[" and not self._keys and not self._stack:
            self._brackets, self._state = 1, "header"
        elif token == "=":
            path = self._stack[-1][0] if self._stack else self._table
            for key in self._keys:
                path = (*path, key)
                self.lines.setdefault(path, line)
            self._place, self._keys, self._state = path, [], "value"
        elif token == "}":
            self._close()

    def _value(self, kind: str, token: str, line: int) -> None:
        if token == "\n" and kind == "mark":
            return
        if token == "]" and kind == "mark":  # an empty array, or a comma before its end
            self._close()
            return
        if self._state == "item":
            path, number = self._stack[-1]
            self._place = (*path, number or 0)
            self.lines.setdefault(self._place, line)
        if kind == "mark" and token in "[{":
            self._stack.append((self._place, 0 if token == "[" else None))
            self._state = "item" if token == "[" else "key"
        else:
            self._state = "rest"

    def _rest(self, token: str) -> None:
        """After a value: what comes next depends on what it stands in."""
        if not self._stack:
            self._state = "key" if token == "\n" else "rest"
        elif token == ",":
            path, number = self._stack[-1]
            self._stack[-1] = (path, None if number is None else number + 1)
            self._state = "key" if number is None else "item"
        elif token in "]}":
            self._close()

    def _close(self) -> None:
        if self._stack:
            self._stack.pop()
        self._state = "rest"


def _name(kind: str, token: str) -> str:
    if kind != "string":
        return token
    try:
        return str(tomllib.loads(f"k={token}")["k"])
    except tomllib.TOMLDecodeError:
        return token


def _tokens(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for match in pattern.finditer(text.replace("\r\n", "\n")):
        kind, token = match.lastgroup or "", match.group()
        if kind != "skip":
            yield kind, token, line
        line += token.count("\n")
