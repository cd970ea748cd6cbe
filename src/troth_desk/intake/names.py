"""Words from outside, made safe to keep and to show: names of files, lines, whole texts.

What people wrote stays theirs: only what a database, a header or a screen would be led astray by is taken out.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

LONGEST_NAME = 120
"""Characters of a file's name that are kept, its ending among them."""
NUL_SHOWN = "␀"
"""U+2400 stands for U+0000, which PostgreSQL keeps in no text."""

_STEERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")
"""Marks that turn the direction of text or cannot be seen (Unicode Standard Annex 9)."""
_KEPT_CONTROLS = frozenset("\n\t")


def file_name(given: str) -> str:
    """A name without folders, controls, quotes and marks of direction; "file" where nothing is left.

    A mark of direction in ``report[U+202E]gpj.exe`` shows another ending than it has, and a line break ends a header.
    """
    base = PurePosixPath(PureWindowsPath(given.replace("\0", "")).name).name
    plain = _STEERING.sub("", unicodedata.normalize("NFC", base))
    plain = "".join(each for each in plain if unicodedata.category(each)[0] != "C")
    plain = re.sub(r"[\"'`<>|:*?;\\/%\s]+", " ", plain).strip(" .")
    if len(plain) > LONGEST_NAME:
        ending = PurePosixPath(plain).suffix[:20]
        plain = plain[: LONGEST_NAME - len(ending)].rstrip() + ending
    return plain or "file"


def one_line(given: str) -> str:
    """A title: one line without controls and marks of direction, spaces made one."""
    plain = _STEERING.sub("", unicodedata.normalize("NFC", given)).replace("\0", NUL_SHOWN)
    return " ".join("".join(_line_character(each) for each in plain).split())


def whole_text(given: str) -> str:
    """A text as it was written, with line ends made one kind; controls that mean nothing in a text are taken out.

    Marks of direction stay: they may be the very finding. Pages show the text isolated from what surrounds it.
    """
    lines = given.replace("\r\n", "\n").replace("\r", "\n").replace("\0", NUL_SHOWN)
    kept = "".join(each for each in lines if each in _KEPT_CONTROLS or unicodedata.category(each) not in ("Cc", "Cs"))
    return kept.strip("\n ")


def _line_character(each: str) -> str:
    kind = unicodedata.category(each)
    if kind in ("Zl", "Zp") or each in "\n\r\t\v\f":
        return " "
    return "" if kind in ("Cc", "Cs") else each
