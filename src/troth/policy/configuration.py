"""Printed configuration into entries: "exclude_dirs = tests,venv", "rules: id G101, severity LOW"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from troth.terms.statement import Statement

SECTION = re.compile(r"^\s*\[{1,2}[^\]]+\]{1,2}\s*$")
COMMENT = re.compile(r"^\s*(?:#|;|//)")
PAIR = re.compile(r"^(?P<indent>\s*)(?P<item>-\s+)?(?P<key>[\w.\"'/-]{1,60})\s*(?P<sep>[:=])\s*(?P<value>.*?)\s*,?$")


def entries(lines: Sequence[Statement]) -> dict[int, str]:
    """Line number → entry that starts there, for the lines of one block."""
    found: dict[int, str] = {}
    path: list[tuple[int, str]] = []
    item: tuple[int, int] | None = None
    for each in lines:
        if COMMENT.match(each.text) or SECTION.match(each.text):
            path, item = [], None
            continue
        match = PAIR.match(each.text)
        number = each.span.line or 0
        if match is None:
            continue
        indent = len(match["indent"])
        path = [
            (depth, key)
            for depth, key in path
            if depth < indent or (match["item"] and depth <= indent and item is None and depth < indent)
        ]
        if item and indent > item[0] and not match["item"] and match["value"]:
            found[item[1]] += f", {_pair(match)}"
            continue
        item = None
        above = ".".join(key for _, key in path)
        if not match["value"]:
            path.append((indent, match["key"].strip("\"'")))
        elif match["item"]:
            item = (indent, number)
            found[number] = f"{above}: {_pair(match)}" if above else _pair(match)
        else:
            found[number] = _assignment(match, above)
    return found


def _pair(match: re.Match[str]) -> str:
    return f"{match['key'].strip(chr(34))} {match['value'].strip(chr(34))}"


def _assignment(match: re.Match[str], above: str) -> str:
    key = match["key"].strip("\"'")
    name = f"{above}.{key}" if above else key
    return f"{name} = {match['value']}" if match["sep"] == "=" else f"{name}: {match['value']}"
