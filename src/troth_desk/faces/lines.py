"""Words of people made safe to keep on one line, and to show as what they are.

Marks that turn the direction of a text, or that cannot be seen, make ``report[U+202E]gpj.exe`` look like a picture and
two different names look alike. In lines (titles, names) they are taken out; in texts they may be the very finding, so
they are kept and shown by their numbers (Unicode Standard Annex 9, Unicode Technical Report 36).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NUL_SHOWN = "␀"
"""U+2400 stands for U+0000, which PostgreSQL keeps in no text."""
STEERING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
"""Marks that turn the direction of text or cannot be seen. U+200C and U+200D are letters' own in many scripts: kept."""
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "HEBREW", "ARABIC", "COPTIC", "LISU", "GEORGIAN")
"""Scripts that have letters which look like those of another one."""
_WORD = re.compile(r"[^\W\d_]+")


def one_line(given: str) -> str:
    """A title or a name: one line, without controls and steering marks, spaces made one."""
    plain = STEERING.sub("", unicodedata.normalize("NFC", given)).replace("\0", NUL_SHOWN)
    return " ".join("".join(_line_character(each) for each in plain).split())


def seen(text: object) -> SafeString:
    """``text`` for a page: escaped, each steering mark as its number, so that it steers nothing and is seen."""
    plain, told, end = str("" if text is None else text), [], 0
    for found in STEERING.finditer(plain):
        told += [plain[end : found.start()], _numbered(found[0])]
        end = found.end()
    return format_html_join("", "{}", ((part,) for part in (*told, plain[end:])))


def mixed(text: str) -> str:
    """Which scripts a single word of ``text`` mixes: "Latin and Cyrillic"; "" where none does."""
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        found = {name for letter in word if (name := unicodedata.name(letter, "").partition(" ")[0]) in SCRIPTS}
        if len(found) > 1:
            return " and ".join(name.capitalize() for name in SCRIPTS if name in found)
    return ""


class Line(forms.CharField):
    """A line that somebody of the team writes: a name, an amount; cleaned as ``one_line`` does."""

    def to_python(self, value: Any) -> Any:
        """The line; what is left of it counts against its length."""
        return one_line(str(super().to_python(value) or ""))


def _numbered(mark: str) -> SafeString:
    name = unicodedata.name(mark, "a mark that cannot be seen").lower()
    return format_html('<span class="mark" title="{}">U+{}</span>', name, f"{ord(mark):04X}")


def _line_character(each: str) -> str:
    kind = unicodedata.category(each)
    if kind in ("Zl", "Zp") or each in "\n\r\t\v\f":
        return " "
    return "" if kind in ("Cc", "Cs") else each
