"""Which organisations and projects are there? Organisations are found by anybody, projects inside a scope alone."""

from __future__ import annotations

from django.core.validators import slug_re
from django.db.models import QuerySet

from troth_desk.tenants.models import Backup, Organisation, Project


def organisations() -> QuerySet[Organisation]:
    """All of the desk, by name. Enter the scope of each (``tenants.scope``) to see anything of it."""
    return Organisation.objects.order_by("name", "pk")


def organisation(slug: str) -> Organisation | None:
    """The one of that slug; what is no slug (a NUL, which PostgreSQL refuses in any text) names none."""
    return Organisation.objects.filter(slug=slug).first() if is_slug(slug) else None


def is_slug(text: str) -> bool:
    """Whether an organisation or project could be called so."""
    return slug_re.fullmatch(text) is not None


def only_organisation() -> Organisation | None:
    """The organisation of a desk that has exactly one: what addresses mean that name none."""
    found = list(Organisation.objects.all()[:2])
    return found[0] if len(found) == 1 else None


def projects(organisation: Organisation) -> QuerySet[Project]:
    """The projects of ``organisation``, by name."""
    return Project.objects.filter(organisation=organisation).order_by("name", "pk")


def project(organisation: Organisation, slug: str) -> Project | None:
    """The project of ``organisation`` with that slug."""
    return Project.objects.filter(organisation=organisation, slug=slug).first() if is_slug(slug) else None


def only_project(organisation: Organisation) -> Project | None:
    """The project of an organisation that has exactly one."""
    found = list(Project.objects.filter(organisation=organisation)[:2])
    return found[0] if len(found) == 1 else None


def last_backup() -> Backup | None:
    """The newest backup of the desk that is whole; None where there never was one. It is as old as ``began_at``.

    The newest one is the one that was begun last, whatever the clock said then: it may have been set since.
    """
    return Backup.objects.filter(failure="", ended_at__isnull=False).order_by("pk").last()


def last_try_at_a_backup() -> Backup | None:
    """The newest backup, whole, failed (``failure``) or still being made (``ended_at`` is None)."""
    return Backup.objects.order_by("pk").last()
