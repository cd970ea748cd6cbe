"""The parts of a report, one file for each, in the order in which it tells them.

``gather(project, period, at)`` counts in the database what it tells of many, and reads the few that it names. It
returns None where the desk keeps nothing of that kind for the project.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from troth_desk.reporting.content import Section
from troth_desk.reporting.periods import Period
from troth_desk.reporting.sections import (
    advisories,
    breaches,
    cases,
    collected,
    findings,
    incidents,
    policy,
    reviews,
)
from troth_desk.tenants.models import Project

SECTIONS: tuple[Callable[[Project, Period, datetime], Section | None], ...] = (
    cases.gather,
    cases.gather_closed,
    breaches.gather,
    collected.gather,
    findings.gather,
    incidents.gather,
    reviews.gather,
    advisories.gather,
    policy.gather,
)
"""Every part but the promises, which stand before them."""
