"""A document's text into lines: one meaning of "line" for the reader, the editor and the report."""

from __future__ import annotations

import re
from collections.abc import Sequence

LINE_END = re.compile(r"\r\n|\r|\n")
NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
"""What no text holds: NUL, and halves of a pair that stand alone."""
CAP = 1_000_000
"""Characters that are read of one document: five hundred pages. What stands behind them is reported as unread."""
MOST_LINES = 20_000
"""Lines of one document that are read; no policy is that long."""
LONGEST_LINE = 20_000
"""Characters that are read of one line; longer ones are data, not sentences."""
FRONT_MATTER = 200
"""Lines within which front matter has to end."""


def split(text: str) -> list[str]:
    """Lines of ``text``, split at CRLF, CR and LF only; no byte order mark, NUL or half characters in them."""
    text = NO_CHARACTER.sub("\ufffd", text.removeprefix("\ufeff"))
    return [line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] for line in LINE_END.split(text)]


def as_edited(text: str) -> list[str]:
    """Lines of ``text`` as an editor counts them: the end of the last one starts no other."""
    lines = split(text)
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def body(lines: Sequence[str]) -> int:
    """Index of the first line after YAML or TOML front matter, 0 where there is none."""
    if not lines or lines[0].rstrip() not in {"---", "+++"}:
        return 0
    fence = lines[0].rstrip()
    for number, line in enumerate(lines[1:FRONT_MATTER], 1):
        if line.rstrip() == fence:
            inside = [each for each in lines[1:number] if each.strip() and not each.startswith((" ", "-", "#"))]
            if fence == "+++":
                inside = [each for each in inside if each[0] not in "[]}\"'\t"]
            return number + 1 if all(re.match(r"[\w.-]+\s*[:=]", each) for each in inside) else 0
    return 0


def capped(lines: Sequence[str]) -> int:
    """How many of ``lines`` are read."""
    room = CAP
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0 or number == MOST_LINES:
            return number
    return len(lines)
