"""Which projects does a weakness concern? Their findings are brought to what the watch knows.

A concern is one weakness of one package in one project, whatever version of it is in use: an update from one version in
the range to another ends nothing. Findings are opened and closed by ``findings.actions.known``, which starts the clocks
of the policy and tells the groups that it names. What is told for information alone ("unmaintained") opens none: it is
no weakness that a time to fix could run for.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from troth.terms.severity import Rating
from troth_desk.findings.actions.known import close_known, open_known
from troth_desk.findings.seen import Seen
from troth_desk.findings.states import Kind, of_rating
from troth_desk.ledger.actor import SYSTEM
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch.keeping import batches
from troth_desk.watch.models import Concern, Ended, Part, Weakness

NOT_FROM_A_REGISTRY = ("workspace", "path")
"""Origins of components that are the project itself, or of which nobody can tell whether advisories mean them."""
TOOL = "advisories"
_COLUMNS = (
    "project_id", "release_id", "release__package_id", "release__package__ecosystem", "release__package__name",
    "release__version", "path", "line", "direct", "via", "origin",
)  # fmt: skip
Key = tuple[int, str]
"""A package and the key of a weakness."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A weakness in a component of a project. ``places`` counts the files that name it; ``path`` is the first."""

    project: int
    weakness: Weakness
    package: int
    ecosystem: str
    name: str
    version: str
    path: str
    line: int | None
    direct: bool | None
    via: str
    origin: str
    places: int

    @property
    def key(self) -> Key:
        """What it is one concern with."""
        return self.package, self.weakness.key


def hits(
    organisation: Organisation, weaknesses: Iterable[Weakness], projects: Iterable[int] | None = None
) -> list[Hit]:
    """Where each of ``weaknesses`` is, once for each project and release; only what is the project's own counts."""
    by_release: defaultdict[int, list[Weakness]] = defaultdict(list)
    for one in weaknesses:
        by_release[one.release_id].append(one)
    found = []
    for some in batches(by_release):
        parts = Part.objects.filter(organisation=organisation, release_id__in=some, left__isnull=True, own=True)
        parts = parts.exclude(origin__in=NOT_FROM_A_REGISTRY)
        parts = parts if projects is None else parts.filter(project_id__in=tuple(projects))
        grouped: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
        for row in parts.order_by("project_id", "release_id", "-direct", "path", "id").values_list(*_COLUMNS):
            grouped.setdefault((row[0], row[1]), []).append(row)
        for (project, release), same in grouped.items():
            found += [Hit(project, one, *same[0][2:], places=len(same)) for one in by_release[release]]  # type: ignore[misc]
    return found


def concerned(organisation: Organisation, releases: Iterable[int]) -> set[int]:
    """The projects that use any of ``releases`` now."""
    found = set[int]()
    for some in batches(releases):
        used = Part.objects.filter(organisation=organisation, release_id__in=some, left__isnull=True)
        found.update(used.values_list("project_id", flat=True).distinct())
    return found


def refresh(organisation: Organisation, projects: Iterable[int], packages: Iterable[int], *, at: datetime) -> int:
    """Have the findings of ``projects`` say of ``packages`` what is known now; how many were opened.

    In the turn of the caller.
    """
    wanted, of_packages = list(projects), list(packages)
    known = [
        one
        for some in batches(of_packages)
        for one in Weakness.objects.filter(
            organisation=organisation, release__package_id__in=some, ended_at__isnull=True, informational=""
        )
    ]
    now: defaultdict[int, dict[Key, list[Hit]]] = defaultdict(dict)
    for hit in hits(organisation, known, wanted):
        now[hit.project].setdefault(hit.key, []).append(hit)
    before: defaultdict[int, dict[Key, Concern]] = defaultdict(dict)
    for some in batches(of_packages):
        standing = Concern.objects.filter(organisation=organisation, project_id__in=wanted, package_id__in=some)
        for concern in standing:
            before[concern.project_id][concern.package_id, concern.key] = concern
    opened = 0
    for project in Project.objects.filter(organisation=organisation, pk__in=wanted).select_related("organisation"):
        opened += _open(project, now[project.pk], before[project.pk], at)
        gone = [one for key, one in before[project.pk].items() if key not in now[project.pk] and one.ended_at is None]
        _close(project, gone, at)
    return opened


