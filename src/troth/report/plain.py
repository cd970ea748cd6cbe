"""Text from the tree made safe for a terminal, and measured, cut and wrapped in columns."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


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
    if unicodedata.combining(character):
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
    tail = path
    while tail and width(tail) > columns - 1:
        tail = tail[1:]
    return "…" + tail


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


def _pieces(word: str, columns: int) -> list[str]:
    if width(word) <= columns:
        return [word]
    pieces, piece = [], ""
    for character in word:
        if width(piece + character) > columns:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
