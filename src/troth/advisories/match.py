"""Which components stand in the range of which weaknesses? One answer for each component and each alias group.

What cannot be answered is a gap: an ecosystem of which no advisories or no order are known, a component without a
version or with one that cannot be read, an advisory that names commits only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache, lru_cache

import msgspec

from troth.advisories.affects import Evaluator, Outcome, conditions
from troth.advisories.groups import Group, group_of
from troth.advisories.library import Library
from troth.advisories.remedies import nearest_free
from troth.advisories.severity import assess
from troth.terms.advisory import Advisory
from troth.terms.answer import Gap
from troth.terms.package import CRATES, GO, PYPI, Package
from troth.terms.seen.components import Component
from troth.terms.seen.vulnerabilities import Vulnerability
from troth.terms.severity import ORDER, Assessed
from troth.terms.span import Span, excerpt
from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnknownEcosystemError, UnreadableVersionError

_HOME = {CRATES: "RUSTSEC-", GO: "GO-", PYPI: "PYSEC-"}
"""The database that knows an ecosystem best, by what its ids begin with: it says on which systems and imports."""
_OWN = frozenset({"workspace"})
"""Origins of the project's own packages; what a registry has under their names is something else."""
_COPIES = {"git": "git", "url": "an address"}
_FROM_A_FOLDER = "it comes from a folder, so whether it is the package that advisories know cannot be told"
PACKAGES_KEPT = 4_096
"""Packages whose advisories are kept ready while components are gone through."""


_Outcomes = dict[str, tuple[Evaluator, Outcome]]


class Weakness(msgspec.Struct, frozen=True, kw_only=True):
    """A weakness of one package in one version, whatever component has it; fields as in ``Vulnerability``."""

    id: str
    aliases: tuple[str, ...]
    summary: str
    severity: Assessed
    fixed: str
    published: datetime | None
    modified: datetime | None
    informational: str
    only_if: str
    known_exploited: bool
    epss: float | None

    def of(self, component: Component) -> Vulnerability:
        """The weakness as one of ``component``, with the conditions that its origin adds."""
        return Vulnerability(
            component=component,
            id=self.id,
            aliases=self.aliases,
            summary=self.summary,
            severity=self.severity,
            fixed=self.fixed,
            published=self.published,
            modified=self.modified,
            informational=self.informational,
            only_if=", ".join(told for told in (self.only_if, _origin(component)) if told),
            known_exploited=self.known_exploited,
            epss=self.epss,
        )


class Known(msgspec.Struct, frozen=True):
    """What is known of one package in one version, and what of it could not be evaluated, in whole sentences."""

    weaknesses: tuple[Weakness, ...] = ()
    unread: tuple[str, ...] = ()


NOTHING = Known()


