"""Text of the tree made into values: encodings, YAML, TOML and JSON, each bounded, none executed."""

from __future__ import annotations

import codecs
import json as json_reader
import re
import tomllib
from typing import Any

import yaml

LARGEST_YAML = 1024 * 1024
"""Characters of the largest YAML text that is parsed."""
MOST_NODES = 200_000
"""Nodes of a YAML text with every alias written out: a bomb has billions."""
DEEPEST = 200
"""Levels of nesting that any reader must be able to walk by recursion."""
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_DEEP_KEY = re.compile(rf"(?<![\w-])(?:[\w-]++\s*+\.\s*+){{{DEEPEST}}}")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class MalformedError(ValueError):
    """A text that does not have the form it should have; the message is the reason for a gap."""


def decode(data: bytes) -> str | None:
    """Text of ``data`` by its byte order mark, else UTF-8, else Latin-1; None for what holds NULs or broken UTF-16."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                return None
            return None if "\0" in text else text
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def as_written(data: bytes) -> tuple[str, str]:
    """Text of ``data`` with its byte order mark as first character, and the encoding that gives ``data`` again.

    By the rules of ``decode``, for what that can read.
    """
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def split_lines(text: str) -> list[str]:
    """Lines without their ends, as editors count them: only LF, CRLF and CR end a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


_NO_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}
"""Characters that end a line for PyYAML, by YAML 1.1, and for nobody else (https://yaml.org/spec/1.2.2/, 5.4)."""


def compose(text: str) -> tuple[yaml.Node, ...]:
    """Documents of a YAML text as nodes.

    Raises:
        MalformedError: it is no YAML, too large, too deep, or grows without bound when its aliases are written out.
    """
    if len(text) > LARGEST_YAML:
        raise MalformedError(f"YAML longer than {LARGEST_YAML // 1024} KiB")
    try:
        nodes = tuple(yaml.compose_all(text.translate(_NO_LINE_ENDS), Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        where = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise MalformedError(f"not valid YAML: {where}{error.problem or error.context}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise MalformedError(f"not valid YAML: {' '.join(str(error).split())[:120]}") from None
    for node in nodes:
        _measure(node)
    return nodes


def plain(node: yaml.Node) -> Any:
    """Values of a node: dict with string keys, list, str, int, bool or None.

    By the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema) for null, booleans and whole numbers,
    so ``on``, ``yes`` and ``off`` are words; numbers with a point stay words too, since "3.10" is mostly a version.
    A merge key ``<<`` fills in what the mapping does not say itself.
    """
    if isinstance(node, yaml.MappingNode):
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else repr(plain(key))
            if name == "<<" and not isinstance(value, yaml.ScalarNode):
                for source in _merge_sources(value):
                    merged = plain(source) | merged
            else:
                own[name] = plain(value)
        return merged | own
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return _scalar(node)


def toml(text: str) -> dict[str, Any]:
    """Tables of a TOML text.

    Raises:
        MalformedError: it is no TOML, or too deep.
    """
    if any(line.count(".") >= DEEPEST and _DEEP_KEY.search(_QUOTED.sub("q", line)) for line in text.split("\n")):
        raise MalformedError("TOML nested too deeply")  # tomllib takes a time that grows with the square of such a key
    try:
        found = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"not valid TOML: {str(error)[:120] or 'nested too deeply'}") from None
    _bound(found, "TOML")
    return found


def json(text: str) -> Any:
    """Value of a JSON text (RFC 8259).

    Raises:
        MalformedError: it is no JSON, or too deep.
    """
    try:
        found = json_reader.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"not valid JSON: {str(error)[:120]}") from None
    _bound(found, "JSON")
    return found


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if getattr(node, "style", None) not in (None, ""):
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text[0] in "tT"
    return int(text) if _WHOLE.fullmatch(text) else text


def _merge_sources(node: yaml.Node) -> list[yaml.Node]:
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [item for item in items if isinstance(item, yaml.MappingNode)]


def _measure(root: yaml.Node) -> None:
    """Refuse a node tree that is endless, deeper than ``DEEPEST`` or larger than ``MOST_NODES``, aliases written out.

    Sizes are worked out once per node, children first, so a bomb costs what its text costs.
    """
    sizes: dict[int, tuple[int, int]] = {}
    open_nodes: set[int] = set()
    stack: list[tuple[yaml.Node, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            known = [sizes[id(child)] for child in _children(node)]
            size, depth = 1 + sum(s for s, _ in known), 1 + max((d for _, d in known), default=0)
            if size > MOST_NODES or depth > DEEPEST:
                raise MalformedError("YAML nested too deeply" if depth > DEEPEST else "YAML that grows without bound")
            sizes[id(node)] = (size, depth)
            open_nodes.discard(id(node))
        elif id(node) not in sizes:
            if id(node) in open_nodes:
                raise MalformedError("YAML with an alias inside its own anchor")
            if isinstance(node, yaml.ScalarNode):
                sizes[id(node)] = (1, 1)
                continue
            open_nodes.add(id(node))
            stack.append((node, True))
            stack += [(child, False) for child in _children(node)]


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _bound(value: object, form: str) -> None:
    level: list[object] = [value]
    for _ in range(DEEPEST):
        level = [child for item in level for child in _members(item)]
        if not level:
            return
    raise MalformedError(f"{form} nested too deeply")


def _members(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []
