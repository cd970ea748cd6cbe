"""A file as it is written: its text with every line end and mark, and where its lines begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

_END = re.compile(r"\r\n|\r|\n")


class Written:
    """The text of a file, not changed by reading it: a byte order mark is its first character.

    ``encoding`` is Python's name of how it is written; ``text.encode(encoding)`` gives the bytes of the file again.
    Lines count from 1 and end, as editors count them, at LF, CRLF and CR.
    """

    def __init__(self, path: str, text: str, encoding: str = "utf-8") -> None:
        self.path, self.text, self.encoding = path, text, encoding

    @cached_property
    def _starts(self) -> list[int]:
        return [1 if self.text.startswith("\ufeff") else 0, *(match.end() for match in _END.finditer(self.text))]

    @cached_property
    def _ends(self) -> list[int]:
        return [*(match.start() for match in _END.finditer(self.text)), len(self.text)]

    @property
    def count(self) -> int:
        """Lines of the file; the end of the last line begins no other one unless text follows."""
        return len(self._starts)

    def place(self, line: int | None, end_line: int | None = None) -> tuple[int, int]:
        """Where ``line`` begins in the text, and where ``end_line``, or else the same line, ends without its line end.

        An empty place at the end of the text where there is no such line.
        """
        last = end_line or line
        if line is None or last is None or not 0 < line <= last <= self.count:
            return len(self.text), len(self.text)
        return self._starts[line - 1], self._ends[last - 1]

    def line(self, number: int | None) -> str:
        """The line ``number`` without its end, "" where there is none."""
        begin, end = self.place(number)
        return self.text[begin:end]

    def lines(self, first: int = 1) -> Iterator[tuple[int, str]]:
        """Numbers and lines from ``first`` on."""
        for number in range(first, self.count + 1):
            yield number, self.line(number)

    def whole(self, line: int, end_line: int | None = None) -> tuple[int, int]:
        """Where ``line`` begins and ``end_line`` ends, line ends too: what is cut when lines are taken out."""
        begin, end = self.place(line, end_line)
        match = _END.match(self.text, end)
        return begin, match.end() if match else end

    @property
    def newline(self) -> str:
        """The line end that the file uses: its first one."""
        match = _END.search(self.text)
        return match.group() if match else "\n"
