"""Ranges of versions as GitHub's advisories spell them, to OSV's events and back.

The words are those of GitHub's interface (https://docs.github.com/en/graphql/reference/objects#securityvulnerability):
"= 0.2.0", "<= 1.0.8", "< 0.1.11", ">= 4.3.0, < 4.3.5", ">= 0.0.1", and ">", which is taken though nowhere described.
OSV has no beginning that is left out: "> 2.1.0" begins at the next version, where the ecosystem has one.
"""

from __future__ import annotations

import re
from typing import Literal

from troth.terms.advisory import Event, Range
from troth.terms.package import NPM, PYPI, Package
from troth.terms.stretches import BEGINNING, Stretch

_PART = re.compile(r"(?P<operator><=|>=|<|>|=)\s*(?P<version>[^\s,<>=|]+)")
_NUMBERS = re.compile(r"[vV]?(\d+)\.(\d+)\.(\d+)")
_SEMANTIC = frozenset({"crates.io", "npm", "Go", "Hex", "Pub", "SwiftURL", "Julia", "GitHub Actions"})
LONGEST = 1_000


class BadRangeError(ValueError):
    """The words are no range that can be told in events; the message says why, on one line."""


def range_type(package: Package | None) -> Literal["SEMVER", "ECOSYSTEM"]:
    """The type of a range of versions of ``package``: OSV takes SEMVER where the ecosystem itself orders so."""
    return "SEMVER" if package is not None and package.base in (NPM, "crates.io", "Go") else "ECOSYSTEM"


def parse(words: str, package: Package | None) -> Stretch:
    """One range of GitHub's.

    Raises:
        BadRangeError: it is none, or begins after a version whose next one nobody can tell.
    """
    text = words.strip()
    parts = [_PART.fullmatch(part.strip()) for part in text.split(",")] if len(text) <= LONGEST else [None]
    start = end = ""
    included = False
    seen: set[str] = set()
    for part in parts:
        if part is None:
            raise BadRangeError(f'"{text[:80]}" is no range: write ">= 1.0, < 1.5", "<= 2.3", "< 3" or "= 1.2"')
        operator, version = part["operator"], part["version"]
        side = {"=": "both", "<": "end", "<=": "end", ">": "start", ">=": "start"}[operator]
        if side in seen or "both" in seen or (side == "both" and seen):
            raise BadRangeError(f'"{text[:80]}" has two bounds on one side')
        seen.add(side)
        if side == "both":
            start = end = version
            included = True
        elif side == "start":
            start = version if operator == ">=" else after(version, package)
        else:
            end, included = version, operator == "<="
    return Stretch(start="" if start == BEGINNING else start, end=end, included=included)


def after(version: str, package: Package | None) -> str:
    """The least version that comes after ``version``.

    SemVer: the next patch, from its first pre-release on ("2.1.0" → "2.1.1-0"). PEP 440: the first development release
    of the first post-release ("2.1" → "2.1.post0.dev0"). Others have no next one that anybody can tell.

    Raises:
        BadRangeError: nobody can tell.
    """
    semantic = _NUMBERS.fullmatch(version)
    if package is not None and package.base in _SEMANTIC and semantic:
        return f"{semantic[1]}.{semantic[2]}.{int(semantic[3]) + 1}-0"
    if package is not None and package.base == PYPI and re.fullmatch(r"\d+(\.\d+)*", version):
        return f"{version}.post0.dev0"
    raise BadRangeError(f'"> {version}" cannot be told: name the first version that is affected, with ">="')


def read(words: str, patched: str, package: Package | None) -> tuple[Event, ...]:
    """The events of a range and the version that GitHub calls patched, "" for none.

    A patched version is told as *fixed* where the range ends right before it ("<= 1.10.2", patched "1.10.3"), as OSV's
    own conversion does, for *fixed* says more than *last affected*.

    Raises:
        BadRangeError: as ``parse``.
    """
    stretch = parse(words, package)
    begins = Event("introduced", stretch.start or BEGINNING)
    first = re.split(r"[,\s|]+", patched.strip().lstrip("=> "))[0] if patched.strip() else ""
    if stretch.end and not stretch.included:
        return begins, Event("fixed", stretch.end)
    if first:
        return begins, Event("fixed", first)
    return (begins, Event("last_affected", stretch.end)) if stretch.end else (begins,)


def as_range(lines: tuple[str, ...], patched: tuple[str, ...], package: Package | None) -> Range:
    """Several of GitHub's ranges of one package as one range of OSV's.

    Raises:
        BadRangeError: as ``parse``.
    """
    events = [event for words, fix in zip(lines, patched, strict=True) for event in read(words, fix, package)]
    return Range(type=range_type(package), events=tuple(events))
