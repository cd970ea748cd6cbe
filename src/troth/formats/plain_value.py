"""Values of a document of unknown make: taken where they have the expected type, noted where not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LONGEST = 4096
"""Characters of one value that are kept."""
MOST_SKIPPED = 50
"""Places of a wrong type that are noted."""


class Taker:
    """Takes values out of a parsed document and remembers the places where the type was another.

    ``skipped`` are those places ("packages/3/name"), at most ``MOST_SKIPPED``.
    """

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def text(self, value: Any, place: str) -> str:
        """A string, shortened to ``LONGEST``; "" where there is none."""
        if isinstance(value, str):
            return value[:LONGEST].strip()
        if value is not None:
            self.note(place)
        return ""

    def member(self, table: dict[str, Any], key: str, place: str) -> str:
        """The string at ``key`` of ``table``."""
        return self.text(table.get(key), f"{place}/{key}" if place else key)

    def table(self, value: Any, place: str) -> dict[str, Any]:
        """An object; empty where there is none."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.note(place)
        return {}

    def items(self, value: Any, place: str) -> Iterator[tuple[Any, str]]:
        """The items of an array, each with its place."""
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield item, f"{place}/{number}"
        elif value is not None:
            self.note(place)

    def tables(self, value: Any, place: str) -> Iterator[tuple[dict[str, Any], str]]:
        """The objects among the items of an array."""
        for item, where in self.items(value, place):
            if isinstance(item, dict):
                yield item, where
            else:
                self.note(where)

    def texts(self, value: Any, place: str) -> Iterator[str]:
        """The strings among the items of an array."""
        for item, where in self.items(value, place):
            text = self.text(item, where)
            if text:
                yield text

    def note(self, place: str) -> None:
        """Remember ``place``."""
        if len(self.skipped) < MOST_SKIPPED:
            self.skipped.append(place)
