"""Markdown as plain text, for formats whose notes are text: words and addresses stay, marks go.

Links become "words (address)", lists keep their dashes, code keeps its lines. Nothing is lost but looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

NESTING = 40
LONGEST = 200_000
"""Characters that are read as Markdown; longer text stays as it is."""


@lru_cache(maxsize=64)
def plain(markdown: str) -> str:
    """The text, without white space at its ends."""
    if len(markdown) > LONGEST:
        return markdown.strip()
    tokens = MarkdownIt("commonmark", {"maxNesting": NESTING, "html": False}).enable("table").parse(markdown)
    return "\n\n".join(_blocks(tokens)).strip()


def _blocks(tokens: Iterable[Token]) -> list[str]:
    found: list[str] = []
    marks: list[str] = []
    lists: list[int] = []
    row: list[str] | None = None
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(str(token.attrGet("start") or 1)) if token.type.startswith("ordered") else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            marks.append(f"{lists[-1]}. " if lists[-1] else "- ")
            lists[-1] += 1 if lists[-1] else 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            found.append(" | ".join(row))
            row = None
        elif token.type == "inline":
            words = _words(token.children or ())
            if row is not None:
                row.append(words)
            else:
                found.append("  " * max(len(lists) - 1, 0) + (marks.pop() if marks else "") + words)
        elif token.type in ("fence", "code_block"):
            found.append(token.content.rstrip("\n"))
    return [block for block in found if block.strip()]


def _words(tokens: Iterable[Token]) -> str:
    said: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            said.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            said.append("\n" if token.type == "hardbreak" else " ")
        elif token.type == "image":
            said.append(token.content)
        elif token.type == "link_open":
            links.append((str(token.attrGet("href") or ""), len(said)))
        elif token.type == "link_close" and links:
            href, at = links.pop()
            if href and "".join(said[at:]) != href:
                said.append(f" ({href})")
    return "".join(said)
