"""What the desk has on record of promises that no clock measures: each kind of record in a file of its own.

A file gives ``handled(project, at, window)``, which reads its records once and returns what they show of a commitment;
None: they show nothing of it. The first file that knows of a commitment tells of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from troth.terms.commitment import Commitment
from troth_desk.proofs.handled import advisories, cases, channels, incidents, releases, reviews, watch
from troth_desk.proofs.handled.counted import Handled
from troth_desk.tenants.models import Project

Of = Callable[[Commitment], Handled | None]
RECORDS: tuple[Callable[[Project, datetime, timedelta], Of], ...] = (
    cases.handled,
    advisories.handled,
    reviews.handled,
    channels.handled,
    watch.handled,
    releases.handled,
    incidents.handled,
)
"""Every kind of record."""


def handled(project: Project, at: datetime, window: timedelta) -> Of:
    """What all records of ``project`` in ``window`` before ``at`` show of a promise; None: nothing."""
    sources = [records(project, at, window) for records in RECORDS]

    def of(commitment: Commitment) -> Handled | None:
        return next((found for each in sources if (found := each(commitment)) is not None), None)

    return of
