"""What was published? Advisories of the period, as the world read them."""

from __future__ import annotations

from datetime import datetime

from troth_desk.publishing.models import Advisory, Revision
from troth_desk.reporting.content import MOST_ROWS, Section, table
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project

COLUMNS = ("advisory", "title", "revision", "published", "what is new in it")


def gather(project: Project, period: Period, _at: datetime) -> Section | None:
    """Revisions that were published in the period; None where the project never published any."""
    if not Advisory.objects.filter(organisation_id=project.organisation_id, project=project).exists():
        return None
    found = Revision.objects.filter(
        organisation_id=project.organisation_id,
        advisory__project=project,
        at__gte=period.since,
        at__lt=period.until,
    ).order_by("at", "id")
    count, first = found.count(), found.filter(number=1).count()
    rows = [
        (one.advisory.reference, str(one.content.get("title", "")), one.number, f"{one.at:%Y-%m-%d}",
         "withdrawn" if one.withdrawn else one.summary)
        for one in found.select_related("advisory")[: MOST_ROWS + 1]
    ]  # fmt: skip
    says = f"{first} advisor{'y was' if first == 1 else 'ies were'} published"
    says += f", {count - first} revision{'' if count - first == 1 else 's'} followed." if count > first else "."
    return Section(
        name="advisories",
        title="Advisories",
        says=says,
        figures=(("published", str(first)),),
        tables=(table("Published revisions", COLUMNS, rows, count),) if rows else (),
    )
