"""YAML as machines write it: block mappings and lists by indentation, scalars and flow collections on one line.

The lockfiles of pnpm, yarn and others are far longer than what ``yaml`` composes within bounds, and use little of it.
What this reader does not know raises ``SurpriseError``, and ``load`` asks the real parser. All scalars are strings as
written ("true", "1.0", "" for none): a lockfile wants words, and both readers then agree. Texts of several lines
("deprecated: >-") are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from troth.evidence.lockfiles.flat_toml import SurpriseError
from troth.evidence.repository import Repository

_QUOTED = r"'(?:[^'\n]|'')*+'" + r'|"(?:[^"\\\n]|\\.)*+"'
_PLAIN_START = r"[^\s'\"#&*!|>{}\[\],?@`%:-]|[-:?](?=[^\s])"
_KEY = re.compile(rf"(?P<key>{_QUOTED}|(?:{_PLAIN_START})[^\n]*?):(?:[ ]+(?P<value>\S[^\n]*)|[ ]*)$")
_SCALAR = re.compile(rf"(?P<quoted>{_QUOTED})|(?P<plain>(?:{_PLAIN_START})[^\n]*)")
_COMMENT = re.compile(r"(?<! )[ ]++#[^\n]*$")
_PLAIN_LINE = re.compile(
    r"( *)(?:'([^'\n]*)'|([^\s'\"#&*!|>{}\[\],?@%`:-][^\s:'\"#{}\[\],]*)):"
    r"(?: (?:'([^'\n]*)'|([^\s'\"#&*!|>{}\[\],?@%`:-][^\n:#\t]*)))?$"
)
_SHORT = re.compile(r"\{([A-Za-z]+): (?:'([^'\n]*)'|([A-Za-z0-9+/=._-]+))\}")
_BLOCK_TEXT = re.compile(r"[|>][+-]?$")
_FLOW = re.compile(
    rf"[ ]*(?:(?P<mark>[{{}}\[\],])|(?P<quoted>{_QUOTED})|(?P<plain>[^\s'\"{{}}\[\],#&*!|>%@`][^{{}}\[\],\n'\"]*))"
)
_FLOW_TEXT = re.compile(r"[^{}\[\],\n'\"]*")
_ESCAPE = re.compile(r"\\(.)")
_MOST_DEPTH = 40

Lines = dict[tuple[str, ...], int]
"""Lines, from 1, of keys of the first two levels."""


def load(repository: Repository, path: str, text: str) -> tuple[dict[str, Any], Lines] | None:
    """The mapping of a file and the lines of its first two levels; None where it is no YAML or no mapping."""
    try:
        return read(text)
    except SurpriseError:
        node = repository.yaml_node(path)
        if not isinstance(node, yaml.MappingNode):
            return None
        return _words(node), _lines(node)


def read(text: str) -> tuple[dict[str, Any], Lines]:
    """The mapping that ``text`` writes, and the lines of its first two levels.

    Raises:
        SurpriseError: a line is not as machines write them.
    """
    reading = _Reading()
    plain = _PLAIN_LINE.match
    for number, row in enumerate(text.split("\n"), 1):
        match = plain(row)
        if match is not None and reading.skip is None:
            indent, quoted, key, string, value = match.groups()
            value = string if string is not None else value.rstrip() if value is not None else None
            reading.pair(len(indent), quoted if quoted is not None else key, value, number)
        else:
            reading.line(row, number)
    return reading.root, reading.lines


class _Reading:
    """Containers that are open, by indentation, and the key whose value stands on the lines below it."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.lines: Lines = {}
        self.skip: int | None = None
        self._stack: list[tuple[int, Any]] = [(0, self.root)]
        self._pending: tuple[dict[str, Any], str, int] | None = None
        self._above = ""

    def pair(self, indent: int, key: str, value: Any, number: int) -> None:
        """A key with its value; without one, the value stands below."""
        self._open(indent, number, is_list=False)
        table = self._stack[-1][1]
        if not isinstance(table, dict) or key in table:
            raise SurpriseError(f"line {number}")
        if len(self._stack) == 1:
            self._above = key
            self.lines[(key,)] = number
            if isinstance(value, dict):
                self.lines |= {(key, inner): number for inner in value}
        elif len(self._stack) == 2:
            self.lines[self._above, key] = number
        if value is None:
            table[key] = ""
            self._pending = (table, key, indent)
        else:
            table[key] = value

    def line(self, whole: str, number: int) -> None:
        """A line of any form that is known."""
        row = whole.lstrip(" ")
        if not row or row[0] == "#":
            return
        indent = len(whole) - len(row)
        if self.skip is not None:
            if indent > self.skip:
                return
            self.skip = None
        if row == "---" and number < 5 and not self.root:
            return
        if "\t" in whole or row.startswith(("---", "...", "<<:")):
            raise SurpriseError(f"line {number}")
        if row.startswith("- "):
            self._item(indent, row, number)
        else:
            self._any_pair(indent, row, number)

    def _item(self, indent: int, row: str, number: int) -> None:
        self._open(indent, number, is_list=True)
        container = self._stack[-1][1]
        inner = row[2:].lstrip(" ")
        if not isinstance(container, list) or not inner or inner.startswith("- "):
            raise SurpriseError(f"line {number}")
        if _KEY.match(inner) is None:
            container.append(_value(inner, number))
            return
        entry: dict[str, Any] = {}
        container.append(entry)
        indent += len(row) - len(inner)
        self._push(indent, entry, number)
        self._any_pair(indent, inner, number)

    def _any_pair(self, indent: int, row: str, number: int) -> None:
        match = _KEY.match(row)
        if match is None:
            raise SurpriseError(f"line {number}")
        key, value = _scalar(match["key"], number), match["value"]
        if value is None or value[0] == "#":
            self.pair(indent, key, None, number)
        elif _BLOCK_TEXT.match(value):
            self.pair(indent, key, "", number)
            self.skip = indent
        else:
            self.pair(indent, key, _value(value, number), number)

    def _open(self, indent: int, number: int, *, is_list: bool) -> None:
        """Open what the key before promised, if this line stands in it; close what it does not stand in."""
        if self._pending is not None:
            table, key, at = self._pending
            self._pending = None
            if indent > at or (is_list and indent == at):
                inner: Any = [] if is_list else {}
                table[key] = inner
                self._push(indent, inner, number)
        stack = self._stack
        while indent < stack[-1][0] or (not is_list and indent == stack[-1][0] and isinstance(stack[-1][1], list)):
            stack.pop()
        if indent != stack[-1][0]:
            raise SurpriseError(f"line {number}")

    def _push(self, indent: int, container: Any, number: int) -> None:
        if len(self._stack) > _MOST_DEPTH:
            raise SurpriseError(f"line {number}")
        self._stack.append((indent, container))


