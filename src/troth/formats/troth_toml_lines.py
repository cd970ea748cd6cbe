"""``troth.toml`` by the lines of its entries, so that all else stays as it is written, byte for byte.

An entry begins with its header and ends before the next header, comments directly above that one apart. Whoever edits
by these lines parses the result again: a header inside a text of many lines is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_ANY_HEADER = re.compile(r"[ \t]*\[")


class Lines:
    """A text cut into the lines of the entries of one array of tables, ``[[name]]``."""

    def __init__(self, text: str, name: str) -> None:
        self._end = "\r\n" if "\r\n" in text else "\n"
        self._lines = text.replace("\r\n", "\n").split("\n")
        while self._lines and not self._lines[-1].strip():
            self._lines.pop()
        header = re.compile(rf"[ \t]*\[\[[ \t]*{re.escape(name)}[ \t]*\]\][ \t]*(?:#.*)?")
        self._heads = [number for number, line in enumerate(self._lines) if header.fullmatch(line)]

    @property
    def count(self) -> int:
        """How many entries there are, by their headers."""
        return len(self._heads)

    @property
    def text(self) -> str:
        """The whole, with one line end at its end."""
        return "".join(f"{line}{self._end}" for line in self._lines)

    def added(self, entry: str) -> str:
        """The text with one more entry after the last one, or at the end."""
        end = self._last(self._heads[-1]) + 1 if self._heads else len(self._lines)
        before = [""] if end else []
        after = [""] if end < len(self._lines) and self._lines[end].strip() else []
        self._lines[end:end] = [*before, *entry.rstrip("\n").split("\n"), *after]
        return self.text

    def replaced(self, at: int, change: Callable[[str], str]) -> str:
        """The text with entry ``at`` changed."""
        if at < len(self._heads):
            begin, end = self._heads[at], self._last(self._heads[at]) + 1
            changed = change("\n".join(self._lines[begin:end]) + "\n")
            self._lines[begin:end] = changed.rstrip("\n").split("\n")
        return self.text

    def insert(self, after: int, entries: Sequence[str], head: str = "") -> None:
        """Put ``entries`` below entry ``after`` and the comments that follow it at once; at the end where it is -1.

        ``head`` is a comment that stands above them, apart.
        """
        end = self._last(self._heads[after], comments=True) + 1 if 0 <= after < len(self._heads) else len(self._lines)
        new: list[str] = []
        for text in filter(None, (head, *entries)):
            new += [*([""] if end or new else []), *text.rstrip("\n").split("\n")]
        tail = [""] if end < len(self._lines) and self._lines[end].strip() else []
        self._lines[end:end] = [*new, *tail]

    def cut(self, at: int, *, comments: bool = False) -> None:
        """Take entry ``at`` out, with the comment directly above it and one blank line.

        With ``comments`` those that follow its last key at once go too.
        """
        if at >= len(self._heads):
            return
        begin, end = self._heads[at], self._last(self._heads[at], comments=comments) + 1
        while begin and self._lines[begin - 1].lstrip().startswith("#"):
            begin -= 1
        if end < len(self._lines) and not self._lines[end].strip():
            end += 1
        elif begin and not self._lines[begin - 1].strip():
            begin -= 1
        del self._lines[begin:end]

    def _last(self, head: int, *, comments: bool = False) -> int:
        """The last line of the entry at ``head``: what stands before the next header, comments of that one apart.

        With ``comments`` those that follow the last key at once are counted to it, unless the next header follows them
        at once too.
        """
        after = range(head + 1, len(self._lines))
        following = next((number for number in after if _ANY_HEADER.match(self._lines[number])), len(self._lines))
        end = following - 1
        while end > head and (not self._lines[end].strip() or self._is_comment(end)):
            end -= 1
        if comments:
            below = end
            while below + 1 < following and self._is_comment(below + 1):
                below += 1
            end = end if below + 1 == following and following < len(self._lines) else below
        return end

    def _is_comment(self, number: int) -> bool:
        return self._lines[number].lstrip().startswith("#")
