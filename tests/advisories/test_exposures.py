from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from troth.advisories.exposures import exposures
from troth.terms.package import package
from troth.terms.seen.components import Component, Tenure
from troth.terms.seen.vulnerabilities import Vulnerability
from troth.terms.severity import Assessed, Rating
from troth.terms.span import Span


def day(number: int) -> datetime:
    return datetime.fromordinal(730_000 + number).replace(tzinfo=UTC)


def component(version: str, name: str = "keel", path: str = "Cargo.lock") -> Component:
    return Component(package=package("crates.io", name), version=version, purl="", span=Span(path, 7))


def tenure(version: str, since: int, until: int | None = None, name: str = "keel", path: str = "Cargo.lock") -> Tenure:
    return Tenure(
        component=component(version, name, path),
        since=day(since),
        entered_by=f"in{since}",
        until=None if until is None else day(until),
        left_by="" if until is None else f"out{until}",
    )


def weak(version: str, published: int | None = 0, name: str = "keel", named: str = "OSV-1") -> Vulnerability:
    return Vulnerability(
        component=component(version, name),
        id=named,
        severity=Assessed(rating=Rating.HIGH, score=8.0),
        published=None if published is None else day(published),
    )


def test_known_is_the_later_of_publication_and_entry() -> None:
    (before,) = exposures([tenure("1.0", 10, 20)], [weak("1.0", 15)])
    assert (before.since, before.known, before.left, before.left_by) == (day(10), day(15), day(20), "out20")
    (after,) = exposures([tenure("1.0", 10)], [weak("1.0", 5)])
    assert (after.known, after.left) == (day(10), None)
    (undated,) = exposures([tenure("1.0", 10)], [weak("1.0", None)])
    assert undated.known is None


def test_from_one_version_in_the_range_to_the_next_it_goes_on() -> None:
    found = exposures([tenure("1.0", 1, 5), tenure("1.1", 5, 9), tenure("1.2", 9)], [weak("1.0"), weak("1.1")])
    assert [(one.since, one.left, one.vulnerability.component.version) for one in found] == [(day(1), day(9), "1.1")]


def test_a_second_version_in_the_range_keeps_it_open() -> None:
    (found,) = exposures([tenure("1.0", 1), tenure("1.1", 2, 3)], [weak("1.0"), weak("1.1")])
    assert found.left is None
    assert found.vulnerability.component.version == "1.0"


def test_another_record_of_the_same_weakness_is_the_same() -> None:
    other = msgspec.structs.replace(weak("1.1", named="GHSA-1"), aliases=("OSV-1",))
    first = msgspec.structs.replace(weak("1.0"), aliases=("GHSA-1",))
    assert len(exposures([tenure("1.0", 1, 5), tenure("1.1", 5)], [first, other])) == 1


def test_what_comes_back_is_another_time_and_other_files_are_others() -> None:
    back = exposures([tenure("1.0", 1, 3), tenure("1.0", 8, 9)], [weak("1.0")])
    assert [(one.since, one.left) for one in back] == [(day(1), day(3)), (day(8), day(9))]
    assert len(exposures([tenure("1.0", 1), tenure("1.0", 1, path="a/Cargo.lock")], [weak("1.0")])) == 2


def test_other_packages_and_versions_are_none() -> None:
    assert exposures([tenure("2.0", 1), tenure("1.0", 1, name="mast")], [weak("1.0")]) == ()


@given(st.lists(st.tuples(st.sampled_from(["1.0", "1.1", "2.0"]), st.integers(0, 30), st.integers(1, 30)), max_size=8))
def test_exposed_days_are_the_days_of_weak_versions(rows: list[tuple[str, int, int]]) -> None:
    tenures = [tenure(version, since, since + length) for version, since, length in rows]
    found = exposures(tenures, [weak("1.0"), weak("1.1")])
    spans = [(one.since, one.left) for one in found]
    expected = {
        number for version, since, length in rows if version != "2.0" for number in range(since, since + length)
    }
    covered = {n for since, left in spans for n in range(100) if since <= day(n) and (left is None or day(n) < left)}
    assert covered == expected
    ends = sorted(spans)
    assert all(one[1] is not None and one[1] < two[0] for one, two in pairwise(ends))
