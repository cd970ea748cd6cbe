"""How often something was done as promised, where no clock measures it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Handled:
    """``n`` times it was decided in the window; ``kept`` times records show it, ``late`` times they show the contrary.

    What they show neither of is in ``n`` alone: then the promise is unproven, never kept. ``exercises`` of those
    ``kept`` were practised, not met. ``first`` and ``last`` are None where nothing was decided. ``covers`` names the
    ecosystems that the records speak of ("pypi", "npm"), where they speak of components. ``running`` are owed and not
    decided yet, ``warned`` of them past their warning; ``overdue`` of those late are still open.
    """

    n: int
    kept: int
    late: int
    first: datetime | None
    last: datetime | None
    covers: tuple[str, ...] = ()
    running: int = 0
    warned: int = 0
    overdue: int = 0
    exercises: int = 0
