"""Reads: which repositories are looked at, how it went, and what is known of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from troth_desk.cases.beside import Panel
from troth_desk.cases.models import Case, Message
from troth_desk.channels import sources
from troth_desk.deadlines.actions import TELLING
from troth_desk.hosted.models import HERE, Advisory, State, Watch, Why
from troth_desk.tenants.models import Organisation, Project


@dataclass(frozen=True, slots=True)
class Looked:
    """A repository and its project; ``project`` is None where the setting names one that is not here."""

    source: sources.Source
    project: Project | None
    watch: Watch | None
    cases: int = 0
    own: int = 0
    before: int = 0


def looked(organisation: Organisation) -> Sequence[Looked]:
    """Every repository that the setting names for ``organisation``."""
    projects = {one.slug: one for one in Project.objects.filter(organisation=organisation)}
    watches = {(one.project_id, one.repository): one for one in Watch.objects.filter(organisation=organisation)}
    counted: dict[tuple[int, str], int] = {
        (project, why): count
        for project, why, count in Advisory.objects.filter(organisation=organisation)
        .order_by()
        .values_list("project", "why")
        .annotate(count=Count("pk"))
    }
    found = []
    for source in sources.sources().of(organisation):
        project = projects.get(source.project)
        if project is None:
            found.append(Looked(source, None, None))
            continue
        counts = {why: counted.get((project.pk, why), 0) for why in ("", *Why.values)}
        watch = watches.get((project.pk, source.repository))
        found.append(Looked(source, project, watch, counts[""], counts[Why.OWN], counts[Why.BEFORE]))
    return found


def states() -> list[tuple[str, str]]:
    """What each state of GitHub is called here."""
    return [(str(state.label), HERE[state]) for state in State]


_REACH = (
    "GitHub shows the reporter nothing of what stands here. Write down what you told them on its page; "
    "as the desk cannot see that page, it counts neither as kept nor as late."
)


def beside(case: Case) -> Panel | None:
    """What the page of a case shows of the advisory that it came from."""
    found = Advisory.objects.filter(organisation_id=case.organisation_id, case=case).first()
    if found is None:
        return None
    here = Message.objects.filter(organisation_id=case.organisation_id, case=case, participant__isnull=False).exists()
    reads = ("", frozenset[str]()) if here else (_REACH, frozenset(TELLING))
    return Panel("hosted/beside.html", {"advisory": found}, *reads)
