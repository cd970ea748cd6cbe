"""What the pages of components show: weaknesses with their findings, who uses a package, all projects in rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from troth_desk.deadlines import subjects
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch import queries
from troth_desk.watch.models import Concern, Part, Weakness

MOST_USERS = 200
"""Places that a search for a package shows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A weakness with the address of the finding that it is, "" where there is none."""

    weakness: Weakness
    address: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the components of a project: weaknesses, and what is told for information alone."""

    weak: tuple[Shown, ...]
    told: tuple[Shown, ...]


def known(project: Project) -> Known:
    """What is known of the components of ``project``, the worst first."""
    findings = {
        (package, key): f"finding:{finding}"
        for package, key, finding in Concern.objects.filter(
            organisation_id=project.organisation_id, project=project, ended_at__isnull=True
        ).values_list("package_id", "key", "finding_id")
    }
    pages = subjects.described(project.organisation, findings.values())
    shown = []
    for one in queries.worst_first(queries.weaknesses(project)):
        page = pages.get(findings.get((one.release.package_id, one.key), ""))
        shown.append(Shown(one, page.address if page else ""))
    return Known(
        tuple(one for one in shown if not one.weakness.informational),
        tuple(one for one in shown if one.weakness.informational),
    )


def users(organisation: Organisation, name: str) -> list[Part]:
    """Where packages with ``name`` in their name are used now, the first ``MOST_USERS``."""
    used = Part.objects.filter(organisation=organisation, left__isnull=True, release__package__name__icontains=name)
    used = used.select_related("release__package", "project")
    return list(used.order_by("release__package__name", "release__version", "project__name", "path")[:MOST_USERS])


@dataclass(frozen=True, slots=True)
class Row:
    """A project in the overview. ``newest`` is when its newest list came or was confirmed, None without one."""

    project: Project
    components: int
    weak: int
    worst: str
    newest: datetime | None
    gaps: int


def overview(organisation: Organisation, projects: Sequence[Project], at: datetime) -> list[Row]:
    """Each of ``projects`` with what is watched of it."""
    weak: defaultdict[int, list[str]] = defaultdict(list)
    standing = Concern.objects.filter(organisation=organisation, ended_at__isnull=True, project__in=projects)
    for pk, severity in standing.values_list("project_id", "finding__severity"):
        weak[pk].append(severity)
    rows = []
    for one in projects:
        told = queries.watched(one, at)
        rows.append(
            Row(
                project=one,
                components=told.components,
                weak=len(weak[one.pk]),
                worst=max(weak[one.pk], key=queries.rank, default=""),
                newest=max((each.confirmed_at for each in told.inventories), default=None),
                gaps=len(told.gaps),
            )
        )
    return rows
