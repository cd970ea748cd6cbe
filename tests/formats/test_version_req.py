from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.formats.version_req import BadRequirementError, Stretch, after, complement, stretch
from troth.terms.versions.orders import key_of


@pytest.mark.parametrize(
    ("requirement", "start", "end"),
    [
        ("1.2.3", "1.2.3", "2.0.0-0"),
        ("^1.2.3", "1.2.3", "2.0.0-0"),
        ("^0.2.3", "0.2.3", "0.3.0-0"),
        ("^0.0.3", "0.0.3", "0.0.4-0"),
        ("^0.0", "0.0.0", "0.1.0-0"),
        ("^0", "0.0.0", "1.0.0-0"),
        ("^ 2.2.1", "2.2.1", "3.0.0-0"),
        ("~1.2.3", "1.2.3", "1.3.0-0"),
        ("~1.2", "1.2.0", "1.3.0-0"),
        ("~1", "1.0.0", "2.0.0-0"),
        ("1.2.*", "1.2.0", "1.3.0-0"),
        ("1.*", "1.0.0", "2.0.0-0"),
        ("*", "0.0.0-0", None),
        (">= 1.2, < 1.5", "1.2.0", "1.5.0"),
        ("> 1.2.3", "1.2.4-0", None),
        ("> 1.2", "1.3.0", None),
        ("<= 1.2.3", "0.0.0-0", "1.2.4-0"),
        ("<= 1.2", "0.0.0-0", "1.3.0"),
        ("= 1.2.3", "1.2.3", "1.2.4-0"),
        ("=1.2", "1.2.0", "1.3.0-0"),
        (">= 3.0.0-beta.9", "3.0.0-beta.9", None),
        ("= 1.0.0-rc.1", "1.0.0-rc.1", "1.0.0-rc.1.0"),
    ],
)
def test_operators_mean_what_cargo_says(requirement: str, start: str, end: str | None) -> None:
    assert stretch(requirement) == Stretch(start, end)


@pytest.mark.parametrize("requirement", ["", "one", ">= ", "1.2.3.4", "=> 1", "1..2", "< 1,", "1" * 600, "9" * 40])
def test_what_is_no_requirement_is_refused(requirement: str) -> None:
    with pytest.raises(BadRequirementError):
        stretch(requirement)


def test_parts_that_leave_nothing() -> None:
    assert stretch("> 2.0.0, < 1.0.0") is None


def test_the_complement_of_nothing_is_everything() -> None:
    assert complement(()) == (Stretch("0.0.0-0"),)
    assert complement((Stretch("0.0.0-0"),)) == ()


NUMBER = st.integers(0, 3)
VERSION = st.builds(
    lambda a, b, c, pre: f"{a}.{b}.{c}{pre}", NUMBER, NUMBER, NUMBER, st.sampled_from(["", "-0", "-rc.1"])
)
STRETCH = st.builds(Stretch, VERSION, st.none() | VERSION)


key = key_of("crates.io")


def holds(stretches: tuple[Stretch, ...] | list[Stretch], version: str) -> bool:
    return any(
        key(each.start) <= key(version) and (each.end is None or key(version) < key(each.end)) for each in stretches
    )


@given(st.lists(STRETCH, max_size=4), VERSION)
def test_every_version_lies_in_one_or_in_the_complement(stretches: list[Stretch], version: str) -> None:
    real = [each for each in stretches if each.end is None or key(each.start) < key(each.end)]
    assert holds(real, version) != holds(complement(real), version)


@given(VERSION, VERSION)
def test_nothing_lies_between_a_version_and_the_one_after(version: str, other: str) -> None:
    assert key(version) < key(after(version))
    assert not key(version) < key(other) < key(after(version))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(BadRequirementError):
        stretch(text)
