"""The end of support that a row names: whether it has passed, and whether the row says besides that it goes on."""

from __future__ import annotations

import re
from datetime import date

from troth.terms.commitment import SupportedVersion
from troth.terms.time.written_day import last_day

_OPEN = re.compile(
    r"\b(?:after|plus|at least|earliest|tbd|tbc|planned|estimated|\d+ (?:years?|months?|weeks?|days?))\b|"
    r"[+~≈?≥]|\d\.\d|\bis out\b",
    re.IGNORECASE,
)
"""An end that hangs on something else, or is not settled, has not passed whatever day is named."""
_PLANNED = re.compile(r"\b(?:planned|scheduled|estimated|expected|due)\b", re.IGNORECASE)
_STILL = re.compile(
    r":(?:white_check_mark|heavy_check_mark):|[✅✔☑🟢✓]|\b(?:yes|supported|active|maintained|maintenance|current|latest|"
    r"lts|security|fixes)\b|[^\W\d_a-zA-Z]",
    re.IGNORECASE,
)
"""Words of a row that say that a version is supported, whatever dates stand beside them; and other languages."""


def passed(commitment: SupportedVersion, today: date) -> bool:
    """Whether the day until which a version is supported has passed."""
    end = None if _OPEN.search(commitment.until) else last_day(commitment.until)
    return end is not None and end < today


def overdue(commitment: SupportedVersion, today: date) -> bool:
    """Whether the day for which an end was planned has passed: "the release of 5.2 (planned 2024-05-01)"."""
    end = last_day(commitment.until) if _PLANNED.search(commitment.until) else None
    return end is not None and end < today


def is_of_dates(commitment: SupportedVersion) -> bool:
    """Whether the promise is a row of dates alone: its column ages as it should, and says itself that it is over."""
    return " | " in commitment.sentence and not _STILL.search(commitment.sentence)
