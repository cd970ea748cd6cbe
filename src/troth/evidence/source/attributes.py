"""Attributes that set the level of ``unsafe_code``, by syntax tree."""

from __future__ import annotations

import re

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.source.rust import parse
from troth.terms.span import Span, excerpt

_LINT = re.compile(rb"\bunsafe_code\b")
_LEVEL = re.compile(rb"\b(forbid|deny|warn|allow|expect)\s*\(([^()]*)\)")
_CONDITION = re.compile(rb"cfg_attr\s*\(\s*(.*)", re.DOTALL)
_NOT_TEST = re.compile(rb"not\s*\(\s*test\s*\)\s*,")
_TEST = re.compile(rb"(?:all\s*\(\s*)?test\b")
_COMMENT = re.compile(rb"//[^\n]*|/\*.*?\*/", re.DOTALL)
DEEPEST = 1000
"""Levels of the syntax tree that are followed."""


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute. ``inner`` stands at the top of the file and speaks of all of it; ``test`` of test builds only."""

    level: str
    span: Span
    inner: bool
    test: bool = False


def attributes_of(repository: Repository, path: str) -> list[Attribute]:
    """Every attribute of a Rust file that names ``unsafe_code``; conditional ones count only as ``not(test)``."""
    data = repository.data(path)
    if data is None or b"unsafe_code" not in data or b"\0" in data:
        return []
    places = [match.start() for match in _LINT.finditer(data)]
    found = []
    cursor = parse(data).walk()
    index = depth = 0
    while index < len(places):
        node = cursor.node
        if node is None:
            break
        inside = node.start_byte <= places[index] < node.end_byte
        if inside and node.type in ("inner_attribute_item", "attribute_item"):
            found += _read(path, node.text or b"", node.start_point[0] + 1, at_top=depth == 1)
            while index < len(places) and places[index] < node.end_byte:
                index += 1
        elif inside and depth < DEEPEST and "comment" not in node.type and cursor.goto_first_child():
            depth += 1
            continue
        elif inside:
            index += 1  # the word in a comment, a string or a macro
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return found
            depth -= 1
    return found


def _read(path: str, text: bytes, line: int, *, at_top: bool) -> list[Attribute]:
    clean = _COMMENT.sub(b" ", text)
    condition = _CONDITION.search(clean)
    test = condition is not None and _TEST.match(condition[1]) is not None
    if condition is not None and not test and not _NOT_TEST.match(condition[1]):
        return []
    return [
        Attribute(
            level=match[1].decode(),
            span=Span(path, line, excerpt(text.decode("utf-8", errors="replace"))),
            inner=at_top and clean.lstrip().startswith(b"#!"),
            test=test,
        )
        for match in _LEVEL.finditer(clean)
        if _LINT.search(match[2])
    ]
