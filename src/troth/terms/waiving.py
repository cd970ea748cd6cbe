"""What waivers let pass: matched by id or alias, tool, package and path, never by less than they name."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar
from urllib.parse import unquote

import msgspec

from troth.terms.package import CRATES, GO, NPM, PYPI, Package, package
from troth.terms.seen.results import ToolFinding
from troth.terms.seen.vulnerabilities import Vulnerability
from troth.terms.waiver import Waiver

_ADVISORY = re.compile(r"[A-Z][A-Za-z0-9]*-\S+")
"""Ids of advisory databases ("RUSTSEC-2026-0001", "CVE-2026-1", "GO-2026-1"); rules of tools have no such form."""
_PURL_TYPES: Mapping[str, str] = {"cargo": CRATES, "pypi": PYPI, "golang": GO, "npm": NPM}
_GROUPS: Mapping[str, str] = {"licenses": "licence"}
T = TypeVar("T", ToolFinding, Vulnerability)


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What a waiver is held against. ``names`` are all targets that mean it ("secret:…"); their case does not count.

    ``tool`` is the tool that found it, "" where Troth did. ``package`` without an ecosystem is a bare name.
    """

    names: frozenset[str]
    tool: str = ""
    package: Package | None = None
    version: str = ""
    path: str = ""


class Granted:
    """The waivers of the register that hold ``on`` a day, to be asked of one thing after the other."""

    def __init__(self, waivers: Iterable[Waiver], on: date) -> None:
        self._by_target: dict[str, list[Waiver]] = {}
        for waiver in waivers:
            if not waiver.native and waiver.holds(on):
                for name in _targets(waiver):
                    self._by_target.setdefault(name, []).append(waiver)

    def to(self, subject: Subject) -> Waiver | None:
        """The waiver that lets ``subject`` pass, the one that holds longest where there are several; None for none."""
        near = [waiver for name in sorted(subject.names) for waiver in self._by_target.get(name.casefold(), ())]
        return max((one for one in near if means(one, subject)), key=lambda one: one.until or date.min, default=None)


def waived(
    things: Iterable[T], waivers: Iterable[Waiver], on: date, *, tool: str = ""
) -> tuple[tuple[T, ...], tuple[tuple[T, Waiver], ...]]:
    """Part ``things`` into those that count and those that the register lets pass ``on`` a day, each with its waiver.

    ``tool`` is the tool that reported them, "" where Troth itself did. Waivers in a tool's own file are obeyed by that
    tool alone and change nothing here; so does one that has lapsed, has no date, or names another package or path.
    """
    register = Granted(waivers, on)
    kept: list[T] = []
    passed: list[tuple[T, Waiver]] = []
    for thing in things:
        by = register.to(subject_of(thing, tool))
        if by is None:
            kept.append(thing)
        else:
            passed.append((thing, by))
    return tuple(kept), tuple(passed)


def subject_of(thing: ToolFinding | Vulnerability, tool: str = "") -> Subject:
    """``thing`` as waivers see it."""
    if isinstance(thing, Vulnerability):
        component = thing.component
        names = (thing.id, *thing.aliases, f"package:{component.package.name}")
        return Subject(
            names=frozenset(names),
            tool=tool,
            package=component.package,
            version=component.version,
            path=component.span.path,
        )
    names = (f"{tool}:{thing.rule}",) if tool else ()
    if thing.package or _ADVISORY.fullmatch(thing.rule):
        names += (thing.rule, *thing.aliases)
    if thing.fingerprint:
        names += (f"secret:{thing.fingerprint}",)
    if thing.package:
        names += (f"{_GROUPS.get(thing.group, 'package')}:{thing.package}",)
    return Subject(
        names=frozenset(names),
        tool=tool,
        package=Package("", thing.package) if thing.package else None,
        version=thing.version,
        path=thing.span.path if thing.span else "",
    )


def means(waiver: Waiver, subject: Subject) -> bool:
    """Whether ``waiver`` is about ``subject``, whatever its dates: every limit that it names must be met."""
    if not _targets(waiver) & _folded(subject.names) or (waiver.tool and waiver.tool != subject.tool):
        return False
    if waiver.package and not _is_package(waiver.package, subject):
        return False
    return not waiver.path or bool(subject.path and covers(waiver.path, subject.path))


def covers(glob: str, path: str) -> bool:
    """Whether ``glob`` covers ``path``: ``*`` within a folder, ``**`` across; a plain name covers all below it."""
    wanted = [part for part in glob.split("/") if part not in ("", ".")]
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not wanted or ".." in wanted or ".." in parts or len(wanted) > _MOST_PARTS or len(parts) > _MOST_PARTS:
        return False
    if not _WILD.search(wanted[-1]):
        wanted.append("**")
    used = _past_stars(wanted, {0})  # how many of ``wanted`` can be used up by the parts so far
    for part in parts:
        stays = {at for at in used if at < len(wanted) and wanted[at] == "**"}
        steps = {at + 1 for at in used if at < len(wanted) and fnmatch.fnmatchcase(part, wanted[at])}
        used = _past_stars(wanted, stays | steps)
    return len(wanted) in used


_MOST_PARTS = 100
"""Folders of a path or glob that are compared."""
_WILD = re.compile(r"[*?\[]")


def _past_stars(wanted: list[str], used: set[int]) -> set[int]:
    """``used``, and what it becomes where each ``**`` that comes next stands for no folder at all."""
    found = set(used)
    for at, part in enumerate(wanted):
        if part == "**" and at in found:
            found.add(at + 1)
    return found


def _is_package(named: str, subject: Subject) -> bool:
    """Whether ``named`` ("hull", "hull@1.2.0", "pkg:cargo/hull@1.2.0", "hull-*") is the package of ``subject``."""
    if subject.package is None:
        return False
    ecosystem, name, version = _parts(named)
    found = subject.package
    if ecosystem and found.ecosystem and ecosystem != found.base:
        return False
    if version and version != subject.version:
        return False
    within = ecosystem or found.ecosystem
    return fnmatch.fnmatchcase(package(within, found.name).name, package(within, name).name)


def _parts(named: str) -> tuple[str, str, str]:
    """Ecosystem ("" for a bare name), name and version ("" for any) of a package as a waiver names it."""
    text, ecosystem = named.strip(), ""
    if text.startswith("pkg:"):
        kind, _, text = text[4:].strip("/").partition("/")
        ecosystem = _PURL_TYPES.get(kind.lower(), kind)
        text = unquote(re.split(r"[?#]", text, maxsplit=1)[0])
    name, at, version = text.rpartition("@")
    return (ecosystem, name, version) if name and version and at else (ecosystem, text, "")


def _targets(waiver: Waiver) -> frozenset[str]:
    """Names that it means: with a tool, a bare rule ("B101") is that tool's."""
    return _folded((waiver.target, f"{waiver.tool}:{waiver.target}") if waiver.tool else (waiver.target,))


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
