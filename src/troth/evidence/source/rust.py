"""Unsafe code in one Rust file, by its syntax tree.

What counts as unsafe follows the forms that rustc's lint ``unsafe_code`` reports
(https://doc.rust-lang.org/rustc/lints/listing/allowed-by-default.html#unsafe-code); what counts as an explanation
follows clippy's ``undocumented_unsafe_blocks`` and ``missing_safety_doc``
(https://rust-lang.github.io/rust-clippy/master/index.html).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec
import tree_sitter_rust
from tree_sitter import Language, Node, Parser, Tree

from troth.evidence.source.explanation import explained_at, is_safety_comment, same_line
from troth.terms.span import excerpt

Form = Literal["block", "fn", "impl", "trait", "extern", "macro", "attribute"]

DEEPEST = 1000
"""Levels of a syntax tree that are followed; a deeper file is not read."""
MOST_SITES = 20_000
"""Sites that are taken of one file."""
LONGEST_NORMAL = 64 * 1024
"""Bytes of the longest site that is read token by token for its digest."""
_WORD = re.compile(rb"\bunsafe\b")
_OWNERS: dict[str, Form] = {
    "unsafe_block": "block",
    "impl_item": "impl",
    "trait_item": "trait",
    "foreign_mod_item": "extern",
}
_CODE_FOLLOWS = frozenset({"fn", "impl", "trait", "extern"})
_HOLDERS = frozenset({"block", "declaration_list", "source_file", "match_block", "macro_definition"})
_COMMENTS = frozenset({"line_comment", "block_comment"})
_ATOMS = _COMMENTS | {"string_literal", "raw_string_literal", "char_literal"}
_TEST = re.compile(
    rb"#\s*!?\s*\[\s*(?:cfg\s*\(\s*(?:all\s*\((?:(?!\bnot\b).)*?)?\btest\b|(?:\w+\s*::\s*)*(?:test|bench)\s*[\](])",
    re.DOTALL,
)


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One unsafe site of a file; lines count from 1."""

    form: Form
    line: int
    end_line: int
    text: str
    explained: bool
    digest: str
    test: bool


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The sites of a file. ``trouble`` says why they may not be all; empty where they are."""

    sites: tuple[Site, ...] = ()
    trouble: str = ""


class _Level(msgspec.Struct):
    """A node on the way down. ``test``: all in it is test code; ``pending``: an attribute marks the next item so."""

    node: Node
    test: bool = False
    pending: bool = False


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_rust.language()))


def parse(data: bytes) -> Tree:
    """The syntax tree of ``data``; it always has one, broken code included."""
    return _parser().parse(data)


def unsafe_in(data: bytes) -> Found:
    """Every unsafe site of a Rust file. Never raises on any content."""
    places = [match.start() for match in _WORD.finditer(data)]
    if not places:
        return Found()
    if b"\0" in data:
        return Found(trouble="not a text file")
    lines = data.decode("utf-8", errors="replace").split("\n")
    sites: list[Site] = []
    trouble = ""
    for way in _words(parse(data), places):
        if isinstance(way, str):
            trouble = trouble or way
        elif len(sites) >= MOST_SITES:
            return Found(sites=tuple(sites), trouble=f"more than {MOST_SITES} unsafe sites")
        else:
            sites += _site(way, lines, sites)
    return Found(sites=tuple(sites), trouble=trouble)


def _words(tree: Tree, places: list[int]) -> Iterator[list[_Level] | str]:
    """For each keyword ``unsafe`` the levels from the root down to it, or a sentence of trouble.

    One pass over the tree that goes down only where the word stands; no recursion.
    """
    cursor = tree.walk()
    way = [_Level(node=tree.root_node)]
    if tree.root_node.type == "ERROR" or not cursor.goto_first_child():
        yield "line 1: cannot be parsed"
        return
    while way:
        node = cursor.node
        if node is None:
            return
        level = _enter(node, way[-1])
        if _holds(places, node) and node.type not in _COMMENTS:
            if node.type == "ERROR":
                yield f"line {node.start_point[0] + 1}: cannot be parsed"
            elif _is_keyword(node, way[-1].node):
                yield [*way, level]
            if len(way) > DEEPEST:
                yield f"line {node.start_point[0] + 1}: nested too deeply"
            elif cursor.goto_first_child():
                way.append(level)
                continue
        while way and not cursor.goto_next_sibling():
            way.pop()
            cursor.goto_parent()


def _enter(node: Node, outer: _Level) -> _Level:
    """The level of ``node``, with what the attributes before it say of it."""
    if node.type == "attribute_item":
        outer.pending |= _TEST.match(node.text or b"") is not None
    elif node.type == "inner_attribute_item":
        outer.test |= _TEST.match(node.text or b"") is not None
    elif node.type not in _COMMENTS:
        level = _Level(node=node, test=outer.test or outer.pending)
        outer.pending = False
        return level
    return _Level(node=node, test=outer.test)


def _holds(places: list[int], node: Node) -> bool:
    index = bisect_left(places, node.start_byte)
    return index < len(places) and places[index] < node.end_byte


def _is_keyword(node: Node, parent: Node) -> bool:
    if node.type == "unsafe":
        return True
    return node.type == "identifier" and parent.type == "attribute" and node.text == b"unsafe"


def _site(way: list[_Level], lines: list[str], earlier: list[Site]) -> list[Site]:
    """The site that the keyword at the end of ``way`` opens: one, or none for types, patterns and bare tokens."""
    owner = _owner(way)
    if owner is None:
        return []
    form, depth = owner
    node = way[depth].node
    first, last = node.start_point[0], node.end_point[0]
    statement = {level.node.start_point[0] for level in _statement(way, depth)}
    documented = form in ("fn", "impl", "trait", "extern")
    explained = (
        any(explained_at(lines, row, documented=documented) for row in statement | {first})
        or same_line(lines, first, last)
        or _opens_with_safety(node)
        or (form == "fn" and _implements_a_trait(way, depth))
        or any(one.explained and one.form == form and one.end_line == first for one in earlier[-1:])
    )
    site = Site(
        form=form,
        line=first + 1,
        end_line=last + 1,
        text=excerpt(lines[first]) if first < len(lines) else "",
        explained=explained,
        digest=digest_of(node),
        test=way[-1].test,
    )
    return [site]


def digest_of(node: Node) -> str:
    """What a review record names: sha256 of the site's tokens, comments among them.

    White space between tokens does not count, so that formatting keeps a review; every other change voids it, a changed
    comment inside the site too. Tokens are told apart, so that no comment becomes code by a line that is broken
    elsewhere. Beyond ``LONGEST_NORMAL`` bytes the text counts as it stands, which keeps nested sites cheap.
    """
    content = node.text or b""
    if len(content) <= LONGEST_NORMAL:
        content = b"\0".join(_tokens(node))
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _tokens(node: Node) -> Iterator[bytes]:
    """Tokens from left to right; comments and texts in quotes are one each."""
    stack = [node]
    while stack:
        top = stack.pop()
        if top.child_count and top.type not in _ATOMS:
            stack += reversed(top.children)
        else:
            yield (top.text or b"").strip() if top.type in _COMMENTS else (top.text or b"")


def _owner(way: list[_Level]) -> tuple[Form, int] | None:
    """What the keyword belongs to: its form, and its place in ``way``."""
    depth = len(way) - 2
    parent = way[depth].node
    if parent.type in _OWNERS:
        return _OWNERS[parent.type], depth
    if parent.type == "attribute":
        return "attribute", depth
    if parent.type == "token_tree":
        if any(level.node.type == "attribute" for level in way[-6:]):
            return "attribute", depth
        after = way[-1].node.next_sibling
        braced = after is not None and (after.text or b"").startswith(b"{")
        item = after is not None and after.type in _CODE_FOLLOWS
        return ("macro", depth) if braced or item else None
    if parent.type == "function_modifiers" and way[depth - 1].node.type in ("function_item", "function_signature_item"):
        foreign = any(level.node.type == "foreign_mod_item" for level in way[-6:])
        return None if foreign else ("fn", depth - 1)
    return None


def _statement(way: list[_Level], depth: int) -> list[_Level]:
    """The levels from the site up to the statement or item that holds it."""
    levels = []
    for index in range(depth, 0, -1):
        levels.append(way[index])
        if way[index - 1].node.type in _HOLDERS:
            break
    return levels


def _opens_with_safety(node: Node) -> bool:
    """Whether the first thing inside the braces of an unsafe block is a SAFETY comment."""
    block = (
        next((child for child in node.children[1:] if child.type == "block"), None)
        if node.type == "unsafe_block"
        else None
    )
    if block is None:
        return False
    for index in range(1, min(block.child_count, 20)):
        child = block.child(index)
        if child.type not in _COMMENTS:
            return False
        if is_safety_comment((child.text or b"").decode("utf-8", errors="replace")):
            return True
    return False


def _implements_a_trait(way: list[_Level], depth: int) -> bool:
    """Whether the function at ``depth`` is a method of ``impl Trait for Type``: the trait sets its conditions."""
    for level in way[max(0, depth - 2) : depth]:
        if level.node.type == "impl_item":
            return level.node.child_by_field_name("trait") is not None
    return False
