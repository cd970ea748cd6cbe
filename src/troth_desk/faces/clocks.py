"""How a clock looks at an instant: a word, a class, and whether it still asks something of the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from troth_desk.faces import words


class ClockLike(Protocol):
    """What a clock must have to be shown; ``deadlines.models.Clock`` has it."""

    state: str
    due_at: datetime
    warn_at: datetime
    met_at: datetime | None
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class Look:
    """``kind`` is the class of the mark, ``says`` its words, ``instant`` the time that they are about."""

    kind: str
    mark: str
    says: str
    instant: datetime


def look(clock: ClockLike, at: datetime) -> Look:
    """How ``clock`` stands at ``at``; overdue is computed here, no job needs to have run."""
    if clock.state == "met" and clock.met_at is not None:
        if clock.met_at > clock.due_at:
            return Look("late", "✕", f"met {words.duration(clock.met_at - clock.due_at)} late", clock.met_at)
        return Look("met", "●", f"met {words.duration(clock.due_at - clock.met_at)} early", clock.met_at)
    if clock.state == "stopped":
        return Look("stopped", "·", "stopped", clock.stopped_at or clock.due_at)
    if clock.state == "paused":
        return Look("paused", "‖", "paused", clock.due_at)
    if at > clock.due_at:
        return Look("overdue", "✕", f"{words.duration(at - clock.due_at)} overdue", clock.due_at)
    left = f"{words.duration(clock.due_at - at)} left"
    if at >= clock.warn_at:
        return Look("soon", "◐", left, clock.due_at)
    return Look("later", "○", left, clock.due_at)
