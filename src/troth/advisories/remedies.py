"""To which version must one go? Versions that advisories themselves name as fixed, and no guesses beyond them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from troth.advisories.affects import BEGINNING, Evaluator, same
from troth.terms.advisory import Advisory
from troth.terms.package import CRATES, GO, Package
from troth.terms.versions import order
from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnreadableVersionError

KEPT = 16_384
"""Versions whose series and stage are kept: the same fixed versions are asked about again and again."""
_LOWEST = re.compile(r"(?<=[0-9])-0$")
"""RustSec writes "fixed above 1.2.3" as fixed in 1.2.4-0, the lowest that SemVer has there, which nobody publishes."""


class Upgrade(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest upgrade of a package that clears what has a fix.

    ``to`` is "" where no named version clears anything. ``same_series`` says that ``to`` is compatible by SemVer with
    the version in use (the same leftmost number that is not zero). ``clears`` are the ids of the records that ``to`` is
    free of, ``leaves`` those that it is not: no fix is known, or only one that another advisory holds for.
    """

    to: str = ""
    same_series: bool = False
    clears: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


def nearest_fix(records: Sequence[Advisory], package: Package, version: str) -> str:
    """The nearest version above ``version`` that ``records``, of one weakness, name as fixed and do not hold for.

    "" where there is none. Who uses a release is sent to a release where there is one.
    Raises ``UnknownEcosystemError``, and ``UnreadableVersionError`` where ``version`` cannot be read.
    """
    return nearest_free([Evaluator(record, package) for record in records], package, version)


def nearest_free(judges: Sequence[Evaluator], package: Package, version: str) -> str:
    """As ``nearest_fix``, for advisories that are ready."""
    named = _candidates((judge.advisory for judge in judges), package, version)
    return next((to for to in named if not any(judge.affects(to) for judge in judges)), "")


def smallest_upgrade(records: Sequence[Advisory], package: Package, version: str) -> Upgrade:
    """The smallest upgrade that clears all ``records`` which hold for ``version``, or else the most of them.

    Raises as ``nearest_fix`` does.
    """
    judges = [judge for record in records if (judge := Evaluator(record, package)).affects(version)]
    best = Upgrade(leaves=tuple(sorted(judge.advisory.id for judge in judges)))
    for to in _candidates([judge.advisory for judge in judges], package, version):
        left = tuple(sorted(judge.advisory.id for judge in judges if judge.affects(to)))
        if len(left) < len(best.leaves):
            clears = tuple(sorted(judge.advisory.id for judge in judges if judge.advisory.id not in left))
            best = Upgrade(to=to, same_series=compatible(version, to), clears=clears, leaves=left)
        if not best.leaves:
            break
    return best


def compatible(one: str, other: str) -> bool:
    """Whether both are of one series by SemVer: the same leftmost number that is not zero, and zeros before it.

    https://semver.org/#spec-item-4, https://doc.rust-lang.org/cargo/reference/semver.html. False where either has no
    numbers to go by.
    """
    first, second = _series(one), _series(other)
    return first is not None and first == second


@lru_cache(maxsize=KEPT)
def _series(version: str) -> tuple[int, ...] | None:
    numbers = order.numbers_of(version.partition("-")[0].partition("+")[0].removeprefix("go"))
    if numbers is None:
        return None
    padded = (*numbers, 0, 0, 0)[:3]
    leading = next((index for index, number in enumerate(padded) if number), 2)
    return padded[: leading + 1]


def _candidates(records: Iterable[Advisory], package: Package, version: str) -> Iterator[str]:
    """Versions above ``version`` that are named as fixed: those of its series first, releases first, then rising."""
    key = key_of(package.ecosystem)
    now = key(version)
    above: dict[Any, str] = {}
    for named in _fixed(records, package):
        to = _written(named, package, version)
        try:
            at = key(to)
        except UnreadableVersionError:
            continue  # the range that names it is told as unread where the advisory is evaluated
        if at > now:
            above.setdefault(at, to)
    rising = [above[at] for at in sorted(above)]
    near = [to for to in rising if compatible(version, to)]
    far = [to for to in rising if not compatible(version, to)]
    for series in (near, far):
        yield from series if _early(version) else sorted(series, key=_early)


def _written(named: str, package: Package, version: str) -> str:
    """As the ecosystem writes it: without the "-0" of RustSec, with the "v" that the Go database leaves out."""
    if package.base == CRATES:
        return _LOWEST.sub("", named)
    if package.base == GO and version.startswith("v") and not named.startswith("v"):
        return f"v{named}"
    return named


@lru_cache(maxsize=KEPT)
def _early(version: str) -> bool:
    loose = order.parse(version)
    return loose is not None and loose.prerelease


def _fixed(records: Iterable[Advisory], package: Package) -> Iterator[str]:
    for record in records:
        for entry in record.affected:
            if not same(entry.package, package):
                continue
            for line in entry.ranges:
                if line.type != "GIT":
                    yield from (e.version for e in line.events if e.kind == "fixed" and e.version != BEGINNING)
