"""Lines of the entries of a JSON lockfile, from the indentation that machines give it; ``places`` where that fails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from troth.evidence.repository import Repository

_UNIT = re.compile(r"^([ \t]+)\"", re.MULTILINE)
Place = tuple[str | int, ...]


def keys(text: str, depth: int) -> dict[str, list[int]]:
    """Keys with an object behind them at ``depth`` levels of indentation, with their lines in order, from 1."""
    unit = _UNIT.search(text)
    if unit is None:
        return {}
    found: dict[str, list[int]] = {}
    line, position = 1, 0
    for match in _keys(unit[1] * depth).finditer(text):
        start = match.start(1)
        line += text.count("\n", position, start)
        position = start
        found.setdefault(match[1], []).append(line)
    return found


class Finder:
    """Lines of keys with an object behind them, asked for in the order of the file, at one depth."""

    def __init__(self, repository: Repository, path: str, text: str, depth: int) -> None:
        self._repository, self._path = repository, path
        self._keys = keys(text, depth)

    def line(self, *place: str | int) -> int | None:
        """The line of the key at ``place``; None where it cannot be told."""
        at = self._keys.get(str(place[-1]))
        return at.pop(0) if at else self._repository.json_lines(self._path).get(place)


def values(text: str, depth: int, key: str, expected: Sequence[str]) -> list[int] | None:
    """Lines of ``"key": "value"`` at ``depth``, one for each of ``expected`` in order; None where they are others."""
    unit = _UNIT.search(text)
    if unit is None:
        return None
    pattern = re.compile(rf'^{re.escape(unit[1] * depth)}"{re.escape(key)}": "((?:[^"\\\n]|\\.)*+)"', re.MULTILINE)
    lines, names = list[int](), list[str]()
    line, position = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", position, match.start(1))
        position = match.start(1)
        lines.append(line)
        names.append(match[1].replace("\\/", "/"))
    return lines if names == list(expected) else None


def lines_of(repository: Repository, path: str, places: Iterable[Place]) -> list[int | None]:
    """Lines of places, by walking the whole text: for files that nobody indented."""
    known = repository.json_lines(path)
    return [known.get(place) for place in places]


@lru_cache(maxsize=64)
def _keys(indent: str) -> re.Pattern[str]:
    return re.compile(rf'^{re.escape(indent)}"((?:[^"\\\n]|\\.)*+)": ?\{{', re.MULTILINE)
