"""A paragraph into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

END = re.compile(r"(?:[.!?][\"'”’)*_]{0,3}(?=\s)|[。！？](?=[\s\S])|\n\s*\n)\s*")
SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|no|nr|art|sec|fig|mr|dr|st|z\.B|bzw|ca|resp|std|bzgl|ggf|inkl|evtl|bijv|aprox|máx|p\.ej|p\.ex|\w)|^\d{1,3})\.$",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\W{0,6}(?:\d{1,3}|[a-z])[.)]")
"""A number or letter that counts what follows."""
LONGEST = 4000
"""A sentence that does not end within so many characters is cut there."""


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Offset and words of each sentence of ``text``."""
    start = 0
    for match in END.finditer(text):
        last = match.start() + 1
        head = text[max(start, last - 12) : last]
        if SHORT.search(head) and not text[match.end() : match.end() + 1].isupper():
            continue
        if COUNTED.fullmatch(text, start, last):
            continue
        if re.search(r"\b(?:e\.g|i\.e|vs|cf)\.$", head[-6:]):
            continue
        piece = text[start : match.end()]
        if piece.strip():
            yield start, piece
        start = match.end()
    while start < len(text):
        if text[start : start + LONGEST].strip():
            yield start, text[start : start + LONGEST]
        start += LONGEST
