"""Which fixed weaknesses of the project itself do the advisories know?

A name alone tells little: a registry may hold another package under the name that a private one has. So a record is
taken for one of the project where it speaks of a package that the tree publishes, and cites the repository that the
tree comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from troth.advisories.library import Library
from troth.terms.advisory import Advisory
from troth.terms.answer import Answer, Gap
from troth.terms.seen.own_advisories import OwnPackage, OwnWeakness

WANTED = "advisories of the project itself"


def weaknesses(packages: Answer[OwnPackage], library: Library, at: date) -> Answer[OwnWeakness]:
    """Those that were published by ``at``, were not withdrawn and have a fix; one for each alias group."""
    gaps, found = list(packages.gaps), dict[tuple[str, ...], OwnWeakness]()
    for own in packages.found:
        records = [one for one in library.records(own.package) if one.withdrawn is None and not one.informational]
        if records and not own.repository:
            reason = f"advisories name {own.package}; whether they mean this tree is unknown, since it has no remote"
            gaps.append(Gap(wanted=WANTED, reason=reason, span=own.span))
            continue
        for one in records:
            weakness = _weakness(one, own)
            if weakness is not None and (weakness.published is None or weakness.published.date() <= at):
                key = tuple(sorted(weakness.names))
                found[key] = weakness
    return Answer(found=tuple(_united(found.values())), gaps=tuple(gaps), read=packages.read)


def _weakness(record: Advisory, own: OwnPackage) -> OwnWeakness | None:
    cites = re.compile(rf"(?:^|[/@.]){re.escape(own.repository)}(?:$|[/#?.])", re.IGNORECASE)
    if not any(cites.search(each) for each in record.references):
        return None
    fixed = [event.version for entry in record.affected for one in entry.ranges for event in one.events
             if event.kind == "fixed"]  # fmt: skip
    if not fixed:
        return None
    return OwnWeakness(
        names=tuple(dict.fromkeys((record.id, *record.aliases))),
        fixed=tuple(dict.fromkeys(fixed)),
        published=record.published or record.modified,
        known_by="advisories",
        span=own.span,
    )


def _united(found: Iterable[OwnWeakness]) -> Iterator[OwnWeakness]:
    """Records of one weakness as one, by the names that they share; it was published when the first of them was."""
    rest = list(found)
    while rest:
        first, rest = rest[0], rest[1:]
        names, fixed, published = dict.fromkeys(first.names), dict.fromkeys(first.fixed), [first.published]
        while same := [one for one in rest if names.keys() & set(one.names)]:
            for one in same:
                names |= dict.fromkeys(one.names)
                fixed |= dict.fromkeys(one.fixed)
                published.append(one.published)
                rest.remove(one)
        days = [each for each in published if each is not None]
        yield OwnWeakness(
            names=tuple(names), fixed=tuple(fixed), published=min(days, default=None), known_by="advisories",
            span=first.span,
        )  # fmt: skip
