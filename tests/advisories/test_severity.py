"""Severity over an alias group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.records import CRITICAL, HELIX, LOW_V4, QUARTZ, day, entry, record
from troth.advisories.severity import assess
from troth.terms.advisory import Vector
from troth.terms.severity import UNKNOWN, Rating

MEDIUM = Vector("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N")
OLD_HIGH = Vector("CVSS_V2", "AV:N/AC:L/Au:N/C:C/I:C/A:C")


def test_nothing_is_unknown() -> None:
    assert assess([]) == UNKNOWN
    assert assess([record("GO-1")]) == UNKNOWN
    assert assess([record("GO-1", severity=(Vector("CVSS_V3", "CVSS:3.1/broken"),))]) == UNKNOWN


def test_an_alias_says_what_the_record_does_not() -> None:
    found = assess([record("GO-1"), record("GHSA-1", severity=(MEDIUM,))])
    assert (found.rating, found.score, found.vector, found.by) == (Rating.MEDIUM, 6.1, MEDIUM.score, "GHSA-1")


def test_the_worst_that_anyone_found() -> None:
    found = assess(
        [record("A-1", severity=(MEDIUM,)), record("B-1", severity=(CRITICAL,)), record("C-1", severity=(LOW_V4,))]
    )
    assert (found.rating, found.by) == (Rating.CRITICAL, "B-1")


def test_the_newest_version_within_a_record() -> None:
    found = assess([record("A-1", severity=(CRITICAL, LOW_V4))])
    assert (found.rating, found.vector) == (Rating.LOW, LOW_V4.score)
    assert assess([record("A-1", severity=(MEDIUM, CRITICAL))]).rating is Rating.CRITICAL


def test_the_oldest_version_counts_only_alone() -> None:
    assert assess([record("A-1", severity=(OLD_HIGH,)), record("B-1", severity=(MEDIUM,))]).by == "B-1"
    assert assess([record("A-1", severity=(OLD_HIGH,))]).score == 10.0


@pytest.mark.parametrize(
    ("word", "rating"),
    [("LOW", Rating.LOW), ("MODERATE", Rating.MEDIUM), ("High", Rating.HIGH), ("CRITICAL", Rating.CRITICAL),
     ("Important", Rating.HIGH), ("untriaged", Rating.UNKNOWN), ("", Rating.UNKNOWN)],
)  # fmt: skip
def test_words(word: str, rating: Rating) -> None:
    assert assess([record("GHSA-1", word=word)]).rating is rating


def test_a_score_beats_a_word_and_the_worst_word_beats_the_others() -> None:
    assert assess([record("A-1", word="CRITICAL"), record("B-1", severity=(MEDIUM,))]).by == "B-1"
    found = assess([record("A-1", word="LOW"), record("B-1", word="HIGH")])
    assert (found.rating, found.score, found.by) == (Rating.HIGH, None, "B-1")
    assert assess([record("U-1", severity=(Vector("Ubuntu", "medium"),))]).rating is Rating.MEDIUM


def test_severity_of_one_package_is_not_that_of_another() -> None:
    both = record("A-1", entry(QUARTZ, severity=(MEDIUM,)), entry(HELIX, severity=(CRITICAL,)))
    assert assess([both], QUARTZ).rating is Rating.MEDIUM
    assert assess([both], HELIX).rating is Rating.CRITICAL
    assert assess([both]).rating is Rating.CRITICAL


def test_withdrawn_records_are_not_asked() -> None:
    assert assess([record("A-1", severity=(CRITICAL,), withdrawn=day(1)), record("B-1", word="low")]).by == "B-1"


@given(
    st.permutations(
        [
            record("A-1", severity=(MEDIUM,)),
            record("B-1", severity=(CRITICAL,)),
            record("C-1", severity=(CRITICAL,)),
            record("D-1", word="LOW"),
        ]
    )
)
def test_the_order_of_records_does_not_matter(records: list[object]) -> None:
    assert assess(records).by == "B-1"  # type: ignore[arg-type]
