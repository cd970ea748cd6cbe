"""Lengths of time in playbooks: "30 minutes", "72 hours", "5 business days", and as ISO 8601 with their basis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from troth.terms.time.due import Basis
from troth.terms.time.period import duration
from troth_desk.deadlines.terms import Terms

_LENGTH = re.compile(r"([1-9]\d{0,3}) (business )?(minute|hour|day|week|month)s?", re.IGNORECASE)
_ISO = {"minute": "PT{}M", "hour": "PT{}H", "day": "P{}D", "week": "P{}W", "month": "P{}M"}


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: ``iso`` as ISO 8601, counted on calendar or business days."""

    iso: str
    basis: Basis = "calendar"

    def __str__(self) -> str:
        said = duration(self.iso)
        if self.basis == "calendar":
            return said
        number, _, unit = said.partition(" ")
        return f"{number} business {unit}"

    def after(self, start: datetime, terms: Terms) -> datetime | None:
        """When it is over that began at ``start``; None beyond the calendar, and where nobody works on any day."""
        return terms.due(start, self.iso, self.basis)


def read(words: str) -> Length | None:
    """The length that ``words`` say; None where they say none, or one of business minutes."""
    found = _LENGTH.fullmatch(" ".join(words.split()))
    if found is None:
        return None
    unit = found[3].lower()
    if found[2] and unit == "minute":
        return None
    return Length(_ISO[unit].format(int(found[1])), "business" if found[2] else "calendar")
