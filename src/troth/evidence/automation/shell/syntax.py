"""The syntax tree of shell text: parsing, words, and small questions to nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

LONGEST = 200_000
"""Characters of shell text that are parsed; longer scripts are cut there."""
_PARSER = Parser(Language(tree_sitter_bash.language()))
_ESCAPE = re.compile(r"\\(\n|.)", re.DOTALL)


def parse(text: str) -> Node:
    """The root node of ``text``."""
    return _PARSER.parse(text[:LONGEST].encode("utf-8", errors="replace")).root_node


def source(node: Node) -> str:
    """The words of ``node`` as written."""
    return (node.text or b"").decode("utf-8", errors="replace")


def row(node: Node) -> int:
    """The line of ``node``, from 0."""
    return int(node.start_point[0])


def named(node: Node) -> list[Node]:
    """Children that are no punctuation and no comments."""
    return [child for child in node.children if child.is_named and child.type != "comment"]


def word(node: Node, variables: Mapping[str, str]) -> str:
    """The value of one word: quotes taken off, known variables filled in, unknown ones left as written."""
    kind = node.type
    if kind == "raw_string":
        return source(node)[1:-1]
    if kind == "ansi_c_string":
        return source(node)[2:-1]
    if kind in ("word", "command_name") and not node.children:
        return _ESCAPE.sub(lambda found: "" if found.group(1) == "\n" else found.group(1), source(node))
    if kind in ("simple_expansion", "expansion"):
        return _expanded(node, variables)
    if kind in ("command_name", "concatenation"):
        return "".join(word(child, variables) for child in node.children)
    if kind == "string":
        return _quoted(node, variables)
    return source(node)


def words(node: Node, variables: Mapping[str, str]) -> list[str]:
    """The words that ``node`` becomes: an unquoted variable with blanks in its value becomes several."""
    value = word(node, variables)
    inner = node.children[0] if node.type == "command_name" and node.children else node
    if inner.type in ("simple_expansion", "expansion") and value != source(inner):
        return value.split()
    return [value]


def open_quote(text: str) -> int | None:
    """The line, from 0, of a quote that nothing closes; None where every one is closed (POSIX.1-2024, XCU 2.2)."""
    quote, since, line, before = "", 0, 0, "\n"
    at = 0
    while at < len(text):
        mark = text[at]
        if mark == "\n":
            line += 1
        if mark == "\\" and quote != "'":
            line += text[at + 1 : at + 2] == "\n"
            at += 1
        elif quote:
            quote = "" if mark == quote else quote
        elif mark in "'\"":
            quote, since = mark, line
        elif mark == "#" and before.isspace():
            end = text.find("\n", at)
            at = (end if end >= 0 else len(text)) - 1
        before = text[at : at + 1]
        at += 1
    return since if quote else None


def calls_inside(node: Node) -> Iterator[Node]:
    """Command and process substitutions anywhere in the words of ``node``, outermost first, not inside each other."""
    stack = list(reversed(node.children))
    while stack:
        child = stack.pop()
        if child.type in ("command_substitution", "process_substitution"):
            yield child
        elif child.type not in ("heredoc_body", "heredoc_redirect"):
            stack.extend(reversed(child.children))


def _quoted(node: Node, variables: Mapping[str, str]) -> str:
    parts, at = [], node.start_byte + 1
    for child in node.children[1:-1]:
        parts.append(" " * max(0, child.start_byte - at) if child.type != "string_content" else "")
        value = source(child) if child.type == "string_content" else word(child, variables)
        parts.append(value.replace("\\\n", "").replace('\\"', '"') if child.type == "string_content" else value)
        at = child.end_byte
    return "".join(parts)


def _expanded(node: Node, variables: Mapping[str, str]) -> str:
    name = next((source(child) for child in node.children if child.type == "variable_name"), "")
    if name in variables:
        return variables[name]
    text = source(node)
    default = re.fullmatch(r"\$\{\w+:?-([^${}]*)\}", text)
    return default.group(1).strip("\"'") if default else text
