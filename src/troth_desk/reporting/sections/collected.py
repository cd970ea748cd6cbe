"""What waited for this report? Cases that the policy promises to tell of in reports of a period ("Low")."""

from __future__ import annotations

from datetime import date, datetime

from troth_desk.cases import queries as cases
from troth_desk.cases.queries import Collected
from troth_desk.reporting.content import Section, table
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project

COLUMNS = ("case", "title", "severity", "state", "received")


def waiting(project: Project, ends: date) -> list[Collected]:
    """What is to stand in a report whose last day is ``ends``: of that period, and of earlier ones that had none."""
    return [one for one in cases.collected(project) if date.fromisoformat(one.ends) <= ends]


def gather(project: Project, period: Period, _at: datetime) -> Section | None:
    """Cases by name, for the team alone; None where the policy promises no such report."""
    found = waiting(project, period.ends)
    if not found:
        return None
    told = {duty.case_id: duty.case for one in found for duty in one.duties}.values()
    rows = [
        (one.reference, one.title, one.severity or "not rated", one.get_state_display(), f"{one.received_at:%Y-%m-%d}")
        for one in sorted(told, key=lambda case: case.received_at)
    ]
    places = ", ".join(dict.fromkeys(f"“{one.words}” ({one.document}:{one.line})" for one in found))
    count = len(rows)
    return Section(
        name="collected",
        title="Collected for this report",
        says=f"The policy promises to tell of {count} case{'' if count == 1 else 's'} in it: {places}.",
        figures=(("cases", str(count)),),
        inside=True,
        tables=(table("Cases that this report tells of", COLUMNS, rows, inside=True),),
    )
