"""Reads of the watch: what is watched and what is not, what projects are made of, what changed in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from troth.terms.severity import ORDER
from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnknownEcosystemError, UnreadableVersionError
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch import advisories
from troth_desk.watch.models import Comparison, Inventory, Part, Release, Watching, Weakness
from troth_desk.watch.opening import NOT_FROM_A_REGISTRY

STALE = timedelta(days=31)
"""Age from which a list of components says little of what the project is made of now: a month without any."""
UNMAINTAINED = "unmaintained"
"""What RustSec calls a package that nobody looks after any more ("informational")."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A component in a review. ``before`` is the version it had, ``newer`` a later one that is known here."""

    ecosystem: str
    name: str
    version: str
    before: str = ""
    newer: str = ""
    weaknesses: tuple[str, ...] = ()
    severity: str = ""
    direct: bool | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the components of a project since an instant, and what is wrong with those it has now.

    ``outdated``: a later version is known here, because it fixes a weakness or another project of the organisation uses
    it; the desk asks no registry, so there may be others. ``unseen`` says what none of this covers, "" where it covers
    everything; ``at`` is when the newest list came, None where there is none.
    """

    since: datetime
    at: datetime | None
    new: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    updated: tuple[Entry, ...] = ()
    outdated: tuple[Entry, ...] = ()
    vulnerable: tuple[Entry, ...] = ()
    unmaintained: tuple[Entry, ...] = ()
    unseen: tuple[str, ...] = ()


def watching(organisation: Organisation) -> Watching | None:
    """Where the watch stands; None before the desk looked for the first time."""
    return Watching.objects.filter(organisation=organisation).first()


def comparisons(organisation: Organisation) -> QuerySet[Comparison]:
    """The states of the advisories that everything was held against, the newest first."""
    return Comparison.objects.filter(organisation=organisation)


def inventories(project: Project) -> QuerySet[Inventory]:
    """Every list of ``project``, the newest first."""
    return Inventory.objects.filter(organisation_id=project.organisation_id, project=project)


def current(project: Project) -> list[Inventory]:
    """The newest list of each source, by name."""
    return list(inventories(project).filter(current=True).order_by("source"))


def parts(project: Project) -> QuerySet[Part]:
    """What ``project`` is made of now."""
    own = Part.objects.filter(organisation_id=project.organisation_id, project=project, left__isnull=True)
    return own.select_related("release__package").order_by("release__package__name", "release__version", "path")


def weaknesses(project: Project) -> QuerySet[Weakness]:
    """What is known to be wrong with what ``project`` is made of now, those that count."""
    releases = watched_parts(project).values("release_id")
    open_ones = Weakness.objects.filter(organisation_id=project.organisation_id, ended_at__isnull=True)
    return open_ones.filter(release_id__in=releases).select_related("release__package")


def watched_parts(project: Project) -> QuerySet[Part]:
    """The parts that advisories can mean: the project's own, from where packages come from."""
    return parts(project).filter(own=True).exclude(origin__in=NOT_FROM_A_REGISTRY)


def worst_first(found: Iterable[Weakness]) -> list[Weakness]:
    """``found`` as people read it: exploited ones, then by severity, score and name."""
    return sorted(
        found,
        key=lambda one: (
            bool(one.informational),
            not one.exploited,
            -rank(one.rating),
            -(one.score or 0.0),
            one.release.package.name,
            one.name,
        ),
    )


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """The components of one ecosystem: how many, and why they are not watched, "" where they are."""

    name: str
    components: int
    unwatched: str = ""
    fetched: datetime | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched of a project. ``gaps`` are whole sentences about what is not; with none the watch is whole."""

    inventories: tuple[Inventory, ...]
    ecosystems: tuple[Ecosystem, ...]
    watching: Watching | None
    gaps: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every component is held against fresh advisories."""
        return not self.gaps

    @property
    def components(self) -> int:
        """How many components are watched."""
        return sum(each.components for each in self.ecosystems if not each.unwatched)


