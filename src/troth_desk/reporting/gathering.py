"""A report as it would be now: every part gathered, in one look at the database."""

from __future__ import annotations

from datetime import UTC, datetime

from troth_desk.policies import queries as policies
from troth_desk.promises.judging import Stood
from troth_desk.reporting.content import FORMAT, Section, Told
from troth_desk.reporting.models import Report
from troth_desk.reporting.periods import Period
from troth_desk.reporting.sections import SECTIONS, promises
from troth_desk.tenants.models import Project


def gather(report: Report, at: datetime) -> Told:
    """What ``report`` tells at ``at``: numbers of its period, standings as of its end or of now, whichever is first."""
    project = report.project
    version = policies.current_version(project)
    return Told(
        format=FORMAT,
        organisation=project.organisation.name,
        project=project.name,
        title=report.title,
        begins=report.begins.isoformat(),
        ends=report.ends.isoformat(),
        zone=project.organisation.zone,
        gathered_at=at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        policy=f"version {version.number} of the policy, since {version.since:%Y-%m-%d}"
        if version
        else "no policy yet",
        words=report.words,
        sections=sections(project, period(report), at),
    )


def period(report: Report) -> Period:
    """The period of ``report`` as instants."""
    return Period(report.begins, report.ends, report.project.organisation.zone)


def sections(project: Project, period: Period, at: datetime, stood: Stood | None = None) -> tuple[Section, ...]:
    """Every part of which the desk keeps something. ``stood`` is how the promises stood, where the caller knows it."""
    first = promises.told(stood, period) if stood else promises.gather(project, period, at)
    rest = (gather_one(project, period, at) for gather_one in SECTIONS)
    return tuple(found for found in (first, *rest) if found is not None)
