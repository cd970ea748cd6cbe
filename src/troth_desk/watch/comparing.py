"""What do the advisories say of releases now, and what did they say before? Rows are held against the one matcher.

Everything here happens inside a transaction in which the caller has taken its turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from troth.terms.package import Package as Name
from troth.terms.versions.unreadable import UnknownEcosystemError
from troth_desk.policies.reading import storable
from troth_desk.tenants.models import Organisation
from troth_desk.watch.models import Ended, Package, Release, Weakness

if TYPE_CHECKING:
    from troth.advisories.index import Index
    from troth.advisories.match import Matcher
    from troth.advisories.match import Weakness as Known

SAME = (
    "name", "aliases", "summary", "rating", "score", "vector", "rated_by", "fixed", "only_if", "informational",
    "exploited", "epss", "published_at", "modified_at",
)  # fmt: skip
"""Fields of a weakness that the advisories tell."""
WRITTEN = 1_000
"""Rows of one statement."""


@dataclass(slots=True)
class Difference:
    """What came of a comparison: weaknesses that are new, that are told otherwise now, that ended."""

    found: list[Weakness] = field(default_factory=list)
    changed: list[Weakness] = field(default_factory=list)
    ended: list[Weakness] = field(default_factory=list)


def compare(
    organisation: Organisation,
    packages: Mapping[int, tuple[Name, str]],
    index: Index,
    matcher: Matcher,
    *,
    at: datetime,
) -> Difference:
    """Hold every release of ``packages`` (by id: name, and the state that the index has of it) against the advisories.

    Packages of ecosystems that the index does not cover stay as they are: its silence says nothing of them.
    """
    covered = {pk: told for pk, told in packages.items() if told[0].base in index.ecosystems}
    difference = Difference()
    releases = Release.objects.filter(organisation=organisation, package_id__in=covered).values_list(
        "pk", "package_id", "version"
    )
    rows = list(releases)
    before: defaultdict[int, list[Weakness]] = defaultdict(list)
    keys: dict[tuple[int, str], str] = {}
    packages_of = {pk: package for pk, package, _ in rows}
    known = Weakness.objects.filter(organisation=organisation, release__package_id__in=covered).order_by("pk")
    for one in known:
        for name in (one.key, one.name, *one.aliases):
            keys.setdefault((packages_of[one.release_id], name), one.key)
        if one.ended_at is None:
            before[one.release_id].append(one)
    for pk, package, version in rows:
        said = _known(matcher, covered[package][0], version)
        if said is not None and (said or pk in before):
            _differ(organisation, pk, before.get(pk, ()), said, difference, at)
    for one in difference.ended:
        one.ended = _why_ended(one, index)
    for one in difference.found:
        names, package = (one.name, *one.aliases), packages_of[one.release_id]
        one.key = next((keys[package, name] for name in names if (package, name) in keys), one.name)
        for name in names:
            keys.setdefault((package, name), one.key)
    _write(organisation, difference)
    states = [Package(organisation=organisation, pk=pk, state=state) for pk, (_, state) in packages.items()]
    Package.objects.bulk_update(states, ["state"], batch_size=WRITTEN)
    return difference


def _known(matcher: Matcher, name: Name, version: str) -> Sequence[Known] | None:
    """What is known; None where it cannot be told, so that nothing that was known before ends by it."""
    try:
        known = matcher.known(name, version)
    except UnknownEcosystemError:
        return None
    return None if known.unread and not known.weaknesses else known.weaknesses


def _differ(
    organisation: Organisation,
    release: int,
    before: Iterable[Weakness],
    said: Iterable[Known],
    difference: Difference,
    at: datetime,
) -> None:
    """A weakness is the same one as long as one of its names is: a record that gets another name opens nothing."""
    left = list(before)
    for one in said:
        names = {one.id, *one.aliases}
        same = [each for each in left if names & {each.name, *each.aliases}]
        left = [each for each in left if each not in same]
        told = _told(one)
        if not same:
            difference.found.append(
                Weakness(organisation=organisation, release_id=release, found_at=at, changed_at=at, **told)
            )
            continue
        first, *others = same  # two that turned out to be one: the older one goes on
        left += others
        if any(getattr(first, name) != told[name] for name in SAME):
            for name in SAME:
                setattr(first, name, told[name])
            first.changed_at, first.pending = at, True
            difference.changed.append(first)
    for each in left:
        each.ended_at, each.pending = at, True
        difference.ended.append(each)


def _told(one: Known) -> dict[str, Any]:
    told: dict[str, Any] = storable(
        {
            "name": one.id[:100],
            "aliases": [name[:100] for name in one.aliases[:50]],
            "summary": one.summary[:300],
            "rating": str(one.severity.rating),
            "vector": one.severity.vector[:300],
            "rated_by": one.severity.by[:100],
            "fixed": one.fixed[:200],
            "only_if": one.only_if[:500],
            "informational": one.informational[:60],
        }
    )
    return told | {
        "score": one.severity.score,
        "exploited": one.known_exploited,
        "epss": one.epss,
        "published_at": one.published,
        "modified_at": one.modified,
    }


def _why_ended(weakness: Weakness, index: Index) -> Ended:
    heads = [head for name in (weakness.name, *weakness.aliases) for head in index.heads(name)]
    return Ended.WITHDRAWN if not heads or all(head.withdrawn for head in heads) else Ended.CORRECTED


def _write(organisation: Organisation, difference: Difference) -> None:
    """Ended ones first: of two that turned out to be one, the one that goes on may get the name of the other."""
    own = Weakness.objects.filter(organisation=organisation)
    own.bulk_update(difference.ended, ["ended_at", "ended", "pending"], batch_size=WRITTEN)
    own.bulk_update(difference.changed, [*SAME, "changed_at", "pending"], batch_size=WRITTEN)
    Weakness.objects.bulk_create(difference.found, batch_size=WRITTEN)


def signals(organisation: Organisation, index: Index, at: datetime) -> list[Weakness]:
    """Bring what is known of the use of weaknesses up to date: it changes from day to day while records do not.

    Returns those that are known to be exploited now and were not before.
    """
    by_names: defaultdict[tuple[str, ...], list[Weakness]] = defaultdict(list)
    for one in Weakness.objects.filter(organisation=organisation, ended_at__isnull=True):
        by_names[(one.name, *one.aliases)].append(one)
    changed, exploited = [], []
    for names, same in by_names.items():
        used = index.exploitation(names)
        for one in same:
            if (one.exploited, one.epss) == (used.known, used.epss):
                continue
            if used.known and not one.exploited:
                exploited.append(one)
            one.exploited, one.epss, one.changed_at, one.pending = used.known, used.epss, at, True
            changed.append(one)
    Weakness.objects.filter(organisation=organisation).bulk_update(
        changed, ["exploited", "epss", "changed_at", "pending"], batch_size=WRITTEN
    )
    return exploited