def _open(project: Project, now: Mapping[Key, list[Hit]], before: Mapping[Key, Concern], at: datetime) -> int:
    if not now:
        return 0
    keys = sorted(now)
    seen = [_seen(now[key]) for key in keys]
    # with the instant: what is as it was before something else was true is news once more
    name = f"{at.isoformat()} {project.pk} {keys} {seen}"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    brought = open_known(project, seen, digest=digest, by=SYSTEM, at=at)
    if not brought.new:
        return 0
    new, again = [], []
    for key, finding in zip(keys, brought.findings, strict=True):
        package, weakness = key
        concern = before.get(key)
        if concern is None:
            new.append(
                Concern(organisation_id=project.organisation_id, project=project, package_id=package, key=weakness,
                        finding_id=finding, began_at=at)
            )  # fmt: skip
        elif concern.ended_at is not None or concern.finding_id != finding:
            concern.began_at = at if concern.ended_at is not None else concern.began_at
            concern.ended_at, concern.finding_id = None, finding
            again.append(concern)
    Concern.objects.bulk_create(new)
    Concern.objects.bulk_update(again, ["began_at", "ended_at", "finding"])
    return len(new) + len(again)


def _close(project: Project, gone: Sequence[Concern], at: datetime) -> None:
    """What an advisory does not say any more is marked so where it was withdrawn; all else is mended or gone."""
    if not gone:
        return
    of_organisation = Weakness.objects.filter(organisation_id=project.organisation_id)
    withdrawn = {
        (package, key)
        for some in batches({one.package_id for one in gone})
        for package, key in of_organisation.filter(release__package_id__in=some, ended=Ended.WITHDRAWN).values_list(
            "release__package_id", "key"
        )
    }
    ended = [one.pk for one in gone]
    others = Concern.objects.filter(organisation_id=project.organisation_id, project=project, ended_at__isnull=True)
    others = others.exclude(pk__in=ended).filter(finding_id__in=[one.finding_id for one in gone])
    still = set(others.values_list("finding_id", flat=True))  # packages of one name in two ecosystems are one finding
    for taken_back in (True, False):
        chosen = [one for one in gone if ((one.package_id, one.key) in withdrawn) is taken_back]
        findings = {one.finding_id for one in chosen} - still
        if findings:
            close_known(project, findings, withdrawn=taken_back, by=SYSTEM, at=at)
    for one in gone:
        one.ended_at = at
    Concern.objects.bulk_update(gone, ["ended_at"])


def _seen(hits: Sequence[Hit]) -> Seen:
    """One finding for all versions of the package that have the weakness; the worst that is said of any counts."""
    first = min(hits, key=lambda hit: (not hit.direct, hit.path, hit.version))
    weakness = max((hit.weakness for hit in hits), key=lambda one: (one.score or 0.0, one.pk))
    versions = sorted({hit.version for hit in hits})
    return Seen(
        tool=TOOL,
        rule=weakness.name,
        text=_words(weakness, first),
        kind=Kind.DEPENDENCY,
        path=first.path,
        line=first.line,
        severity=of_rating(Rating(weakness.rating)),
        score=weakness.score,
        vector=weakness.vector,
        package=first.name,
        ecosystem=first.ecosystem,
        version=", ".join(versions),
        fixed=tuple(sorted({hit.weakness.fixed for hit in hits if hit.weakness.fixed})),
        aliases=tuple(weakness.aliases),
        url=f"https://osv.dev/vulnerability/{weakness.name}",
        epss=weakness.epss,
        kev=weakness.exploited,
    )


def _words(weakness: Weakness, hit: Hit) -> str:
    said = weakness.summary or f"{hit.name} has a known weakness"
    more = [weakness.only_if and f"It applies {weakness.only_if}."]
    more += [weakness.informational and f"The advisory informs: {weakness.informational}."]
    more += [hit.via and f"It comes in by {hit.via}."]
    if hit.origin in {"git", "url"}:
        more.append("The copy is no release of a registry: it applies if it is as the release of that version.")
    return " ".join([f"{said.rstrip('.')}.", *filter(None, more)])
