"""Markdown without a heading: the short lines that stand alone, or right above a list, are its titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEADED = re.compile(
    r"\s{0,3}(?:#{1,6}\s|[=-]{3,}\s*$|<h\d)|\s{0,3}(?:\*\*|__)[^*_]{2,80}(?:\*\*|__):?\s*$", re.IGNORECASE
)
"""Lines that are, or underline, a heading of any kind."""
FENCE = re.compile(r"\s{0,3}(?:`{3}|~{3})")
TITLE = re.compile(r"(?:[^\w\s*>|#`<\[(\-+]{1,3}\s{1,2})?[A-Z](?![^\n]*(?::|[.!?,;]$|@|\||https?|[`*<>]))[^\n]{2,58}$")
"""A line that may be a title: a capital first, no stop at the end, no address, nothing told behind a colon."""
SENTENCE = re.compile(
    r"\W*(?:(?!(?:what|how|who|whom|when|where|why|which|if)\b)(?:(?:we|you|they|there|(?-i:It)|(?-i:I)(?= [a-z]))\b|"
    r"[^\n]*\w (?<!that )(?<!which )(?<!who )(?<!we )(?<!you )(?<!they )"
    r"(?:is|are|was|were|has|have|had|will|shall|must|should|can|cannot|could|does|gets?)\b))",
    re.IGNORECASE,
)
"""A line with a finite verb: it says something itself ("Releases are signed with cosign"), and names nothing."""
ITEM = re.compile(r"\s{0,3}(?:[-*+•]|\d{1,2}[.)])\s+\S")
WORDS, FEWEST = 6, 2
"""Words of the longest title, and titles of the smallest document that has any."""


def titled(lines: Sequence[str]) -> Sequence[str]:
    """``lines``, as many, with the bare titles of a document without a heading marked as headings."""
    if any(map(HEADED.match, lines)) or any(map(FENCE.match, lines)):
        return lines
    titles = [number for number in range(len(lines)) if _title(number, lines)]
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if len(titles) < FEWEST and titles[:1] != [first]:
        return lines
    out = list(lines)
    for number in titles:
        out[number] = f"{'#' if number == first else '##'} {lines[number].strip()}"
    return out


def _title(number: int, lines: Sequence[str]) -> bool:
    line = lines[number]
    if (
        not TITLE.match(line)
        or SENTENCE.match(line)
        or len(line.split()) > WORDS
        or (number and lines[number - 1].strip())
    ):
        return False
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if below.strip():
        return ITEM.match(below) is not None or (len(below.split()) > WORDS and below[:1].isupper())
    after = next((each for each in lines[number + 2 : number + 4] if each.strip()), "")
    return bool(after) and (number == 0 or not (TITLE.match(after) and len(after.split()) <= WORDS))
