"""Found organisations and begin projects."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import Actor
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.tenants.refusal import OneOrganisationAFileError


def found_organisation(slug: str, name: str, *, by: Actor, at: datetime, zone: str = "UTC") -> Organisation:
    """A new organisation; raises ``OneOrganisationAFileError`` for a second one on SQLite."""
    with transaction.atomic():
        if connection.vendor == "sqlite" and Organisation.objects.exists():
            raise OneOrganisationAFileError
        organisation = Organisation.objects.create(slug=slug, name=name, zone=zone, created_at=at)
        with scope.inside(organisation):
            record(organisation.pk, "organisation.founded", f"organisation:{organisation.pk}", {}, by=by, at=at)
    return organisation


def begin_project(
    organisation: Organisation, slug: str, name: str, *, by: Actor, at: datetime, repository_url: str = ""
) -> Project:
    """A new project of ``organisation``, whose scope has been entered."""
    with transaction.atomic():
        project = Project.objects.create(
            organisation=organisation, slug=slug, name=name, repository_url=repository_url, created_at=at
        )
        record(organisation.pk, "project.begun", f"project:{project.pk}", {"slug": slug}, by=by, at=at)
    return project
