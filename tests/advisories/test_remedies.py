"""Where to go from a version that is affected."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.records import HELIX, QUARTZ, entry, line, record
from troth.advisories.affects import affects
from troth.advisories.remedies import Upgrade, compatible, nearest_fix, smallest_upgrade
from troth.terms.advisory import Advisory
from troth.terms.package import package
from troth.terms.versions.orders import key_of


def about(name: str, *events: str) -> Advisory:
    return record(name, entry(HELIX, line(*events, kind="SEMVER")))


BRANCHES = about("A-1", "introduced 0", "fixed 1.4.2", "introduced 2.0.0", "fixed 2.1.0")


@pytest.mark.parametrize(
    ("version", "fix"), [("1.0.0", "1.4.2"), ("2.0.3", "2.1.0"), ("2.1.0", ""), ("1.4.1-rc.1", "1.4.2")]
)
def test_the_nearest_fix(version: str, fix: str) -> None:
    assert nearest_fix([BRANCHES], HELIX, version) == fix


def test_no_fix_is_no_answer() -> None:
    assert nearest_fix([about("A-1", "introduced 0")], HELIX, "1.0.0") == ""
    assert nearest_fix([about("A-1", "introduced 0", "last_affected 1.5.0")], HELIX, "1.0.0") == ""
    commits = record("A-1", entry(HELIX, line("introduced 0", "fixed 9.9.9", kind="GIT")))
    assert nearest_fix([commits], HELIX, "1.0.0") == ""
    assert nearest_fix([], HELIX, "1.0.0") == ""


def test_a_fix_that_another_record_of_the_weakness_contradicts_is_none() -> None:
    later = about("B-1", "introduced 0", "fixed 1.4.3")
    assert nearest_fix([BRANCHES, later], HELIX, "1.0.0") == "1.4.3"


def test_who_uses_a_release_is_sent_to_a_release() -> None:
    records = [about("A-1", "introduced 0", "fixed 1.5.0-rc.1"), about("B-1", "introduced 0", "fixed 1.5.0")]
    assert nearest_fix(records[:1], HELIX, "1.0.0") == "1.5.0-rc.1"
    assert nearest_fix(records, HELIX, "1.0.0") == "1.5.0"
    assert nearest_fix(records[:1], HELIX, "1.5.0-beta") == "1.5.0-rc.1"


def test_the_lowest_version_that_semver_has_is_not_told_as_one_to_go_to() -> None:
    assert nearest_fix([about("A-1", "introduced 0.0.0-0", "fixed 1.2.4-0")], HELIX, "1.0.0") == "1.2.4"


def test_a_version_of_go_is_written_as_the_one_in_use() -> None:
    module = package("Go", "example.org/quartz")
    records = [record("GO-1", entry(module, line("introduced 0", "fixed 1.2.0", kind="SEMVER")))]
    assert nearest_fix(records, module, "v1.0.0") == "v1.2.0"
    assert nearest_fix(records, module, "1.0.0") == "1.2.0"
    assert smallest_upgrade(records, module, "v1.0.0") == Upgrade(to="v1.2.0", same_series=True, clears=("GO-1",))


def test_what_is_fixed_for_another_package_is_no_fix() -> None:
    other = entry(package("crates.io", "helix-core"), line("introduced 0", "fixed 1.5.0"))
    both = record("A-1", entry(HELIX, line("introduced 0", "last_affected 1.4.0")), other)
    assert nearest_fix([both], HELIX, "1.0.0") == ""


def test_the_smallest_upgrade_clears_all() -> None:
    records = [BRANCHES, about("B-1", "introduced 0", "fixed 1.6.0"), about("C-1", "introduced 9.0.0", "fixed 9.1.0")]
    assert smallest_upgrade(records, HELIX, "1.0.0") == Upgrade(to="1.6.0", same_series=True, clears=("A-1", "B-1"))


def test_a_fix_in_which_another_weakness_begins_does_not_clear() -> None:
    records = [
        about("A-1", "introduced 0", "fixed 1.4.0"),
        about("B-1", "introduced 0", "fixed 1.2.0", "introduced 1.4.0", "fixed 1.5.0"),
    ]
    assert smallest_upgrade(records, HELIX, "1.0.0").to == "1.5.0"


def test_another_series_is_told() -> None:
    upgrade = smallest_upgrade([about("A-1", "introduced 0", "fixed 2.0.0")], HELIX, "1.0.0")
    assert (upgrade.to, upgrade.same_series) == ("2.0.0", False)


def test_what_has_no_fix_is_left() -> None:
    records = [BRANCHES, about("B-1", "introduced 0")]
    assert smallest_upgrade(records, HELIX, "1.0.0") == Upgrade(
        to="1.4.2", same_series=True, clears=("A-1",), leaves=("B-1",)
    )
    assert smallest_upgrade(records[1:], HELIX, "1.0.0") == Upgrade(leaves=("B-1",))


def test_nothing_to_clear_needs_no_upgrade() -> None:
    assert smallest_upgrade([BRANCHES], HELIX, "2.1.0") == Upgrade()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("1.2.3", "1.9", True), ("1.2.3", "2.0.0", False), ("0.3.1", "0.3.9", True), ("0.3.1", "0.4.0", False),
     ("0.0.1", "0.0.2", False), ("v1.0.0-rc.1", "1.0.0", True), ("go1.21.1", "1.21.5", True), ("word", "word", False)],
)  # fmt: skip
def test_series(one: str, other: str, same: bool) -> None:
    assert compatible(one, other) is same


NUMBERS = st.builds("{}.{}".format, st.integers(0, 3), st.integers(0, 3))
LINES = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=2).map(
    lambda pairs: line(*(event for low, high in pairs for event in (f"introduced {low}", f"fixed {high}")))
)
RECORDS = st.lists(LINES, min_size=1, max_size=4).map(
    lambda lines: [record(f"A-{number}", entry(QUARTZ, events)) for number, events in enumerate(lines)]
)


@settings(max_examples=300, deadline=None)
@given(RECORDS, NUMBERS)
def test_an_upgrade_does_what_it_says(records: list[Advisory], version: str) -> None:
    held = {r.id for r in records if affects(r, QUARTZ, version)}
    upgrade = smallest_upgrade(records, QUARTZ, version)
    assert {*upgrade.clears, *upgrade.leaves} == held
    if upgrade.to:
        key = key_of("PyPI")
        assert key(upgrade.to) > key(version)
        assert {r.id for r in records if r.id in held and affects(r, QUARTZ, upgrade.to)} == set(upgrade.leaves)
    else:
        assert upgrade.clears == ()
    fix = nearest_fix(records[:1], QUARTZ, version)
    assert not fix or not affects(records[0], QUARTZ, fix)
