"""Plain text: titles by their case, their underline or by standing alone; paragraphs may be indented.

The lines are written as Markdown, one for one, so that every line keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy import blocks
from troth.policy.markup.markup import Markup
from troth.terms.statement import Statement

UNDERLINE = re.compile(r"^\s*([=\-~*#_^])\1{2,}\s*$")
TITLE = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+)?[A-Z\d][^.!?;]{1,70}?:?$")
SHOUTED = re.compile(r"^[^a-z]*[A-Z]{3}[^a-z]*$")
MARKER = re.compile(r"^\s*(?:[-*+•‣o]|\d{1,3}[.)]|\([a-z\d]{1,2}\))\s+")
BULLET = re.compile(r"^(\s*)[•‣o](?=\s)")


def _statements(path: str, lines: Sequence[str], offset: int) -> Iterator[Statement]:
    yield from blocks.statements(path, rewritten(lines), offset)


def rewritten(lines: Sequence[str]) -> list[str]:
    """The lines as Markdown, as many as there were."""
    out: list[str] = []
    listing = False
    for number, line in enumerate(lines):
        text = line.strip()
        following = lines[number + 1] if number + 1 < len(lines) else ""
        before = lines[number - 1].strip() if number else ""
        if UNDERLINE.match(line):
            out.append("")
        elif text and not MARKER.match(line) and _titled(text, before, following, number, lines):
            out.append(f"## {text.rstrip(':')}")
            listing = False
        elif MARKER.match(line):
            out.append(
                BULLET.sub(r"\1-", line) if len(line) - len(line.lstrip()) < 4 or listing else BULLET.sub("-", text)
            )
            listing = True
        else:
            listing = listing and (not text or line[:1].isspace())
            out.append(line if listing else text)
    return out


def _titled(text: str, before: str, following: str, number: int, lines: Sequence[str]) -> bool:
    """Whether a line is a title: underlined, in capitals, or short and alone without the end of a sentence."""
    if UNDERLINE.match(following) and (not before or UNDERLINE.match(before)):
        return True
    alone = (not before or bool(UNDERLINE.match(before))) and not following.strip()
    if SHOUTED.match(text) and len(text) < 80 and not before:
        return True
    after = next((each.strip() for each in lines[number + 1 : number + 4] if each.strip()), "")
    return alone and bool(after) and bool(TITLE.match(text)) and len(text.split()) <= 8 and "@" not in text


MARKUP = Markup(name="text", statements=_statements, suffixes=(".txt", ".text"))
