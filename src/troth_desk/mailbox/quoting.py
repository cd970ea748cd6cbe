"""What of an answer its writer wrote: the quoted mail behind it is left out, and so are links to a reporter's page."""

from __future__ import annotations

import re

MOST_LINES = 20_000
"""Lines that are looked at from the end."""
_LINK = re.compile(r"(/(?:case|news)/[A-Za-z0-9_-]{1,60}/)[A-Za-z0-9_.-]{20,120}")
_WROTE = re.compile(r"\b(?:wrote|writes|schrieb|écrit|escribió|scritto|schreef)\b", re.IGNORECASE)
_ON = re.compile(r"(?:On|Am|Le|El|Il|Op)\b")
_BEGINS = re.compile(
    r"^(?:-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original)\s*-{2,}|_{20,})\s*$",
    re.IGNORECASE,
)


def without_quotes(words: str) -> str:
    """``words`` without the quotation at their end, and without the line that begins it.

    What stands between quoted lines stays, and so does everything where nothing but quotations would be left.
    """
    lines = words.split("\n")
    end = len(lines)
    for place, line in enumerate(lines[:MOST_LINES]):
        if _BEGINS.match(line.strip()) and any(each.strip() for each in lines[:place]):
            end = place
            break
    else:
        end = _before_quotation(lines)
    kept = "\n".join(lines[:end]).rstrip()
    return kept or words


def _before_quotation(lines: list[str]) -> int:
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    if not any(line.lstrip().startswith(">") for line in lines[end:]):
        return len(lines)
    # "On Monday … somebody wrote:" may be broken into two or three lines
    for height in (4, 3, 2, 1):
        said = " ".join(lines[max(end - height, 0) : end]).strip()
        if height <= end and len(said) < 400 and _WROTE.search(said) and (height == 1 or _ON.match(said)):
            return end - height
    return end


def without_links(words: str) -> str:
    """``words`` without the secret of any link that only its reader may open.

    By that of a reporter's page one writes as them, by that of a mail one ends their mails.
    """
    return _LINK.sub(r"\1…", words)
