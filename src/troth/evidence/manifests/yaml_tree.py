"""Steps through composed YAML, which keeps the line of everything."""

from __future__ import annotations

from collections.abc import Iterator

import yaml


def entries(node: yaml.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """Keys and values of a mapping; nothing for any other node."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key, value


def items(node: yaml.Node | None) -> tuple[yaml.Node, ...]:
    """Items of a sequence; nothing for any other node."""
    return tuple(node.value) if isinstance(node, yaml.SequenceNode) else ()


def get(node: yaml.Node | None, *keys: str) -> yaml.Node | None:
    """The node that ``keys`` lead to, or None."""
    for wanted in keys:
        node = next((value for key, value in entries(node) if key.value == wanted), None)
    return node


def scalar(node: yaml.Node | None) -> str | None:
    """The text of a scalar as written; None for anything else."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None
