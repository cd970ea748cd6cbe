"""Reads of reports and of what laws ask to be told. The first argument belongs to the organisation that asks."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from troth_desk.reporting import content, gathering
from troth_desk.reporting.content import Told
from troth_desk.reporting.models import Matter, Report, State, Statute
from troth_desk.tenants.models import Organisation, Project


def reports(project: Project) -> QuerySet[Report]:
    """The reports of ``project``, the newest period first; what they tell is read where it is asked for."""
    found = Report.objects.filter(organisation_id=project.organisation_id, project=project)
    return found.defer("content").select_related("project__organisation")


def report(project: Project, number: int) -> Report | None:
    """The report of that number; None where there is none."""
    found = Report.objects.filter(organisation_id=project.organisation_id, project=project, number=number)
    return found.select_related("project__organisation", "approved_by__user", "made_by__user").first()


def published(project: Project) -> QuerySet[Report]:
    """Those that everybody may read."""
    return reports(project).filter(public=True, state=State.ISSUED)


def told(report: Report, at: datetime) -> Told:
    """What it tells: what was approved, or what it would be now."""
    return content.thawed(report.content) if report.content else gathering.gather(report, at)


def unchanged(report: Report) -> bool:
    """Whether what is kept still is what was approved, by its digest."""
    return bool(report.content) and content.digest(report.content) == report.digest


def statute(project: Project, profile: str) -> Statute | None:
    """The reminder of ``profile``, where it was chosen."""
    found = Statute.objects.filter(organisation_id=project.organisation_id, project=project, profile=profile)
    return found.filter(ended_at=None).select_related("project__organisation").first()


def statutes(organisation: Organisation) -> QuerySet[Statute]:
    """All that are chosen."""
    found = Statute.objects.filter(organisation=organisation, ended_at=None)
    return found.select_related("project__organisation").order_by("project__name", "profile")


def matters(organisation: Organisation) -> QuerySet[Matter]:
    """What is or was to be told, open ones first."""
    found = Matter.objects.filter(organisation=organisation).select_related("statute__project__organisation")
    return found.order_by("closed_at", "-opened_at", "-id")


def matter(organisation: Organisation, pk: int) -> Matter | None:
    """The one of that id; None where the organisation has none."""
    return matters(organisation).filter(pk=pk).first()