class Matcher:
    """Answers for one ``library``; each package and version is evaluated once, however many components have it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[tuple[Package, str], Known] = {}
        self._groups: dict[str, Group] = {}
        self._severities: dict[tuple[Package, tuple[str, ...]], Assessed] = {}
        self._clear: set[Package] = set()
        self._evaluators = lru_cache(maxsize=PACKAGES_KEPT)(self._read)
        self._closed = cache(self._why_closed)

    def match(self, components: Iterable[Component]) -> Iterator[Vulnerability | Gap]:
        """Every weakness of every component as it comes, then the gaps, each once with the first line it is about.

        What is not the project's ``own`` leaves no gap: nothing that is said of the project rests on it.
        """
        gaps: dict[tuple[str, str], Span] = {}
        closed: dict[str, Span] = {}
        missed: Counter[str] = Counter()
        for component in components:
            if component.origin in _OWN:
                continue
            if self._closed(component.package.ecosystem):
                if component.own:
                    closed.setdefault(component.package.base, component.span)
                    missed[component.package.base] += 1
                continue
            found = self.known(component.package, component.version)
            reasons = found.unread
            if component.origin == "path" and found.weaknesses:
                reasons = (*reasons, _FROM_A_FOLDER)
            elif component.origin != "path":
                yield from (weakness.of(component) for weakness in found.weaknesses)
            for reason in reasons if component.own else ():
                gaps.setdefault((_wanted(component), reason), component.span)
        for base, span in closed.items():
            counted = "1 component" if missed[base] == 1 else f"{missed[base]} components"
            yield Gap(wanted=f"known weaknesses of {counted} of {base}", reason=self._closed(base), span=span)
        for (wanted, reason), span in gaps.items():
            yield Gap(wanted=wanted, reason=reason, span=span)

    def known(self, package: Package, version: str) -> Known:
        """What the library knows of ``package`` in ``version``, most severe first."""
        if package in self._clear:
            return NOTHING
        asked = (package, version)
        if (known := self._known.get(asked)) is None:
            if not (evaluators := self._evaluators(package)):
                self._clear.add(package)
                return NOTHING
            known = self._known[asked] = self._evaluate(package, version, evaluators)
        return known

    def _evaluate(self, package: Package, version: str, evaluators: tuple[Evaluator, ...]) -> Known:
        try:
            if not version:
                return Known(unread=(f"no version is given, and there are advisories about {package.name}",))
            outcomes = {judge.advisory.id: (judge, judge.affects(version)) for judge in evaluators}
        except UnreadableVersionError as error:
            return Known(unread=(str(error),))
        held = {name: judge.advisory for name, (judge, outcome) in outcomes.items() if outcome}
        found = [self._weakness(package, version, group, outcomes) for group in self._joined(held)]
        return Known(tuple(sorted(found, key=_worst_first)), tuple(self._unread(outcomes)))

    def _why_closed(self, ecosystem: str) -> str:
        """Why nothing can be told of an ecosystem, "" where it can."""
        base = ecosystem.partition(":")[0]
        if base not in self._library.ecosystems:
            return f"no advisories of {base} are there"
        try:
            key_of(base)
        except UnknownEcosystemError as error:
            return str(error)
        return ""

    def _read(self, package: Package) -> tuple[Evaluator, ...]:
        return tuple(Evaluator(record, package) for record in self._library.records(package) if not record.withdrawn)

    def _group(self, record: Advisory) -> Group:
        if (group := self._groups.get(record.id)) is None:
            group = self._groups[record.id] = group_of(record, self._library)
        return group

    def _joined(self, held: dict[str, Advisory]) -> Iterator[Group]:
        seen: set[str] = set()
        for name, record in sorted(held.items()):
            if name not in seen:
                group = self._group(record)
                seen.update(group.names)
                yield group

    def _unread(self, outcomes: _Outcomes) -> Iterator[str]:
        """Of records that could not be evaluated: not where another one under the same names could."""
        clear = {name for name, (_, outcome) in outcomes.items() if not outcome.unread}
        for name, (judge, outcome) in sorted(outcomes.items()):
            if outcome.unread and not outcome and clear.isdisjoint(self._group(judge.advisory).names):
                yield f"{name} cannot be evaluated: {outcome.unread[0]}"

    def _severity(self, package: Package, group: Group, live: list[Advisory]) -> Assessed:
        asked = (package, group.names)
        if (found := self._severities.get(asked)) is None:
            found = self._severities[asked] = assess(live, package)
        return found

    def _weakness(self, package: Package, version: str, group: Group, outcomes: _Outcomes) -> Weakness:
        judges = [outcomes[name][0] for name in group.names if name in outcomes and outcomes[name][1]]
        held = [judge.advisory for judge in judges]
        home = _HOME.get(package.base, "GHSA-")
        held.sort(key=lambda record: (bool(record.informational), not record.id.startswith(home), record.id))
        best, live = held[0], [record for record in group.records if not record.withdrawn]
        used = self._library.exploitation(group.names)
        return Weakness(
            id=best.id,
            aliases=tuple(name for name in group.names if name != best.id),
            summary=next((said for record in (*held, *live) if (said := _summary(record))), ""),
            severity=self._severity(package, group, live),
            fixed=nearest_free(judges, package, version),
            published=min((record.published for record in live if record.published), default=None),
            modified=best.modified,
            informational=best.informational,
            only_if=conditions(outcomes[best.id][1].entries),
            known_exploited=used.known,
            epss=used.epss,
        )


def match(components: Iterable[Component], library: Library) -> Iterator[Vulnerability | Gap]:
    """As ``Matcher.match``, for one look."""
    return Matcher(library).match(components)


def _wanted(component: Component) -> str:
    version = f" {component.version}" if component.version else ""
    return f"known weaknesses of {component.package.name}{version} ({component.package.ecosystem})"


def _origin(component: Component) -> str:
    if component.origin == "toolchain":
        return f"if built with Go {component.version.removeprefix('go')}, which {component.span.path} asks for at least"
    if component.origin in _COPIES:
        return f"if the copy from {_COPIES[component.origin]} is as the release of that version"
    return ""


def _summary(record: Advisory) -> str:
    return excerpt(record.summary or record.details.strip().partition("\n")[0])


def _worst_first(weakness: Weakness) -> tuple[bool, int, float, str]:
    rating = weakness.severity.rating
    rank = ORDER.index(rating) if rating in ORDER else 0
    return (bool(weakness.informational), -rank, -(weakness.severity.score or 0.0), weakness.id)
