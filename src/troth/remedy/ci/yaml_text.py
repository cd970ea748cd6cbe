"""YAML as text: whole blocks put into a file whose every other byte stays, and scalars written safely.

A block is put in after the last line of the node that takes it. What comes out is parsed again: where it does not say
what the file said before plus the block, nothing is changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import yaml

LARGEST = 1_000_000
"""Characters of the longest file that is extended."""
DEEPEST = 60
"""Columns of the deepest indentation that is followed: what lies deeper was not written by people."""
_BARE = re.compile(r"[A-Za-z_./][\w./@:+=-]*(?: [\w./@:+=*-]+)*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n", "~"})


def scalar(text: str) -> str:
    """``text`` as a YAML scalar on one line: bare where that is safe, else in double quotes as JSON writes them."""
    bare = _BARE.fullmatch(text) and text.lower() not in _WORDS and ": " not in text and not text.endswith(":")
    if bare and not re.fullmatch(r"[\d.eE+_-]+|0x\w+", text):
        return text
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in json.dumps(text, ensure_ascii=False))


def _escaped(sign: str) -> str:
    return f"\\U{ord(sign):08x}"


def compose(text: str) -> yaml.Node | None:
    """The only document of ``text``; None where it cannot be read, is several, or is beyond all measure."""
    if len(text) > LARGEST or max((len(line) - len(line.lstrip()) for line in text.splitlines()), default=0) > DEEPEST:
        return None
    if re.search(r"[\[{][^\n]{0,400}[\[{]{4}", text):
        return None
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def node_of(text: str, *path: str) -> yaml.Node | None:
    """The node below the keys ``path`` of ``text``."""
    return child(compose(text), *path)


def words(node: yaml.Node | None) -> tuple[str, ...]:
    """The keys of a mapping, the scalars of a sequence, or the one scalar."""
    if isinstance(node, yaml.SequenceNode):
        return tuple(each.value for each in node.value if isinstance(each, yaml.ScalarNode))
    return (str(node.value),) if isinstance(node, yaml.ScalarNode) else keys(node)


def value(node: yaml.Node | None, depth: int = 0) -> Any:
    """What a node says, as plain lists, pairs and strings: two texts that say the same give the same."""
    if node is None or depth > DEEPEST:
        return None
    if isinstance(node, yaml.MappingNode):
        return [(value(key, depth + 1), value(each, depth + 1)) for key, each in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [value(each, depth + 1) for each in node.value]
    return (node.tag, node.value)


def child(node: yaml.Node | None, *keys: str) -> yaml.Node | None:
    """The node below ``keys``; None where there is none."""
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next(
            (each for name, each in node.value if isinstance(name, yaml.ScalarNode) and name.value == key), None
        )
    return node


def keys(node: yaml.Node | None) -> tuple[str, ...]:
    """The keys of a mapping, in order."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return tuple(key.value for key, _ in pairs if isinstance(key, yaml.ScalarNode))


def add_pair(text: str, path: Sequence[str], block: Sequence[str]) -> str | None:
    """``text`` with the lines ``block`` (a pair of a mapping, written without indentation) at the end of ``path``.

    None where that node is no block mapping, or where the text would not say what it should.
    """
    return _add(text, path, block, yaml.MappingNode)


def add_item(text: str, path: Sequence[str], block: Sequence[str]) -> str | None:
    """The same for an item of a sequence; ``block`` starts with "- "."""
    return _add(text, path, block, yaml.SequenceNode)


def _add(text: str, path: Sequence[str], block: Sequence[str], kind: type[yaml.CollectionNode]) -> str | None:
    top = compose(text)
    node = child(top, *path)
    if not isinstance(node, kind) or node.flow_style or not node.value or _doubled(top):
        return None
    first = node.value[0][0] if kind is yaml.MappingNode else node
    indent = " " * first.start_mark.column
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    end = _last_line(node, lines) + 1
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if end > len(lines):
        return None
    if not lines[end - 1].endswith(("\n", "\r")):
        lines[end - 1] += ending
    put = [f"{indent}{line}{ending}" if line else ending for line in block]
    after = "".join((*lines[:end], *put, *lines[end:]))
    return after if _says(top, path, after, "\n".join(block), kind) else None


def _doubled(top: yaml.Node | None) -> bool:
    """Whether a mapping has a key twice: which of the two counts, readers do not agree."""
    left, seen = [top], set[int]()
    while left:
        node = left.pop()
        if node is None or id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            names = keys(node)
            if len(set(names)) < len(names):
                return True
            left += [each for pair in node.value for each in pair]
        else:
            left += node.value
    return False


def _says(
    before: yaml.Node | None, path: Sequence[str], after: str, block: str, kind: type[yaml.CollectionNode]
) -> bool:
    """Whether ``after`` says what was said before, and ``block`` at the end of ``path``."""
    added = value(compose(block))
    now = compose(after)
    if not isinstance(added, list) or now is None:
        return False
    told, was = value(child(now, *path)), value(child(before, *path))
    if not isinstance(told, list) or not isinstance(was, list) or told != was + added:
        return False
    grown = child(now, *path)
    if isinstance(grown, kind):
        grown.value = grown.value[: len(was)]
    return bool(value(now) == value(before))


def _last_line(node: yaml.Node, rows: Sequence[str]) -> int:
    """The last line (from 0) on which something of ``node`` itself stands, comments after it left out."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        if isinstance(last, tuple):
            empty = isinstance(last[1], yaml.ScalarNode) and last[1].value == "" and last[1].style is None
            node = last[0] if empty else last[1]
        else:
            node = last
    first: int = node.start_mark.line
    line: int = node.end_mark.line
    if not isinstance(node, yaml.ScalarNode) or node.style not in ("|", ">"):
        return line
    line = min(line - 1, len(rows) - 1)  # the end of a block scalar is the start of what follows
    inner = next((_indent(row) for row in rows[first + 1 : line + 1] if row.strip()), 0)
    while line > first and (not rows[line].strip() or _indent(rows[line]) < inner):
        line -= 1
    return line


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())
