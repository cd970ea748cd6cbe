"""Reads of findings. The first argument belongs to the organisation that asks."""

from __future__ import annotations

from django.db.models import QuerySet

from troth_desk.findings.models import Finding, Import
from troth_desk.tenants.models import Organisation, Project


def of_project(project: Project) -> QuerySet[Finding]:
    """All findings of ``project``."""
    return Finding.objects.filter(organisation_id=project.organisation_id, project=project)


def finding(organisation: Organisation, pk: int) -> Finding | None:
    """The finding of that id; None where the organisation has none."""
    found = Finding.objects.filter(organisation=organisation, pk=pk)
    return found.select_related(
        "project__organisation", "stream", "waiver", "case", "owner__user", "first_import"
    ).first()


def imports(organisation: Organisation) -> QuerySet[Import]:
    """All results that were brought in, the newest first."""
    return Import.objects.filter(organisation=organisation).select_related("stream__project", "scan")
