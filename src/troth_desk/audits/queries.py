"""Reads of audits that the desk makes itself. The first argument belongs to the organisation that asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from troth_desk.audits import promised, sources
from troth_desk.audits.models import Audit, Plan, State
from troth_desk.audits.promised import LONGEST, Rhythm
from troth_desk.audits.sources import Source
from troth_desk.tenants import queries as tenants
from troth_desk.tenants.models import Organisation, Project

OFF = "off"
"""``TROTH_DESK_AUDITS=off``: whoever runs the desk wants it to audit nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the audits of a project stand. ``rhythm`` is the policy's, None where no tool can prove any of it."""

    project: Project
    plan: Plan
    source: Source | None
    rhythm: Rhythm | None
    newest: Audit | None
    last_good: Audit | None
    open: Audit | None

    @property
    def days(self) -> int | None:
        """Days between two audits: those that the team chose, or those of the policy."""
        return self.plan.every or (self.rhythm.days if self.rhythm else None)

    @property
    def why_not(self) -> str:
        """Why the desk does not audit it by itself, as a sentence; "" where it does."""
        if settings.AUDITS == OFF:
            return "Whoever runs this desk has switched its audits off."
        if self.source is None:
            return "The desk does not know where its repository lies."
        if not self.plan.on:
            return "The team has switched it off."
        if self.days is None:
            return "Its policy promises nothing that a tool could prove."
        return ""


def audits(project: Project) -> QuerySet[Audit]:
    """All audits of ``project``, the newest first."""
    of_project = Audit.objects.filter(organisation_id=project.organisation_id, project=project)
    return of_project.select_related("scan").order_by("-asked_at", "-id")


def plan(project: Project) -> Plan:
    """How ``project`` is audited; a plan that is not kept yet where nobody said anything."""
    found = Plan.objects.filter(organisation_id=project.organisation_id, project=project).first()
    return found or Plan(organisation_id=project.organisation_id, project=project)


def standing(organisation: Organisation, project: Project) -> Standing:
    """How the audits of ``project`` stand."""
    of_project = audits(project)
    return Standing(
        project=project,
        plan=plan(project),
        source=sources.source(organisation, project),
        rhythm=promised.rhythm(project),
        newest=of_project.exclude(_unended()).first(),
        last_good=of_project.filter(state=State.DONE).first(),
        open=of_project.filter(_unended()).first(),
    )


def standings(organisation: Organisation) -> Iterator[Standing]:
    """That of each project, by name."""
    for project in tenants.projects(organisation):
        yield standing(organisation, project)


def may_be_due(organisation: Organisation, at: datetime) -> Iterator[Standing]:
    """That of each project whose next audit may be due at ``at``.

    What a plan and an address tell is asked first, for all projects at once: working out the rhythm reads the policy.
    """
    told = sources.sources().all
    plans = {one.project_id: one for one in Plan.objects.filter(organisation=organisation)}
    for project in tenants.projects(organisation):
        named = bool(project.repository_url) or (organisation.slug, project.slug) in told
        kept = plans.get(project.pk)
        if named and (kept is None or (kept.on and not is_ahead(kept.next_at, at))):
            yield standing(organisation, project)


def is_ahead(next_at: datetime | None, at: datetime) -> bool:
    """Whether ``next_at`` is still to come.

    Further ahead than any rhythm puts it, it is not: the clock that wrote it was wrong, and was set back.
    """
    return next_at is not None and at < next_at <= at + timedelta(days=LONGEST + 1)


def waiting(organisation: Organisation, at: datetime) -> QuerySet[Audit]:
    """Audits that a process may begin: nobody is at them, or whoever was has not been heard of since its lease."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    return (
        Audit.objects.filter(_unended() & free, organisation=organisation)
        .select_related("project__organisation")
        .order_by("asked_at", "id")
    )


def _unended() -> Q:
    return Q(state__in=(State.WAITING, State.RUNNING))
