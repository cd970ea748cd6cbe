"""What the worker does for findings, again and again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from troth_desk.findings import counting
from troth_desk.findings.actions import owing, waiving
from troth_desk.ledger.actor import SYSTEM
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.tenants.rounds import every

BATCH = 500


@every(timedelta(minutes=1), scoped=False)
def owe(organisation: Organisation, at: datetime) -> int:
    """Start the clocks that imports left waiting, a batch a transaction; how many findings had waited."""
    total = 0
    while True:
        with scope.inside(organisation):
            done = owing.settle(organisation, by=SYSTEM, at=at, most=BATCH)
        total += done
        if done < BATCH:
            return total


@every(timedelta(minutes=5))
def waivers(organisation: Organisation, at: datetime) -> Counter[str]:
    """Warn of the ends of waivers, and end them."""
    return waiving.sweep(organisation, at)


@every(timedelta(hours=6))
def count(organisation: Organisation, at: datetime) -> int:
    """Count what is to be done, so that the trend has every day; how many projects."""
    projects = list(Project.objects.filter(organisation=organisation, findings__isnull=False).distinct())
    for project in projects:
        counting.note(project, at)
    return len(projects)
