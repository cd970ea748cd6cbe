"""Cargo's version requirements ("^1.2", ">= 1.0, < 2.0") as stretches of the line of semantic versions.

The operators are those of the Cargo reference, "Specifying Dependencies"
(https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html). A stretch runs by the order of SemVer 2.0.0
§11, so pre-releases lie in it where they lie between its ends, which Cargo's own matching does not say of them: that is
how RustSec means its requirements and how OSV compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from troth.terms.package import CRATES
from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnreadableVersionError

LOWEST = "0.0.0-0"
"""The first version of all by SemVer."""
LONGEST = 512
"""Characters of the longest requirement that is read."""
_COMPARATOR = re.compile(
    r"(?P<operator>>=|<=|[<>=^~])?\s*"
    r"(?P<major>\d{1,18}|[*xX])(?:\.(?P<minor>\d{1,18}|[*xX]))?(?:\.(?P<patch>\d{1,18}|[*xX]))?"
    r"(?:-(?P<pre>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
)


_WHOLE = re.compile(r"(\d{1,18})\.(\d{1,18})\.(\d{1,18})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?")


class Stretch(msgspec.Struct, frozen=True):
    """Versions from ``start`` on and before ``end``; ``end`` is None where there is none."""

    start: str
    end: str | None = None


class BadRequirementError(ValueError):
    """A requirement that Cargo would not read either."""


def stretch(requirement: str) -> Stretch | None:
    """The versions that ``requirement`` names; None where its parts leave none.

    Raises:
        BadRequirementError: it is no requirement.
    """
    start, end = LOWEST, None
    if len(requirement) > LONGEST:
        raise BadRequirementError("a requirement that is too long")
    for part in requirement.split(","):
        match = _COMPARATOR.fullmatch(part.strip())
        if match is None:
            raise BadRequirementError(f"{part.strip()[:60]!r} is no version requirement")
        low, high = _ends(match)
        start = max(start, low, key=_key)
        end = high if end is None else end if high is None else min(end, high, key=_key)
    return Stretch(start, end) if end is None or _key(start) < _key(end) else None


def complement(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """What lies in none of ``stretches``, in order."""
    left: list[Stretch] = []
    at: str | None = LOWEST
    for each in sorted(stretches, key=lambda each: _key(each.start)):
        if at is None:
            break
        if _key(at) < _key(each.start):
            left.append(Stretch(at, each.start))
        at = None if each.end is None else max(at, each.end, key=_key)
    if at is not None:
        left.append(Stretch(at))
    return tuple(left)


def after(version: str) -> str:
    """The lowest version above ``version`` by SemVer §11: a release is followed by the next one's "-0"."""
    match = _WHOLE.fullmatch(version)
    if match is None:
        raise BadRequirementError(f"{version[:60]!r} is no semantic version")
    major, minor, patch, pre = match.groups()
    return f"{major}.{minor}.{patch}-{pre}.0" if pre else f"{major}.{minor}.{int(patch) + 1}-0"


def check(version: str) -> None:
    """See that ``version`` is a semantic version, whole.

    Raises:
        BadRequirementError: it is none.
    """
    _key(version)


def _ends(match: re.Match[str]) -> tuple[str, str | None]:
    """First version and first version after it of one comparator."""
    operator = match["operator"] or ""
    given = [int(number) for name in ("major", "minor", "patch") if (number := match[name] or "").isdigit()]
    pre = f"-{match['pre']}" if match["pre"] and len(given) == 3 else ""
    if not given:
        return LOWEST, None
    low = _written((*given, 0, 0)[:3]) + pre
    past = _written((*given[:-1], given[-1] + 1, 0, 0)[:3])
    """The first version past all that begin with what is given: "1.2" → 1.3.0."""
    wild = any((match[name] or "") in ("*", "x", "X") and match[name] for name in ("minor", "patch"))
    whole = len(given) == 3
    if operator == ">=":
        return low, None
    if operator == ">":
        return (after(low) if whole else past), None
    if operator == "<":
        return LOWEST, low
    if operator == "<=":
        return LOWEST, after(low) if whole else past
    if operator == "=":
        return low, after(low) if whole else f"{past}-0"
    if wild or operator == "~":
        return low, f"{_written((*given[:2][:-1], given[:2][-1] + 1, 0, 0)[:3])}-0"
    return low, f"{_compatible(given)}-0"


def _compatible(given: list[int]) -> str:
    """The first version that is not compatible: the leftmost number that is not 0 counts up, or the last one."""
    at = next((index for index, number in enumerate(given) if number), len(given) - 1)
    return _written((*given[:at], given[at] + 1, 0, 0)[:3])


def _written(numbers: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in numbers)


def _key(version: str) -> Any:
    if _WHOLE.fullmatch(version) is None:
        raise BadRequirementError(f"{version[:60]!r} is no semantic version")
    try:
        return key_of(CRATES)(version)
    except UnreadableVersionError as error:
        raise BadRequirementError(str(error)) from None
