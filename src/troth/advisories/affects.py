"""Is this version of this package affected? The evaluation of the OSV schema 1.7, no more and no less.

https://ossf.github.io/osv-schema/#evaluation: every entry for the package, its list of versions, then every range on
its own; events in the order of their versions. What the schema leaves open is decided here: where something begins and
ends at the same version, nothing changes. ``introduced 1.0, fixed 1.0`` of RustSec is an empty stretch, and in ``fixed
1.0, introduced 1.0`` of PyPA two stretches meet: the versions that such records list agree with that.
A version is in the list of versions where it is equal by the order of the ecosystem ("4.2" and "4.2.0" of PyPI).

GIT ranges are about commits and are passed over; an entry that has nothing else is told as unread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import msgspec

from troth.terms.advisory import Advisory, Affected, Range
from troth.terms.package import Package
from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnreadableVersionError

BEGINNING = "0"
"""The version of an event that comes before all versions."""
UNLIMITED = "*"
Key = Any  # tuples of many shapes, compared only among those of one ecosystem


class Outcome(msgspec.Struct, frozen=True):
    """The entries that hold the version, and why others could not be evaluated."""

    entries: tuple[Affected, ...] = ()
    unread: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries)


NOT_AFFECTED = Outcome()


def affects(advisory: Advisory, package: Package, version: str) -> Outcome:
    """Whether ``advisory`` holds for ``package`` in ``version``; a withdrawn one never does.

    Raises ``UnknownEcosystemError`` and, where ``version`` itself cannot be read, ``UnreadableVersionError``.
    """
    return Evaluator(advisory, package).affects(version)


class Evaluator:
    """One advisory made ready for many versions of one package. Raises ``UnknownEcosystemError``."""

    def __init__(self, advisory: Advisory, package: Package) -> None:
        self.advisory = advisory
        self._key = key_of(package.ecosystem)
        mine = () if advisory.withdrawn else (entry for entry in advisory.affected if same(entry.package, package))
        self._entries = tuple(_Entry(entry, self._key) for entry in mine)

    def affects(self, version: str) -> Outcome:
        """As the function of the same name."""
        if not self._entries:
            return NOT_AFFECTED
        key = self._key(version)
        entries = tuple(entry.affected for entry in self._entries if entry.holds(version, key))
        unread = tuple(reason for entry in self._entries if entry.affected not in entries for reason in entry.unread)
        return Outcome(entries, unread) if entries or unread else NOT_AFFECTED


def same(one: Package, other: Package) -> bool:
    """Whether both are one package; a release ("Debian:12") only tells them apart where both name one."""
    if one.name != other.name or one.base != other.base:
        return False
    return one.ecosystem == other.ecosystem or ":" not in one.ecosystem or ":" not in other.ecosystem


class _Entry:
    """One entry with the keys of its events; what cannot be read is kept as words."""

    def __init__(self, affected: Affected, key: Callable[[str], Key]) -> None:
        self.affected = affected
        self._key = key
        self._literal = frozenset(affected.versions)
        self.unread: list[str] = []
        self._lines = [line for r in affected.ranges if r.type != "GIT" and (line := self._line(r)) is not None]
        if not affected.versions and affected.ranges and all(r.type == "GIT" for r in affected.ranges):
            self.unread.append("it names commits only, no versions")

    def holds(self, version: str, key: Key) -> bool:
        """In the list of versions, or in any range."""
        return version in self._literal or any(line.holds(key) for line in self._lines) or key in self._listed

    @cached_property
    def _listed(self) -> frozenset[Key]:
        return frozenset(key for version in self.affected.versions if (key := self._read(version)) is not None)

    def _read(self, version: str) -> Key | None:
        """Of listed versions: one that cannot be read still counts as it is written."""
        try:
            return self._key(version)
        except UnreadableVersionError:
            return None

    def _line(self, line: Range) -> _Line | None:
        try:
            return _Line(line, self._key)
        except UnreadableVersionError as error:
            self.unread.append(f"a range of it cannot be read: {error}")
            return None


class _Line:
    """One range: events in order, and limits."""

    def __init__(self, line: Range, key: Callable[[str], Key]) -> None:
        limits = [event.version for event in line.events if event.kind == "limit"]
        self._limits: Sequence[Key] | None = None
        if limits and UNLIMITED not in limits:
            self._limits = [_placed(limit, key) for limit in limits]
        at: dict[tuple[int, Key], set[str]] = {}
        for event in line.events:
            if event.kind != "limit":
                at.setdefault(_placed(event.version, key), set()).add(event.kind)
        self._changes: list[tuple[tuple[int, Key], bool, bool]] = []
        vulnerable = False
        for place in sorted(at):
            here, vulnerable = _change(at[place], vulnerable=vulnerable)
            self._changes.append((place, here, vulnerable))

    def holds(self, key: Key) -> bool:
        """The state that the last event at or before the version leaves."""
        place = (1, key)
        if self._limits is not None and not any(place < limit for limit in self._limits):
            return False
        vulnerable = False
        for at, here, after in self._changes:
            if place < at:
                break
            vulnerable = here if place == at else after
        return vulnerable


def _change(kinds: set[str], *, vulnerable: bool) -> tuple[bool, bool]:
    """Whether the version of these events is affected, and whether what comes after it is."""
    begins, fixed, ends = "introduced" in kinds, "fixed" in kinds, "last_affected" in kinds
    if vulnerable:
        return begins or not fixed, begins or not (fixed or ends)
    return begins and not fixed, begins and not (fixed or ends)


def _placed(version: str, key: Callable[[str], Key]) -> tuple[int, Key]:
    """ "0" of an event comes before every version, whatever the order says of it."""
    return (0, ()) if version == BEGINNING else (1, key(version))


def conditions(entries: Iterable[Affected]) -> str:
    """Under which condition a lockfile's component is affected, "" where any of ``entries`` has none.

    "on windows", "on windows or macos, on x86_64", "where html/template is imported". Tags of a Go project that are no
    versions of the module (``tagged``) cannot be held against one, so they are told.
    """
    told = [_condition(entry) for entry in entries]
    return "" if "" in told else "; or ".join(dict.fromkeys(told))


def _condition(entry: Affected) -> str:
    parts = []
    if entry.os:
        parts.append("on " + _either(entry.os))
    if entry.arch:
        parts.append("on " + _either(entry.arch))
    paths = tuple(dict.fromkeys(path.path for path in entry.imports if path.path))
    if paths and entry.package.name not in paths:
        parts.append(f"where {_either(paths)} is imported")
    systems = tuple(dict.fromkeys(system for path in entry.imports for system in path.goos))
    if systems and all(path.goos for path in entry.imports):
        parts.append("on " + _either(systems))
    machines = tuple(dict.fromkeys(machine for path in entry.imports for machine in path.goarch))
    if machines and all(path.goarch for path in entry.imports):
        parts.append("on " + _either(machines))
    fixed = tuple(dict.fromkeys(e.version for line in entry.tagged for e in line.events if e.kind == "fixed"))
    if fixed:
        parts.append(f"if older than {_either(fixed)}, a tag that Go does not take for a version of it")
    return ", ".join(parts)


MOST_NAMED = 3
"""Names of a condition that are told one by one."""


def _either(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} or one of {len(names) - MOST_NAMED} more"
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
