"""What apps above this one know of a case: each shows a part of its own beside the case, where it has one to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from troth_desk.cases.models import Case


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page of a case for the team: ``template`` is included with this as ``panel``, where there is one.

    ``reach`` says to whoever writes to the reporter why that one does not read it here; ``untold`` are the actions of
    promises ("acknowledge", "assess", "update") of which the reporter therefore cannot know that they were done.
    """

    template: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    reach: str = ""
    untold: frozenset[str] = frozenset()


Show = Callable[[Case], Panel | None]
_shown: list[Show] = []


def show(panel: Show) -> None:
    """Show what ``panel`` gives of each case; called in ``ready()`` of the app that knows it. Once is enough."""
    if panel not in _shown:
        _shown.append(panel)


def panels(case: Case) -> list[Panel]:
    """What is known of ``case`` elsewhere."""
    return [found for panel in _shown if (found := panel(case)) is not None]


def untold(case: Case, action: str) -> str:
    """Why the reporter cannot know that ``action`` was done, "" where they can: it shows no promise kept then."""
    return " ".join(panel.reach for panel in panels(case) if action in panel.untold)
