"""Work that was claimed or put off: when is it free, by clocks that may have been set since?

A worker writes down until when its claim holds, and when something that failed is tried next. Such an instant may lie
further ahead than anybody can have put it by the present clock: then the clock that wrote it was wrong, and was set
back. It counts as over, else what it holds up would wait for as long as that clock had been ahead.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

SKEW = timedelta(minutes=1)
"""By how much the clocks of two machines may differ."""


def ahead(instant: datetime | None, at: datetime, most: timedelta) -> bool:
    """Whether ``instant``, which is put ``most`` ahead at the most, is still to come at ``at``."""
    return instant is not None and at < instant <= at + most + SKEW


def over(field: str, at: datetime, most: timedelta) -> Q:
    """Rows whose ``field``, which is put ``most`` ahead at the most, is no longer to come at ``at``."""
    return Q(**{f"{field}__lte": at}) | Q(**{f"{field}__gt": at + most + SKEW})


def free(at: datetime, lease: timedelta) -> Q:
    """Rows that no worker is at, whose claims last for ``lease``."""
    return Q(claimed_until=None) | over("claimed_until", at, lease)