def watched(project: Project, at: datetime) -> Watched:
    """What is watched of ``project`` at ``at``, and what is not."""
    standing = watching(project.organisation)
    lists = current(project)
    counted = (
        watched_parts(project)
        .order_by()
        .values("release__package__ecosystem")
        .annotate(count=Count("release_id", distinct=True))
    )
    ecosystems = tuple(
        _ecosystem(row["release__package__ecosystem"], row["count"], standing)
        for row in sorted(counted, key=lambda row: -row["count"])
    )
    gaps = [*_of_lists(lists, at), *_of_ecosystems(ecosystems, at), *_of_advisories(standing, at)]
    paths = parts(project).filter(own=True, origin="path").values("release_id").distinct().count()
    if paths:
        gaps.append(
            f"{_counted(paths, 'component')} from a folder of the tree: whether advisories mean that cannot be told."
        )
    return Watched(tuple(lists), ecosystems, standing, tuple(gaps))


def _ecosystem(name: str, count: int, standing: Watching | None) -> Ecosystem:
    base = name.partition(":")[0]
    if standing is None or not standing.digest:
        return Ecosystem(name, count, "the desk has no advisories yet")
    if base not in standing.ecosystems:
        return Ecosystem(name, count, f"the desk has no advisories of {base}")
    fetched = standing.ecosystems[base]
    return Ecosystem(name, count, advisories.unordered(base), datetime.fromisoformat(fetched) if fetched else None)


def _of_lists(lists: Sequence[Inventory], at: datetime) -> Iterable[str]:
    if not lists:
        yield "The desk has no list of its components: nothing of it is watched."
    for one in lists:
        if at - one.confirmed_at > STALE:
            yield f"The list “{one.source}” last came on {one.confirmed_at:%-d %B %Y}, more than {STALE.days} days ago."
        if one.gaps:
            yield f"The list “{one.source}” leaves {_counted(one.gaps, 'gap')}: what stands there is not watched."
        for kind, count in sorted(one.unknown.items()):
            yield f"{_counted(count, 'component')} of the list “{one.source}” ({kind}): no ecosystem of advisories."


def _of_ecosystems(ecosystems: Iterable[Ecosystem], at: datetime) -> Iterable[str]:
    for one in ecosystems:
        if one.unwatched:
            yield f"{_counted(one.components, 'component')} of {one.name}: {one.unwatched}."
        elif one.fetched is not None and at - one.fetched > advisories.FRESH:
            yield f"The advisories of {one.name} were fetched on {one.fetched:%-d %B %Y}, more than a week ago."
        elif one.fetched is None:
            yield f"When the advisories of {one.name} were fetched is not known."


def _of_advisories(standing: Watching | None, at: datetime) -> Iterable[str]:
    if standing is None:
        yield "The desk has not looked at any advisories yet."
        return
    if standing.failure:
        yield f"The desk could not look: {standing.failure}"
    if at - standing.looked_at > timedelta(hours=1):
        seen = f"{standing.looked_at:%-d %B %Y at %H:%M} UTC"
        yield f"The desk last looked for new advisories on {seen}: does a worker run?"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def changes(project: Project, since: datetime) -> Changes:
    """What became of the components of ``project`` since ``since``, and what is wrong with them now."""
    lists = current(project)
    if not lists:
        return Changes(since, None, unseen=("The desk has no list of the components of this project.",))
    now = _versions(watched_parts(project))
    all_parts = Part.objects.filter(organisation_id=project.organisation_id, project=project, own=True)
    began = all_parts.filter(entered__received_at__lte=since).exclude(left__received_at__lte=since)
    before = _versions(began.exclude(origin__in=NOT_FROM_A_REGISTRY).select_related("release__package"))
    weak, tired = _weak(project, now)
    return Changes(
        since=since,
        at=max(one.confirmed_at for one in lists),
        new=tuple(_entry(key, now[key]) for key in sorted(now.keys() - before.keys())),
        gone=tuple(_entry(key, before[key]) for key in sorted(before.keys() - now.keys())),
        updated=tuple(
            _entry(key, now[key], before=_joined(key, before[key]))
            for key in sorted(now.keys() & before.keys())
            if now[key].versions != before[key].versions
        ),
        outdated=tuple(_outdated(project, now)),
        vulnerable=weak,
        unmaintained=tired,
        unseen=_unseen(project, since, lists),
    )


Key = tuple[str, str]


@dataclass(slots=True)
class _Here:
    """The versions of a package in a project, by release."""

    versions: set[str]
    releases: set[int]
    direct: bool | None = None


