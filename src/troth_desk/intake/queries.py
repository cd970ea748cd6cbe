"""What can be reported to, what came with a case, and what security.txt says."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from troth_desk.cases.models import Case
from troth_desk.intake.models import Attachment, Receipt
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

MOST_SHOWN = 200
"""Projects that the list of the front page holds."""


@dataclass(frozen=True, slots=True)
class Open:
    """A project that takes reports."""

    organisation: Organisation
    project: Project

    @property
    def name(self) -> str:
        """As the API takes it: "organisation/project"."""
        return f"{self.organisation.slug}/{self.project.slug}"


def open_projects() -> list[Open]:
    """Every project of the desk, organisation by organisation; enters the scope of each."""
    found: list[Open] = []
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            found += [Open(organisation, project) for project in tenants.projects(organisation)[:MOST_SHOWN]]
        if len(found) >= MOST_SHOWN:
            break
    return found[:MOST_SHOWN]


def open_project(name: str) -> Open | None:
    """The project that "organisation/project" names; where ``name`` is empty, the only one of the desk."""
    if not name:
        found = open_projects()
        return found[0] if len(found) == 1 else None
    slug, _, of = name.partition("/")
    organisation = tenants.organisation(slug)
    if organisation is None or "\0" in of:
        return None
    with scope.inside(organisation):
        project = tenants.project(organisation, of)
    return Open(organisation, project) if project else None


def attachments(case: Case) -> QuerySet[Attachment]:
    """The files of ``case``, in the order in which they came."""
    return Attachment.objects.filter(organisation_id=case.organisation_id, case=case).order_by("at", "id")


def attachment(case: Case, number: int) -> Attachment | None:
    """The file of that id, if it belongs to ``case``."""
    return attachments(case).filter(pk=number).first()


def receipt(case: Case) -> Receipt | None:
    """The receipt as it was handed out; None for cases that the team entered."""
    return Receipt.objects.filter(organisation_id=case.organisation_id, case=case).first()
