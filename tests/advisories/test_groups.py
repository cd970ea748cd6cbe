"""Alias groups."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.joined import groups
from advisories.records import QUARTZ, Shelf, day, entry, line, record
from troth.advisories.groups import group_of
from troth.terms.advisory import Advisory


def test_names_are_joined_over_records_that_do_not_know_each_other() -> None:
    first, second = record("PYSEC-1", aliases=("CVE-1",)), record("GHSA-1", aliases=("CVE-1", "X-9"))
    alone = record("PYSEC-2")
    shelf = Shelf([first, alone, second])
    assert group_of(first, shelf).names == ("CVE-1", "GHSA-1", "PYSEC-1", "X-9")
    assert group_of(alone, shelf).names == ("PYSEC-2",)
    assert group_of(second, shelf).records == (second, first)


def test_related_and_upstream_never_join() -> None:
    first = record("A-1", related=("B-1",), upstream=("C-1",))
    others = [record("B-1"), record("C-1")]
    assert group_of(first, Shelf([first, *others])).names == ("A-1",)


def test_withdrawn_records_join_nothing() -> None:
    first, second = record("A-1", aliases=("CVE-1",)), record("B-1", aliases=("CVE-2",))
    withdrawn = record("W-1", aliases=("CVE-1", "CVE-2"), withdrawn=day(1))
    assert group_of(first, Shelf([first, second, withdrawn])).names == ("A-1", "CVE-1")


def test_a_withdrawn_record_that_a_live_one_names_is_in_the_group() -> None:
    first, withdrawn = record("A-1", aliases=("W-1",)), record("W-1", aliases=("Z-1",), withdrawn=day(1))
    assert group_of(first, Shelf([first, withdrawn])).names == ("A-1", "W-1")


def test_a_library_is_asked_until_no_new_name_turns_up() -> None:
    chain = [
        record(f"R-{number}", entry(QUARTZ, line("introduced 0")), aliases=(f"R-{number + 1}",)) for number in range(30)
    ]
    assert len(group_of(chain[15], Shelf(chain)).records) == 30


NAMES = st.sampled_from([f"N-{number}" for number in range(12)])


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(NAMES, st.tuples(st.lists(NAMES, max_size=3), st.booleans()), max_size=10))
def test_both_ways_find_the_same_groups(shaped: dict[str, tuple[list[str], bool]]) -> None:
    records = [
        Advisory(id=name, aliases=tuple(aliases), withdrawn=day(1) if gone else None)
        for name, (aliases, gone) in shaped.items()
    ]
    joined = groups(records)
    names = [name for group in joined for name in group.names]
    assert len(names) == len(set(names))
    for group in joined:
        for member in group.records:
            assert group_of(member, Shelf(records)) == group
