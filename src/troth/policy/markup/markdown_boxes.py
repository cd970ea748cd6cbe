"""Boxes of Markdown whose words are set in or fenced: their frames are blanks, so that the words are read as words.

Admonitions and tabs of Python-Markdown and Material for MkDocs, directives of MyST.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

SIGN = re.compile(r"^\s{0,12}(?:!!!|\?\?\?|===\s|`{3,9}\{|~{3,9}\{)", re.MULTILINE)
"""What stands in all that is looked for here."""
SET_IN = re.compile(r"^(\s{0,12})(?:(?:!!!|\?\?\?\+?)\s{1,4}[a-z]|===[!+]?\s{1,4}\")")
DIRECTIVE = re.compile(
    r"^\s{0,3}(`{3,9}|~{3,9})\{(?:note|tip|hint|important|warning|caution|attention|danger|error|seealso|admonition|"
    r"dropdown|card|tab-item|tab-set|grid|grid-item|details)\}"
)
FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
OPTION = re.compile(r"^\s{0,3}:[\w-]{1,40}:(?:\s|$)")


def opened(lines: Sequence[str]) -> Sequence[str]:
    """``lines``, as many, with the words of boxes where those of the page stand."""
    if not SIGN.search("\n".join(lines)):
        return lines
    out = list(lines)
    at = 0
    fence = ""
    closing = _ends(out)
    while at < len(out):
        line = out[at]
        mark = FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif directive := DIRECTIVE.match(line):
            _unfence(out, at, closing.get(directive[1], []))
        elif mark:
            fence = mark[1]
        elif box := SET_IN.match(line):
            _set_out(out, at, len(box[1]) + 4)
        at += 1
    return out


def _ends(lines: Sequence[str]) -> dict[str, list[int]]:
    """Where each bare fence stands, the last line first, so that the next one is taken from the end."""
    found: dict[str, list[int]] = {}
    for at in range(len(lines) - 1, -1, -1):
        bare = lines[at].strip()
        if bare.startswith(("```", "~~~")):
            found.setdefault(bare, []).append(at)
    return found


def _unfence(lines: list[str], start: int, ends: list[int]) -> None:
    """Blank the fences and options of a directive, if one of ``ends`` closes it; that one is used up."""
    while ends and ends[-1] <= start:
        ends.pop()
    if not ends:
        return
    end = ends.pop()
    lines[start] = lines[end] = ""
    at = start + 1
    while at < end and OPTION.match(lines[at]):
        lines[at] = ""
        at += 1


def _set_out(lines: list[str], start: int, indent: int) -> None:
    """Take ``indent`` blanks from what is set in below a box."""
    at = start + 1
    while at < len(lines) and (not lines[at].strip() or lines[at][:indent].isspace()):
        lines[at] = lines[at][indent:]
        at += 1
