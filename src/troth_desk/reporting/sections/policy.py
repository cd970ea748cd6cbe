"""What did the policy say? Its versions that came in the period."""

from __future__ import annotations

from datetime import datetime

from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.reporting.content import Section, table
from troth_desk.reporting.periods import Period
from troth_desk.tenants.models import Project


def gather(project: Project, period: Period, _at: datetime) -> Section | None:
    """None where the project has no policy."""
    mine = PolicyVersion.objects.filter(organisation_id=project.organisation_id, project=project).order_by("number")
    if not mine.exists():
        return None
    changes = list(mine.filter(since__gte=period.since, since__lt=period.until))
    rows = [(one.number, f"{one.since:%Y-%m-%d}", one.promises.count(), _changed(project, one)) for one in changes]
    count = len(changes)
    says = (
        f"The policy was changed {count} time{'' if count == 1 else 's'}." if count else "The policy was not changed."
    )
    return Section(
        name="policy",
        title="The policy",
        says=says,
        tables=(table("Versions", ("version", "holds since", "promises", "beside the one before"), rows),)
        if rows
        else (),
    )


def _changed(project: Project, version: PolicyVersion) -> str:
    before = policies.version(project, version.number - 1)
    if before is None:
        return "the first one"
    return (
        ", ".join(f"{n} {turn}" for turn, n in policies.tells(policies.drift(before, version))) or "the same promises"
    )
