"""Rows of a list of components: new packages and releases, parts that came and went. The caller has its turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from troth.terms.package import Package as Name
from troth.terms.seen.components import Component
from troth_desk.policies.reading import storable
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch.models import Inventory, Package, Part, Release
from troth_desk.watch.reading import VIA

T = TypeVar("T")
AT_ONCE = 1_000
"""Rows of one statement."""
_TOLD = ("line", "direct", "scope", "origin", "via", "own")
Place = tuple[int, str]
"""A release and a path."""


def batches(rows: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """``rows`` in lists of at most ``size``."""
    waiting = iter(rows)
    while some := list(islice(waiting, size)):
        yield some


def releases(organisation: Organisation, components: Sequence[Component]) -> dict[tuple[Name, str], int]:
    """The id of each release that ``components`` name; those that are new are made."""
    wanted = dict.fromkeys((_plain(one.package), _version(one)) for one in components)
    packages = _packages(organisation, dict.fromkeys(name for name, _ in wanted))
    found: dict[tuple[Name, str], int] = {}
    for some in batches(wanted):
        made = [
            Release(organisation=organisation, package_id=packages[name], version=version) for name, version in some
        ]
        Release.objects.bulk_create(made, ignore_conflicts=True)
        known = Release.objects.filter(
            organisation=organisation,
            package_id__in={packages[name] for name, _ in some},
            version__in={version for _, version in some},
        )
        ids = {(package, version): pk for pk, package, version in known.values_list("pk", "package_id", "version")}
        found |= {(name, version): ids[packages[name], version] for name, version in some}
    return found


def _packages(organisation: Organisation, names: Iterable[Name]) -> dict[Name, int]:
    by_ecosystem: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        by_ecosystem[name.ecosystem].append(name.name)
    found: dict[Name, int] = {}
    for ecosystem, those in by_ecosystem.items():
        for some in batches(those):
            known = Package.objects.filter(organisation=organisation, ecosystem=ecosystem, name__in=some)
            ids = dict(known.values_list("name", "pk"))
            new = [
                Package(organisation=organisation, ecosystem=ecosystem, name=name) for name in some if name not in ids
            ]
            if new:
                Package.objects.bulk_create(new, ignore_conflicts=True)
                ids = dict(known.all().values_list("name", "pk"))
            found |= {Name(ecosystem, name): ids[name] for name in some}
    return found


def parts(
    project: Project, source: str, inventory: Inventory, components: Sequence[Component]
) -> tuple[set[int], set[int]]:
    """Bring the parts of ``source`` to what ``components`` say; the releases that came, and those that went."""
    organisation = project.organisation
    ids = releases(organisation, components)
    wanted: dict[Place, Component] = {}
    for one in components:
        place = (ids[_plain(one.package), _version(one)], _path(one))
        before = wanted.get(place)
        if before is None or (one.own and not before.own) or (one.direct and not before.direct):
            wanted[place] = one
    own = Part.objects.filter(organisation=organisation, project=project, source=source, left__isnull=True)
    here = {(one.release_id, one.path): one for one in own}
    gone = [one for place, one in here.items() if place not in wanted]
    for some in batches(gone):
        own.filter(pk__in=[one.pk for one in some]).update(left=inventory)
    fresh, moved = [], []
    for place, component in wanted.items():
        told = _told(component)
        if place not in here:
            made = Part(organisation=organisation, project=project, source=source, release_id=place[0], path=place[1],
                        entered=inventory, **told)  # fmt: skip
            fresh.append(made)
        elif any(getattr(here[place], name) != told[name] for name in _TOLD):
            for name in _TOLD:
                setattr(here[place], name, told[name])
            moved.append(here[place])
    Part.objects.bulk_create(fresh, batch_size=AT_ONCE)
    own.bulk_update(moved, list(_TOLD), batch_size=AT_ONCE)
    return {one.release_id for one in fresh} - {one.release_id for one in here.values()}, {
        one.release_id for one in gone
    } - {release for release, _ in wanted}


def _plain(name: Name) -> Name:
    told: Name = Name(storable(name.ecosystem)[:60], storable(name.name)[:300])
    return told


def _version(one: Component) -> str:
    said: str = storable(one.version)[:200]
    return said


def _path(one: Component) -> str:
    said: str = storable(one.span.path)[:300]
    return said


def _told(one: Component) -> dict[str, Any]:
    via: str = storable(VIA.join(one.via))[:300]
    return {
        "line": one.span.line,
        "direct": one.direct,
        "scope": one.scope,
        "origin": one.origin,
        "via": via,
        "own": one.own,
    }
