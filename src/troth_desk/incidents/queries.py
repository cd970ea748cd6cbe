"""Reads of incidents and playbooks. The first argument is the organisation, or an object of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from troth.terms.commitment import Commitment
from troth_desk.cases.models import Case
from troth_desk.incidents import phases as plans
from troth_desk.incidents.models import (
    Criterion,
    Incident,
    Outcome,
    Part,
    Phase,
    PlaybookText,
    RoleHeld,
    State,
    Task,
    TaskState,
)
from troth_desk.incidents.phases import Named, Planned
from troth_desk.incidents.playbooks import choosing, reading, shipping
from troth_desk.incidents.playbooks.form import Playbook
from troth_desk.people.models import Membership
from troth_desk.policies import queries as policies
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation, Project

FILTERS = ("state", "project", "class", "severity", "exercise", "text")
"""What the list can be narrowed by, as names in addresses."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a policy says of incidents: its classes and levels; ``phases`` are those of an incident of no class."""

    version: PolicyVersion | None
    commitments: Mapping[str, Commitment]
    classes: Sequence[Named]
    levels: Sequence[Named]

    def phases(self, incident_class: str) -> list[Planned]:
        """The phases of an incident of that class."""
        return plans.planned(self.commitments, incident_class)


@dataclass(frozen=True, slots=True)
class Shown:
    """A playbook of a project: ``number`` is its version there, 0 for one as shipped."""

    slug: str
    number: int
    text: str
    playbook: Playbook
    kept: PlaybookText | None = None


def said(project: Project) -> Said:
    """What the policy of ``project`` says now."""
    version = policies.current_version(project)
    found = policies.commitments(version) if version else {}
    return Said(version, found, plans.classes(found), plans.levels(found))


def incidents(organisation: Organisation, filters: Mapping[str, str] | None = None) -> QuerySet[Incident]:
    """The incidents of ``organisation``, the newest first, narrowed by ``filters``; other names are ignored.

    "state" is "open" or "closed", "exercise" "yes" or "no"; "text" is looked for in title and reference.
    """
    found = Incident.objects.filter(organisation=organisation).select_related("project__organisation", "policy")
    for name, value in (filters or {}).items():
        if name in FILTERS and value:
            found = found.filter(_narrowed(name, value.replace("\0", "\ufffd").strip()))
    return found


def _narrowed(name: str, value: str) -> Q:
    match name:
        case "exercise":
            return Q(exercise=value == "yes")
        case "project":
            return Q(project__slug=value)
        case "class":
            return Q(incident_class="" if value == "general" else value)
        case "text":
            return Q(title__icontains=value) | Q(reference__iexact=value)
    return Q(**{name: value})


def incident(organisation: Organisation, reference: str) -> Incident | None:
    """The incident of that reference."""
    found = Incident.objects.filter(organisation=organisation, reference=reference.upper())
    return found.select_related("project__organisation", "policy", "merged_into").first()


def open_incidents(organisation: Organisation) -> QuerySet[Incident]:
    """Those that somebody works on, exercises too; the severest need is for the caller to order."""
    return incidents(organisation, {"state": State.OPEN})


def handled_between(project: Project, since: datetime, until: datetime) -> QuerySet[Incident]:
    """Incidents and exercises of ``project`` that were handled to their end from ``since`` to ``until``."""
    return Incident.objects.filter(
        organisation_id=project.organisation_id,
        project=project,
        state=State.CLOSED,
        outcome=Outcome.HANDLED,
        closed_at__gte=since,
        closed_at__lte=until,
    ).order_by("closed_at", "id")


def phases(incident: Incident) -> list[Phase]:
    """Its phases in their order, each with its criteria and tasks."""
    found = Phase.objects.filter(organisation_id=incident.organisation_id, incident=incident)
    return list(found.prefetch_related("criteria", "tasks__owner__user").order_by("ordinal"))


