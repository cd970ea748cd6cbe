"""Quotations of AsciiDoc whose options say whose they are, written as those of Markdown, line for line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from troth.policy.quotations import introduced

OPTIONS = re.compile(r"^\[(?:quote|verse)[.#%\w-]{0,60},\s{0,9}(?P<who>[^\],\s][^\],]{0,100})[^\]]{0,200}\]$")
MARKS = ("____", "--")


def marked(lines: Sequence[str]) -> list[str]:
    """``lines``, as many, with who is quoted in the place of the options, and the marks of Markdown."""
    out = list(lines)
    at = 0
    while at < len(lines) - 1:
        options = OPTIONS.match(lines[at].rstrip())
        at += 1
        mark = lines[at].rstrip()
        if not options or not mark:
            continue
        framed = mark.startswith(MARKS) and not mark.strip("_-")
        start = at + framed
        end = next((n for n in range(start, len(lines)) if lines[n].rstrip() == (mark if framed else "")), len(lines))
        out[at - 1] = introduced(options["who"].strip("\"'"))
        out[at:start] = [""] * (start - at)
        out[start:end] = [f"> {line}".rstrip() for line in lines[start:end]]
        if framed and end < len(lines):
            out[end] = ""
            end += 1
        at = end
    return out
