"""What the world of these tests has on paper: reports of each state, and what a law asks to be told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from troth_desk.cases.models import Case
from troth_desk.ledger.actor import SYSTEM
from troth_desk.reporting import actions as reporting
from troth_desk.reporting.models import Report
from troth_desk.tenants.models import Project


def paper(project: Project, case: Case, first: int, at: datetime) -> dict[str, Any]:
    """Reports from number ``first`` on, one of each state, and what a law asks to be told of ``case``."""
    found: dict[str, Any] = {"standard": "osps-baseline", "profile": "eu-cra-article-14"}
    for place, name in enumerate(("draft report", "approved report", "issued report")):
        begins, ends = date(2025, 10, 1), date(2025, 12, 31)
        report = reporting.make(project, begins, ends, by=SYSTEM, at=at)
        Report.objects.filter(pk=report.pk).update(number=first + place)
        if place:
            reporting.approve(report, by=SYSTEM, at=at)
        if place == 2:
            reporting.issue(report, by=SYSTEM, at=at)
            reporting.publish(report, shown=True, by=SYSTEM, at=at)
        found[name] = first + place
    statute = reporting.choose(project, "eu-cra-article-14", by=SYSTEM, at=at)
    matter = reporting.aware(statute, case.subject, "vulnerability", at, by=SYSTEM, at=at)
    return found | {"matter": matter.pk, "obligation": "cra-early-warning", "happening": "measure"}
