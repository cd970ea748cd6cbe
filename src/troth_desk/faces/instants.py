"""Days and instants that people and programs may name: within any calendar that a team works by.

Beyond them no zone can be applied (year 1 has no day before it, year 9999 none after it), and a row with one would
break every page that lists it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.core.exceptions import ValidationError
from pydantic import AfterValidator, AwareDatetime

FIRST, LAST = 1970, 2199
"""Years, both included."""
SAYS = f"Name a day between {FIRST} and {LAST}."


def within(value: date) -> None:
    """A validator of fields of forms; raises ``ValidationError``."""
    if not FIRST <= value.year <= LAST:
        raise ValidationError(SAYS, code="far")


def _near(value: datetime) -> datetime:
    if not FIRST <= value.year <= LAST:
        raise ValueError(SAYS)
    return value


Instant = Annotated[AwareDatetime, AfterValidator(_near)]
"""An instant with its zone that a program sends."""
Moment = Annotated[datetime, AfterValidator(_near)]
"""The same where the zone may be left to the operation, which says how it reads it."""
