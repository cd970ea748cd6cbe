"""The tokens of markdown-it, made by readers of other formats."""

from __future__ import annotations

from markdown_it.token import Token


def opened(kind: str, line: int, tag: str = "") -> Token:
    """A token without words at ``line``, which counts from 0: ``bullet_list_open``, ``tr_close``…"""
    return Token(kind, tag, 0, map=[line, line + 1])


def inline(words: str, line: int) -> Token:
    """A run of words whose first line is ``line``; marks as Markdown writes them."""
    return Token("inline", "", 0, content=words, map=[line, line + 1])


def heading(words: str, level: int, line: int) -> list[Token]:
    """A heading of ``level`` 1 to 6."""
    tag = f"h{min(6, max(1, level))}"
    return [opened("heading_open", line, tag), inline(words, line), opened("heading_close", line, tag)]


def code(text: str, language: str, line: int) -> Token:
    """A block of code whose first line is ``line``."""
    return Token("code_block", "code", 0, content=text, info=language, map=[line, line + 1])


def item(number: int | None, line: int) -> Token:
    """The opening of a list item; ``number`` counts from 1 in ordered lists."""
    return Token("list_item_open", "li", 0, info="" if number is None else str(number), map=[line, line + 1])


def escaped(text: str) -> str:
    """``text`` with the marks of Markdown taken literally."""
    return "".join(f"\\{each}" if each in "\\`*[]<" else each for each in text)
