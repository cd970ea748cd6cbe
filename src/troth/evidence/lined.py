"""A configuration file as values and as keys with their lines, whatever its format."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from troth.evidence import places, structured
from troth.evidence.structured import MalformedError

Keys = tuple[str, ...]
"""Keys that lead to a value; positions in lists are left out: ("updates", "schedule")."""
LONGEST_LINE = 1_000
"""Characters of a line that are looked at: all keys of a JSON file may stand on one."""
_HEAD = re.compile(r"^\s*\[([^\]]*)\]")
_OPTION = re.compile(r"^([^\s#;=:][^=:]*)[=:]")


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """``value`` is the parsed content, ``places`` every key with its line (from 1) in the order of the file.

    ``items`` maps full paths, with positions in lists, to lines. ``lines`` are the lines of the text.
    """

    value: Any
    places: tuple[tuple[Keys, int], ...]
    items: dict[tuple[str | int, ...], int]
    lines: tuple[str, ...]

    def line(self, *path: str | int) -> int | None:
        """The line of the value at ``path``, or of the nearest value around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.items:
                return self.items[path[:length]]
        return None

    def text(self, line: int | None) -> str:
        """The line itself, cut at ``LONGEST_LINE`` characters, "" where there is none."""
        return self.lines[line - 1][:LONGEST_LINE] if line and line <= len(self.lines) else ""


def parse(text: str, form: str) -> Document:
    """Read ``text`` as ``form``: "toml", "yaml", "json", "ini".

    Raises:
        MalformedError: it is not of that form; the message is the reason for a gap.
    """
    items: dict[tuple[str | int, ...], int]
    if form == "toml":
        value: Any = structured.toml(text)
        items = dict(places.of_toml(text))
    elif form == "json":
        value = structured.json(text)
        items = dict(places.of_json(text))
    elif form == "yaml":
        nodes = structured.compose(text)
        value = structured.plain(nodes[0]) if nodes else None
        items = dict(_of_yaml(nodes[0], ())) if nodes else {}
    else:
        value, items = _ini(text)
    named = ((tuple(part for part in path if isinstance(part, str)), path, line) for path, line in items.items())
    keys = tuple((keys, line) for keys, path, line in named if path and isinstance(path[-1], str))
    return Document(value=value, places=keys, items=items, lines=tuple(structured.split_lines(text)))


def _of_yaml(node: yaml.Node, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                here = (*path, str(key.value))
                yield here, key.start_mark.line + 1
                yield from _of_yaml(child, here)
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield (*path, number), child.start_mark.line + 1
            yield from _of_yaml(child, (*path, number))


def _ini(text: str) -> tuple[dict[str, dict[str, str]], dict[tuple[str | int, ...], int]]:
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError) as error:
        raise MalformedError(f"not valid INI: {' '.join(str(error).split())[:120]}") from None
    items: dict[tuple[str | int, ...], int] = {}
    section = ""
    for number, line in enumerate(structured.split_lines(text), 1):
        head, option = _HEAD.match(line), _OPTION.match(line)
        if head:
            section = head.group(1)
            items.setdefault((section,), number)
        elif option and section:
            items.setdefault((section, option.group(1).strip().lower()), number)
    return {name: dict(parser.items(name)) for name in parser.sections()}, items
