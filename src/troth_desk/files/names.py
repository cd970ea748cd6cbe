"""Words from outside, made safe to keep and to show: names of files, lines, whole texts.

What people wrote stays theirs: only what a database, a header or a screen would be led astray by is taken out.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from troth_desk.faces.lines import NUL_SHOWN, STEERING, one_line

__all__ = ("file_name", "one_line", "whole_text")

LONGEST_NAME = 120
"""Characters of a file's name that are kept, its ending among them."""
_KEPT_CONTROLS = frozenset("\n\t")


def file_name(given: str) -> str:
    """A name without folders, controls, quotes and marks of direction; "file" where nothing is left.

    A mark of direction in ``report[U+202E]gpj.exe`` shows another ending than it has, and a line break ends a header.
    """
    base = PurePosixPath(PureWindowsPath(given.replace("\0", "")).name).name
    plain = STEERING.sub("", unicodedata.normalize("NFC", base))
    plain = "".join(each for each in plain if unicodedata.category(each)[0] != "C")
    plain = re.sub(r"[\"'`<>|:*?;\\/%\s]+", " ", plain).strip(" .")
    if len(plain) > LONGEST_NAME:
        ending = PurePosixPath(plain).suffix[:20]
        plain = plain[: LONGEST_NAME - len(ending)].rstrip() + ending
    return plain or "file"


def whole_text(given: str) -> str:
    """A text as it was written, with line ends made one kind; controls that mean nothing in a text are taken out.

    Marks of direction stay: they may be the very finding. Pages show them by their numbers (``faces.lines.seen``).
    """
    lines = given.replace("\r\n", "\n").replace("\r", "\n").replace("\0", NUL_SHOWN)
    kept = "".join(each for each in lines if each in _KEPT_CONTROLS or unicodedata.category(each) not in ("Cc", "Cs"))
    return kept.strip("\n ")
