"""A result of a version that the automation does not run: it may look at more, or at less."""

from __future__ import annotations

from collections.abc import Iterable

from troth.terms.seen.results import ToolRun
from troth.terms.settings import Named


def other_version(run: ToolRun, pinned: Iterable[Named]) -> Named | None:
    """A line that asks for another series (the first two numbers) than that of ``run``; None where one agrees."""
    given = tuple(pinned)
    if not run.version or any(_series(one.value) == _series(run.version) for one in given):
        return None
    return next(iter(given), None)


def _series(version: str) -> tuple[str, ...]:
    return tuple(version.removeprefix("v").split(".")[:2])