def _value(raw: str, number: int) -> Any:
    if raw[0] in "{[":
        short = _SHORT.fullmatch(raw)
        if short is not None:
            return {short[1]: short[2] if short[2] is not None else short[3]}
        value, position = _flow(raw, 0, 0, number)
        if raw[position:].strip():
            raise SurpriseError(f"line {number}")
        return value
    return _scalar(raw, number)


def _scalar(raw: str, number: int) -> str:
    match = _SCALAR.fullmatch(raw)
    if match is None:
        raise SurpriseError(f"line {number}")
    if match["plain"] is not None:
        if ": " in raw or raw.endswith(":"):
            raise SurpriseError(f"line {number}")
        return _COMMENT.sub("", raw).rstrip()
    if raw[0] == "'":
        return raw[1:-1].replace("''", "'")
    if "\\" in raw:
        if _ESCAPE.sub("", raw) and set(_ESCAPE.findall(raw)) <= {'"', "\\", "/"}:
            return _ESCAPE.sub(r"\1", raw[1:-1])
        raise SurpriseError(f"line {number}")
    return raw[1:-1]


def _flow(raw: str, position: int, depth: int, number: int) -> tuple[Any, int]:
    """The flow collection that begins at ``position``, and where it ends."""
    if depth > _MOST_DEPTH:
        raise SurpriseError(f"line {number}")
    opening, position = raw[position], position + 1
    items: list[Any] = []
    table: dict[str, Any] = {}
    while True:
        token = _FLOW.match(raw, position)
        if token is None:
            raise SurpriseError(f"line {number}")
        mark = token["mark"]
        if mark == ("}" if opening == "{" else "]"):
            return (table if opening == "{" else items), token.end()
        position = token.end()
        if mark == ",":
            continue
        if opening == "[":
            if mark in ("[", "{"):
                item, position = _flow(raw, position - 1, depth + 1, number)
            elif mark is None:
                item = _flow_scalar(token, number)
            else:
                raise SurpriseError(f"line {number}")
            items.append(item)
            continue
        if mark is not None:
            raise SurpriseError(f"line {number}")
        position = _pair(raw, token, table, depth, number)


def _pair(raw: str, token: re.Match[str], table: dict[str, Any], depth: int, number: int) -> int:
    """One "key: value" of a flow mapping; where it ends."""
    if token["plain"] is not None:
        key, colon, value = token["plain"].partition(": ")
        end = token.end()
        if not colon:
            raise SurpriseError(f"line {number}")
    else:
        key, value, end = _scalar(token["quoted"], number), "", token.end()
        if not raw.startswith(": ", end):
            raise SurpriseError(f"line {number}")
        end += 2
        following = _FLOW_TEXT.match(raw, end)
        if following:
            value, end = following.group(), following.end()
    value, key = value.strip(), key.strip()
    if key in table or "#" in value[:1]:
        raise SurpriseError(f"line {number}")
    if value:
        if ": " in value or value[0] in "&*!|>%@`":
            raise SurpriseError(f"line {number}")
        table[key] = value
        return end
    after = _FLOW.match(raw, end)
    if after is not None and after["mark"] in ("{", "["):
        table[key], end = _flow(raw, after.end() - 1, depth + 1, number)
    elif after is not None and after["quoted"] is not None:
        table[key], end = _scalar(after["quoted"], number), after.end()
    else:
        table[key] = ""
    return end


def _flow_scalar(token: re.Match[str], number: int) -> str:
    if token["quoted"] is not None:
        return _scalar(token["quoted"], number)
    plain: str = token["plain"].rstrip()
    if ": " in plain or plain.endswith(":") or " #" in plain:
        raise SurpriseError(f"line {number}")
    return plain


def _words(node: yaml.Node) -> Any:
    """A node of the real parser in the same form."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _words(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        return [_words(item) for item in node.value]
    return str(node.value)


def _lines(root: yaml.MappingNode) -> Lines:
    found: Lines = {}
    for key, value in root.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        found[(str(key.value),)] = key.start_mark.line + 1
        if isinstance(value, yaml.MappingNode):
            for inner, _ in value.value:
                if isinstance(inner, yaml.ScalarNode):
                    found[str(key.value), str(inner.value)] = inner.start_mark.line + 1
    return found


def table(value: object, *keys: str) -> Mapping[str, Any]:
    """The mapping at ``keys``, an empty one where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
