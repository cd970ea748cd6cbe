"""Fenced code in Markdown: what stands in it is an example, not what the document says.

By CommonMark 0.31.2, section 4.5 (https://spec.commonmark.org/0.31.2/#fenced-code-blocks): the words behind an opening
fence of backticks hold no backtick; it is closed by a fence of the same character, at least as long, with nothing
behind it, else by the end of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_OPEN = re.compile(r" {0,3}(`{3,}(?!.*`)|~{3,})")
_CLOSE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*$")


def unfenced(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines outside of fenced code, with their numbers from 1; the fences themselves are left out too."""
    fence = ""
    for number, line in enumerate(lines, 1):
        if fence:
            closing = _CLOSE.match(line)
            if closing and closing[1].startswith(fence):
                fence = ""
        elif opening := _OPEN.match(line):
            fence = opening[1]
        else:
            yield number, line
