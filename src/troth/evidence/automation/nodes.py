"""YAML nodes with their lines: a thin view that never fails on a form it did not expect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from troth.evidence.automation.context import Script, span_at
from troth.evidence.repository import Repository
from troth.evidence.structured import plain
from troth.terms.span import Span


class Node:
    """One value of a YAML file. Missing values are empty nodes, so that questions can be chained."""

    def __init__(self, repository: Repository, path: str, node: yaml.Node | None, key: yaml.Node | None = None) -> None:
        self.repository = repository
        self.path = path
        self.node = node
        self.key = key

    def __bool__(self) -> bool:
        return self.node is not None

    @property
    def line(self) -> int:
        """The line of the key, or of the value where it has none; from 1."""
        mark = (self.key or self.node).start_mark if (self.key or self.node) is not None else None  # type: ignore[union-attr]
        return mark.line + 1 if mark is not None else 1

    @property
    def span(self) -> Span:
        """The place of the key, with its line."""
        return span_at(self.repository, self.path, self.line)

    @property
    def value(self) -> Any:
        """Plain values: dict, list, str, int, bool or None."""
        return None if self.node is None else plain(self.node)

    @property
    def text(self) -> str:
        """The scalar as written; "" where it is none."""
        return str(self.node.value) if isinstance(self.node, yaml.ScalarNode) else ""

    @property
    def is_map(self) -> bool:
        """Whether it has keys."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """Whether it has items."""
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_text(self) -> bool:
        """Whether it is a scalar."""
        return isinstance(self.node, yaml.ScalarNode)

    def get(self, *names: str) -> Node:
        """The value under the first key of ``names`` that is there."""
        found = dict(self.items())
        for name in names:
            if name in found:
                return found[name]
        return Node(self.repository, self.path, None)

    def items(self) -> list[tuple[str, Node]]:
        """Keys and values in order; what a merge key ``<<`` brings comes first and is overruled."""
        if not isinstance(self.node, yaml.MappingNode):
            return []
        merged: dict[str, Node] = {}
        own: dict[str, Node] = {}
        for key, value in self.node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            node = Node(self.repository, self.path, value, key)
            if key.value == "<<" and not isinstance(value, yaml.ScalarNode):
                for source in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    merged = dict(Node(self.repository, self.path, source).items()) | merged
            else:
                own[str(key.value)] = node
        return list((merged | own).items())

    def each(self) -> list[Node]:
        """Items of a list; a single value is a list of one; nothing is none."""
        if isinstance(self.node, yaml.SequenceNode):
            return [Node(self.repository, self.path, item) for item in self.node.value]
        return [self] if self.node is not None and self.value is not None else []

    def words(self) -> list[str]:
        """The scalars of a list, or the one there is."""
        return [item.text for item in self.each() if item.is_text]

    def __iter__(self) -> Iterator[Node]:
        return iter(self.each())

    def script(self, text: str | None = None) -> Script:
        """The scalar as shell text with its lines; ``text`` replaces the words, row by row."""
        node = self.node
        if not isinstance(node, yaml.ScalarNode):
            return Script("", self.path, self.line)
        literal = node.style == "|"
        first = node.start_mark.line + (2 if literal else 1)
        words = str(node.value) if text is None else text
        return Script(
            words,
            self.path,
            first,
            exact=literal
            or ("\n" not in words.strip() and node.style != ">" and node.end_mark.line == node.start_mark.line),
            last=node.end_mark.line + 1,
        )


def root(repository: Repository, path: str) -> Node:
    """The first document of ``path``."""
    return Node(repository, path, repository.yaml_node(path))
