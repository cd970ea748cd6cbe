"""A version constraint made as tight as it was promised, from versions that the files name and no others.

The version is the one that a lockfile resolved, where that is given and allowed; else the lower bound of the constraint
itself. Nothing is ever loosened: what stands below the lower bound stays shut out.
"""

from __future__ import annotations

import re
from typing import Literal

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

Tightness = Literal["exact", "compatible"]
LONGEST = 200
"""Characters of the longest constraint that is looked at."""
_CLAUSE = re.compile(r"(?P<operator>===?|[~!<>]=|[<>^~=])?(?P<version>[A-Za-z0-9.*+!_-]+)")
_FULL = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_NUMBERS = re.compile(r"\d+(?:\.\d+){0,2}")
_FLOORS = frozenset({"", ">=", "~=", "==", "===", "=", "^", "~"})
"""Operators whose version is the lowest that they allow."""


class NoVersionError(ValueError):
    """No version can be told; the message says why, as half a sentence."""


def narrowed(ecosystem: str, constraint: str, tightness: Tightness, resolved: str = "") -> str:
    """The constraint, without spaces, that a line of ``ecosystem`` ("pypi", "npm", "cargo") should have.

    ``resolved`` is the version that a lockfile names for the line, "" for none.

    Raises:
        NoVersionError: neither the lockfile nor the constraint names a version, or what they name may not exist.
    """
    given = re.sub(r"\s+", "", constraint)
    if len(given) > LONGEST:
        raise NoVersionError("its constraint is too long")
    if ecosystem == "pypi":
        return _python(given, tightness, resolved)
    if ecosystem in ("npm", "cargo"):
        return _semantic(ecosystem, given, tightness, resolved)
    raise NoVersionError("which version that is cannot be told from here")


def _python(given: str, tightness: Tightness, resolved: str) -> str:
    """By PEP 440; carets and bare versions are Poetry's."""
    clauses = _clauses(given)
    poetry = any(operator in ("", "^", "~", "=") for operator, _ in clauses)
    allowed = None if poetry else _specifiers(given)
    if resolved and allowed is not None and not allowed.contains(resolved, prereleases=True):
        raise NoVersionError(f"the lockfile holds {resolved}, which the line does not allow")
    floor = _floor(clauses)
    if tightness == "exact":
        version = resolved or _known(floor)
        return f"=={_public(version)}"
    if floor:
        held = [
            (operator, version) if operator not in _FLOORS else ("~=", _two(version)) for operator, version in clauses
        ]
        text = ",".join(f"{operator}{version}" for operator, version in held)
        if not resolved or _specifiers(text).contains(resolved, prereleases=True):
            return _sure(text, resolved or floor)
    if not resolved:
        raise NoVersionError(_nameless(given))
    return _sure(f"~={_two(_public(resolved))}", resolved)


def _semantic(ecosystem: str, given: str, tightness: Tightness, resolved: str) -> str:
    """By Semantic Versioning, as npm and Cargo write it."""
    floor = _floor(_clauses(given)) if " " not in given and "|" not in given else ""
    if tightness == "exact":
        version = resolved or floor
        if not version:
            raise NoVersionError(_nameless(given))
        if not _FULL.fullmatch(version):
            raise NoVersionError(f"{version} is no whole version, and no lockfile beside it names one")
        return f"={version}" if ecosystem == "cargo" else version
    sign = "" if ecosystem == "cargo" else "^"
    if floor and _NUMBERS.fullmatch(floor) and (not resolved or _same_series(floor, resolved)):
        return f"{sign}{floor}"
    if not resolved:
        raise NoVersionError(_nameless(given))
    return f"{sign}{resolved}"


def _clauses(given: str) -> list[tuple[str, str]]:
    """Operators and versions; empty where the constraint has another form."""
    found = []
    for part in given.split(",") if given else ():
        match = _CLAUSE.fullmatch(part)
        if match is None:
            return []
        found.append((match["operator"] or "", match["version"]))
    return found


def _floor(clauses: list[tuple[str, str]]) -> str:
    """The lowest version that is allowed, where one clause alone names it."""
    floors = [version for operator, version in clauses if operator in _FLOORS]
    return floors[0] if len(floors) == 1 and re.match(r"\d", floors[0]) and not re.search(r"[*xX]", floors[0]) else ""


def _known(floor: str) -> str:
    """The lower bound, where it reads like a release and not like the beginning of a year."""
    if not floor:
        raise NoVersionError(_nameless(""))
    try:
        release = Version(floor).release
    except InvalidVersion:
        raise NoVersionError(f"{floor[:40]} is no version") from None
    if _begins_a_year(release):
        raise NoVersionError(f"{floor} reads like the beginning of a year, which need not be a release")
    return floor


def _begins_a_year(release: tuple[int, ...]) -> bool:
    """Whether it is "2021.0.0" or "21.0": versions by the calendar seldom have such a release."""
    return not any(release[1:]) and (release[0] >= 2000 or 15 <= release[0] <= 40)


def _two(version: str) -> str:
    """``version`` with two parts at least, as ``~=`` needs them, and without zeros at its end beyond them.

    "~=2.0.0" would allow 2.0.x alone, a release that need not exist; "~=2.0" begins at the same version.
    """
    if re.fullmatch(r"\d+", version):
        return f"{version}.0"
    while re.fullmatch(r"\d+\.\d+(?:\.\d+)*\.0+", version):
        version = version.rpartition(".")[0]
    return version


def _public(version: str) -> str:
    """``version`` without its local label, which no index serves ("2.1.0+cpu")."""
    return version.partition("+")[0]


def _sure(text: str, version: str) -> str:
    """``text`` where it is a specifier that allows ``version``."""
    if not _specifiers(text).contains(version, prereleases=True):
        raise NoVersionError(f"{text} would shut {version} out")
    return text


def _specifiers(text: str) -> SpecifierSet:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        raise NoVersionError("its constraint is no valid specifier") from None


def _same_series(floor: str, resolved: str) -> bool:
    """Whether ``^floor`` allows ``resolved``: alike up to the first part that is not zero, and not below."""
    low, high = ([int(part) for part in re.findall(r"\d+", text.partition("-")[0])[:3]] for text in (floor, resolved))
    kept = next((place for place, part in enumerate(low) if part), len(low) - 1) + 1
    return low[:kept] == high[:kept] and high >= low


def _nameless(given: str) -> str:
    named = f"{given[:40]} names no version" if given and given not in ("*", "latest") else "the line names no version"
    return f"{named}, and no lockfile beside it does"


def compatible_python(constraint: str) -> bool:
    """Whether a PEP 440 or Poetry constraint ends by the next major version, as ``~=`` with two numbers does."""
    clauses = _clauses(re.sub(r"\s+", "", constraint)[:LONGEST])
    if any(operator in ("~=", "^", "~") for operator, _ in clauses):
        return True
    if any(operator == "==" and re.fullmatch(r"\d[\d.]*\.\*", version) for operator, version in clauses):
        return True
    low = next((version for operator, version in clauses if operator == ">="), "")
    high = next((version for operator, version in clauses if operator == "<"), "")
    try:
        return bool(low and high) and Version(high) <= Version(f"{Version(low).release[0] + 1}")
    except InvalidVersion:
        return False


def exact_python(constraint: str) -> bool:
    """Whether a PEP 440 or Poetry constraint allows one version alone; a bare one is Poetry's way to write it."""
    clauses = [clause.strip() for clause in constraint.split(",")]
    return any(re.match(r"(?:===?\s*[^*]+|\d[\w.+!-]*)$", clause) for clause in clauses)
