"""How often, in other languages than English: "wöchentlich", "tous les trimestres", "90日ごと", "regelmäßig"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from troth.policy.languages import vocabulary
from troth.policy.words.foreign_duration import periods
from troth.policy.words.spoken import LANGUAGES

EVERY: Final = {
    "hourly": "PT1H",
    "daily": "P1D",
    "weekly": "P1W",
    "two_weekly": "P2W",
    "monthly": "P1M",
    "two_monthly": "P2M",
    "quarterly": "P3M",
    "half_yearly": "P6M",
    "yearly": "P1Y",
}
"""The lists of ``rhythms`` in a language file, and their periods."""
NEAR = 20
"""Characters around a period in which "every" may stand."""


def foreign_rhythms(low: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and period of the rhythms of lower-case ``low``; the period is "" for "regularly"."""
    for code in LANGUAGES.get():
        known = vocabulary(code)
        named = known.near("rhythms", low)
        taken = [(m.start(), m.end(), EVERY[m.lastgroup or ""]) for m in named.finditer(low)] if named else []
        yield from taken
        before, behind = known.near("repetition.every", low), known.near("repetition.every_behind", low)
        for each in periods(low) if before or behind else ():
            start = max(0, each.start - NEAR)
            # the last "every" in front of the period, with nothing but blanks between them
            opened = (
                [m for m in before.finditer(low, start, each.start) if not low[m.end() : each.start].strip()]
                if before
                else []
            )
            closed = behind.match(low, each.end) if behind else None
            if (opened or closed) and not any(a <= each.start < b for a, b, _ in taken):
                first = opened[-1].start() if opened else each.start
                yield first, closed.end() if closed else each.end, each.within
        regular = known.near("repetition.regular", low)
        yield from ((m.start(), m.end(), "") for m in regular.finditer(low)) if regular else ()