def _versions(found: QuerySet[Part]) -> dict[Key, _Here]:
    here: dict[Key, _Here] = {}
    rows = found.order_by().values_list(
        "release__package__ecosystem", "release__package__name", "release__version", "release_id", "direct"
    )
    for ecosystem, name, version, release, direct in rows:
        one = here.setdefault((ecosystem, name), _Here(set(), set()))
        one.versions.add(version)
        one.releases.add(release)
        one.direct = one.direct or direct
    return here


def _entry(key: Key, here: _Here, **more: Any) -> Entry:
    return Entry(*key, version=_joined(key, here), direct=here.direct, **more)


def _joined(key: Key, here: _Here) -> str:
    return ", ".join(ordered(key[0], here.versions))


def ordered(ecosystem: str, versions: Iterable[str]) -> list[str]:
    """``versions`` by the order of their ecosystem; by their letters where there is none."""
    try:
        order = key_of(ecosystem.partition(":")[0])
        return sorted(versions, key=order)
    except (UnknownEcosystemError, UnreadableVersionError):
        return sorted(versions)


def _weak(project: Project, now: dict[Key, _Here]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Components with known weaknesses, the worst first; and those that nobody looks after any more."""
    known: defaultdict[Key, list[Weakness]] = defaultdict(list)
    tired = dict[Key, str]()
    for one in weaknesses(project):
        key = (one.release.package.ecosystem, one.release.package.name)
        if key not in now:
            continue
        if one.informational:
            if one.informational == UNMAINTAINED:
                tired[key] = one.name
            continue
        known[key].append(one)
    weak = [
        Entry(
            *key,
            version=_joined(key, now[key]),
            newer=next((each.fixed for each in found if each.fixed), ""),
            weaknesses=tuple(dict.fromkeys(each.name for each in found)),
            severity=max((each.rating for each in found), key=rank),
            direct=now[key].direct,
        )
        for key, found in known.items()
    ]
    weak.sort(key=lambda entry: (-rank(entry.severity), entry.ecosystem, entry.name))
    return tuple(weak), tuple(_entry(key, now[key], weaknesses=(tired[key],)) for key in sorted(tired))


def rank(rating: str) -> int:
    """The place of a severity, the worst highest; what is unknown stands below all."""
    names = [str(each) for each in ORDER]
    return names.index(rating) if rating in names else -1


def _outdated(project: Project, now: dict[Key, _Here]) -> Iterable[Entry]:
    """Components of which a later version is known here."""
    releases = {release for here in now.values() for release in here.releases}
    used = Release.objects.filter(
        organisation_id=project.organisation_id,
        package__releases__in=releases,
        parts__left__isnull=True,
        parts__own=True,
    ).exclude(parts__origin__in=NOT_FROM_A_REGISTRY)
    known: defaultdict[Key, set[str]] = defaultdict(set)
    for ecosystem, name, version in used.values_list("package__ecosystem", "package__name", "version").distinct():
        known[ecosystem, name].add(version)
    fixes = (
        weaknesses(project)
        .exclude(fixed="")
        .values_list("release__package__ecosystem", "release__package__name", "fixed")
    )
    for ecosystem, name, fixed in fixes:
        known[ecosystem, name].add(fixed)
    for key in sorted(now):
        newer = _later(key[0], now[key].versions, known[key])
        if newer:
            yield _entry(key, now[key], newer=newer)


def _later(ecosystem: str, versions: Iterable[str], others: Iterable[str]) -> str:
    """The latest of ``others`` where it is later than every one of ``versions``, "" where none is."""
    try:
        order = key_of(ecosystem.partition(":")[0])
        newest = max(map(order, versions))
        latest = max((each for each in others if each), key=order, default="")
        return latest if latest and order(latest) > newest else ""
    except (UnknownEcosystemError, UnreadableVersionError, ValueError):
        return ""


def _unseen(project: Project, since: datetime, lists: Sequence[Inventory]) -> tuple[str, ...]:
    first = inventories(project).order_by("received_at").values_list("received_at", flat=True).first()
    found = []
    if first is not None and first > since:
        found.append(f"The first list came on {first:%-d %B %Y}: what changed before it is not known.")
    found += _of_lists(lists, lists[0].confirmed_at)
    return tuple(found)


__all__ = (
    "STALE", "Changes", "Ecosystem", "Entry", "Watched", "changes", "comparisons", "current", "inventories", "ordered",
    "parts", "rank", "watched", "watched_parts", "watching", "weaknesses", "worst_first",
)  # fmt: skip