def lines_of_phases(organisation: Organisation, shown: Sequence[Incident]) -> dict[int, list[Phase]]:
    """The phases of each of ``shown`` in their order, by its id, without criteria and tasks: one query for a list."""
    lines: dict[int, list[Phase]] = {one.pk: [] for one in shown}
    for each in Phase.objects.filter(organisation=organisation, incident__in=lines).order_by("incident", "ordinal"):
        lines[each.incident_id].append(each)
    return lines


def present_phases(organisation: Organisation, shown: Sequence[Incident]) -> dict[int, str]:
    """What the phase that each of ``shown`` is in is called, by the id of the incident: one query for a list."""
    present = Phase.objects.filter(organisation=organisation, incident__in=shown, ordinal=F("incident__phase"))
    return dict(present.values_list("incident_id", "name"))


def phase(incident: Incident, ordinal: int) -> Phase | None:
    """The phase at that place."""
    found = Phase.objects.filter(organisation_id=incident.organisation_id, incident=incident, ordinal=ordinal)
    return found.first()


def unmet(phase: Phase) -> list[Criterion]:
    """The exit criteria of ``phase`` that nobody ticked."""
    found = Criterion.objects.filter(organisation_id=phase.organisation_id, phase=phase, part=Part.LEAVE)
    return list(found.filter(ticked_at=None))


def tasks(incident: Incident) -> QuerySet[Task]:
    """Its tasks, those of the playbook first."""
    found = Task.objects.filter(organisation_id=incident.organisation_id, incident=incident)
    return found.select_related("phase", "owner__user", "incident__project__organisation").order_by("ordinal", "id")


def open_tasks(incident: Incident) -> QuerySet[Task]:
    """What is still to be done."""
    return tasks(incident).filter(state=TaskState.OPEN)


def roles(incident: Incident) -> QuerySet[RoleHeld]:
    """Who has which role now."""
    found = RoleHeld.objects.filter(organisation_id=incident.organisation_id, incident=incident, until=None)
    return found.select_related("member__user").order_by("since", "id")


def lead(incident: Incident) -> Membership | None:
    """Who leads, None for nobody."""
    found = roles(incident).filter(role__iexact="lead").first()
    return found.member if found else None


def of_case(case: Case) -> QuerySet[Incident]:
    """The incidents that ``case`` belongs to, the newest first."""
    return Incident.objects.filter(organisation_id=case.organisation_id, affected__case=case).order_by("-opened_at")


def playbook_texts(project: Project) -> dict[str, PlaybookText]:
    """The newest version of each playbook that was kept for ``project``, retired ones too, by its short name."""
    found = PlaybookText.objects.filter(organisation_id=project.organisation_id, project=project)
    return {one.slug: one for one in found.order_by("slug", "number")}


def playbooks(project: Project) -> dict[str, Shown]:
    """The playbooks of ``project`` by their short names: its own, and shipped ones where it has none of that name."""
    kept = playbook_texts(project)
    found = {
        slug: Shown(slug, 0, shipping.text(slug), reading.read(shipping.text(slug)))
        for slug in shipping.SHIPPED
        if slug not in kept
    }
    own = {
        slug: Shown(slug, one.number, one.text, reading.read(one.text), one)
        for slug, one in kept.items()
        if not one.retired
    }
    ordered = [*sorted(own), *(slug for slug in shipping.SHIPPED if slug in found)]
    return {slug: own.get(slug) or found[slug] for slug in sorted(ordered, key=lambda slug: slug == shipping.GENERAL)}


def playbook(project: Project, slug: str) -> Shown | None:
    """The playbook of that short name."""
    return playbooks(project).get(slug)


def playbook_for(project: Project, incident_class: str, found: Mapping[str, Shown] | None = None) -> Shown | None:
    """The playbook for an incident of ``incident_class`` ("" for the general kind); None where there is none."""
    books = playbooks(project) if found is None else found
    says = next((one.says for one in said(project).classes if plans.plain(one.name) == plans.plain(incident_class)), "")
    slug = choosing.chosen({slug: one.playbook for slug, one in books.items()}, incident_class, says)
    return books.get(slug)
