"""Whether a comment explains unsafe code: ``SAFETY:`` beside it, or a ``# Safety`` section of its documentation.

Looser than clippy where that cannot hide anything: capitals do not matter, blank lines and attributes may stand
between, and a comment serves every statement that follows it line by line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

HIGHEST = 300
"""Lines above a site that are looked at."""
_SAFETY = re.compile(r"\bsafety\b[^:\n]{0,40}:", re.IGNORECASE)
_SECTION = re.compile(r"(?:///|//!|/\*\*|^\s*\*|#\[doc).*#+\s*safety\b", re.IGNORECASE)
_TRAILING = re.compile(r"(?://|/\*)(.*)")


def is_safety_comment(text: str) -> bool:
    """Whether a comment says why something is safe."""
    return _SAFETY.search(text) is not None


def same_line(lines: Sequence[str], *rows: int) -> bool:
    """Whether a SAFETY comment stands on one of ``rows`` (from 0)."""
    return any(
        (found := _TRAILING.search(lines[row])) is not None and is_safety_comment(found[1])
        for row in rows
        if row < len(lines)
    )


def explained_at(lines: Sequence[str], row: int, *, documented: bool) -> bool:
    """Whether the comments right above ``row`` (from 0) explain it.

    ``documented``: a ``# Safety`` section of a doc comment counts too, as it does for functions and traits.
    """
    return any(is_safety_comment(line) or (documented and _SECTION.search(line)) for line in _above(lines, row))


def _above(lines: Sequence[str], row: int) -> list[str]:
    """Comment lines above ``row``, nearest first; attributes and blank lines before the first comment are skipped."""
    found: list[str] = []
    in_block = in_attribute = False
    for index in range(row - 1, max(-1, row - HIGHEST), -1):
        line = lines[index].strip() if index < len(lines) else ""
        if in_block:
            found.append(line)
            in_block = "/*" not in line
        elif in_attribute:
            in_attribute = not line.startswith("#[")
        elif line.startswith("//"):
            found.append(line)
        elif line.endswith("*/"):
            found.append(line)
            in_block = "/*" not in line
        elif line.startswith(("#[", "#![")):
            if _SECTION.search(line):
                found.append(line)
        elif line.endswith(")]"):
            in_attribute = True
        elif line or found:
            break
    return found
