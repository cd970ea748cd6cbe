"""Text from the tree made safe for a terminal, and measured, cut and wrapped in columns."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_NO_WIDTH = frozenset({"Mn", "Me"})
_CLOSING = frozenset("，。、；：！？）」』】》〉”’…ー々")
"""What may not start a line of Chinese or Japanese (W3C, Requirements for Japanese and Chinese Text Layout)."""
_MARK = re.compile(r" *(?:[-*+•]|\d{1,3}[.)]|>|#{1,6}) +")
"""What stands before the words of a list item, a quotation or a heading."""


def plain(text: str) -> str:
    """``text`` on one line, with control and format characters shown as ``\\x1b``, so that nothing steers a terminal.

    Format characters (Unicode Cf) include the bidirectional overrides that make text read other than it is.
    """
    spaced = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    if spaced.isascii() and spaced.isprintable():
        return spaced
    return "".join(_visible(character) for character in spaced)


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE:
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def width(text: str) -> int:
    """Columns that ``text`` takes in a terminal: wide characters two, combining ones none (Unicode TR 11)."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def cut(text: str, columns: int) -> str:
    """``text`` in at most ``columns``, with an ellipsis where it was longer."""
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for character in text:
        used += _columns(character)
        if used > columns - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def shorten(path: str, columns: int) -> str:
    """A place in at most ``columns``; its end, which tells the file and the line, is kept."""
    if width(path) <= columns:
        return path
    start, used = len(path), 0
    while start and used + _columns(path[start - 1]) < columns:
        start -= 1
        used += _columns(path[start])
    return "…" + path[start:]


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most ``columns``, broken at spaces; a longer word is cut into pieces."""
    lines, line = [], ""
    for word in re.split(r" +", text.strip(" ")):
        for piece in _pieces(word, columns):
            joined = f"{line} {piece}" if line else piece
            if width(joined) <= columns:
                line = joined
            else:
                lines.append(line)
                line = piece
    return [*lines, line] if line else lines


def fold(text: str, columns: int) -> list[str]:
    """Lines of at most ``columns``, spacing kept; further lines stand under the first words of a list item.

    Broken at spaces, between wide characters, and within what is longer than a line; at least one line.
    """
    if text.isascii() and len(text) <= columns:
        return [text]
    text = text.rstrip()
    bare = text.lstrip(" ")
    text = " " * min(len(text) - len(bare), columns // 2) + bare
    mark = _MARK.match(text)
    inside = len(text) - len(bare)
    hang = mark.end() if mark and mark.end() <= columns // 2 else inside
    lines: list[str] = []
    start = 0
    while start < len(text):
        indent = hang if start else 0
        end = _end(text, start, columns - indent, hang)
        lines.append(" " * indent + text[start:end].rstrip())
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return lines or [""]


def _end(text: str, start: int, columns: int, hang: int) -> int:
    """Where the line from ``start`` on ends; no break stands within the first ``hang`` characters of all."""
    used, best = 0, start
    for at in range(start, len(text)):
        taken = _columns(text[at])
        if at > max(start, hang) and _may_break(text[at - 1], text[at]):
            best = at
        if used + taken > columns and at > start:
            return best if best > start else at
        used += taken
    return len(text)


def _may_break(before: str, after: str) -> bool:
    if before == " " or after == " ":
        return True
    if before.isascii() and after.isascii():
        return False
    return 2 in (_columns(before), _columns(after)) and after not in _CLOSING and _columns(after) > 0


def _pieces(word: str, columns: int) -> list[str]:
    if width(word) <= columns:
        return [word]
    pieces, start, used = [], 0, 0
    for at, character in enumerate(word):
        used += _columns(character)
        if used > columns:
            pieces.append(word[start:at])
            start, used = at, _columns(character)
    return [*pieces, word[start:]]
