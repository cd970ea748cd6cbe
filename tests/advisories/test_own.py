"""Advisories of the project itself: what names it, and what only seems to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from troth.advisories.own import weaknesses
from troth.terms.advisory import Advisory, Affected, Event, Range
from troth.terms.answer import Answer
from troth.terms.package import Package, package
from troth.terms.seen.own_advisories import OwnPackage
from troth.terms.span import Span

HARBOUR = package("PyPI", "harbour")
OWN = OwnPackage(package=HARBOUR, span=Span("pyproject.toml", 2), repository="github.com/example/harbour")
AT = date(2026, 6, 1)


class Shelf:
    """A library of a few records."""

    ecosystems = frozenset({"PyPI"})

    def __init__(self, *records: Advisory) -> None:
        self.kept = records

    def records(self, package: Package) -> Sequence[Advisory]:
        return [one for one in self.kept if any(each.package == package for each in one.affected)]

    def aliases_of(self, _: str) -> Sequence[Advisory]:
        return ()

    def exploitation(self, _: Any) -> Any:
        raise AssertionError


def record(id_: str = "GHSA-2222-3333-4444", *, fixed: bool = True, **fields: Any) -> Advisory:
    events = (Event("introduced", "0"), *((Event("fixed", "1.4.2"),) if fixed else ()))
    given: dict[str, Any] = {
        "id": id_,
        "published": datetime(2026, 3, 1, tzinfo=UTC),
        "affected": (Affected(package=HARBOUR, ranges=(Range(type="ECOSYSTEM", events=events),)),),
        "references": ("https://github.com/example/harbour/security/advisories/GHSA-2222-3333-4444",),
    }
    return Advisory(**(given | fields))


def found(*records: Advisory, own: OwnPackage = OWN) -> Answer[Any]:
    return weaknesses(Answer(found=(own,)), Shelf(*records), AT)


def test_a_record_of_the_package_that_cites_the_repository_is_one() -> None:
    (one,) = found(record(aliases=("CVE-2026-0001",))).found
    assert (one.names, one.fixed) == (("GHSA-2222-3333-4444", "CVE-2026-0001"), ("1.4.2",))


@pytest.mark.parametrize(
    "other",
    [
        record(references=("https://github.com/somebody/harbour/issues/1",)),
        record(references=("https://github.com/example/harbour-tools/issues/1",)),
        record(fixed=False),
        record(withdrawn=datetime(2026, 4, 1, tzinfo=UTC)),
        record(informational="unmaintained"),
        record(published=datetime(2026, 7, 1, tzinfo=UTC)),
    ],
    ids=["another repository", "a longer name", "no fix", "withdrawn", "no weakness", "from the future"],
)
def test_what_only_seems_to_be_one(other: Advisory) -> None:
    assert found(other).found == ()


def test_a_tree_without_a_remote_is_a_gap() -> None:
    answer = found(record(), own=OwnPackage(package=HARBOUR, span=Span("pyproject.toml", 2)))
    assert (answer.found, len(answer.gaps)) == ((), 1)


def test_records_of_one_weakness_are_one() -> None:
    pysec = record("PYSEC-2026-1", aliases=("CVE-2026-0001",), published=datetime(2026, 2, 1, tzinfo=UTC))
    (one,) = found(record(aliases=("CVE-2026-0001",)), pysec).found
    assert {"PYSEC-2026-1", "GHSA-2222-3333-4444", "CVE-2026-0001"} == set(one.names)
    assert one.published == datetime(2026, 2, 1, tzinfo=UTC)
