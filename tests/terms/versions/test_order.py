"""The order of versions."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from troth.terms.versions import order


def test_order_of_any_shape() -> None:
    rising = ["0.9", "1.0-SNAPSHOT", "1.0a1", "1.0-beta.2", "1.0-rc1", "1.0", "1.0-post1", "v1.1", "1.1.1", "2024.05.1"]
    read = [order.parse(text) for text in rising]
    assert all(a is not None and b is not None and a < b for a, b in pairwise(read))
    assert order.parse("1.0.Final") == order.parse("1")
    assert [order.parse(text) for text in ("", "x", "release", "1.0 beta")] == [None] * 4


def test_newest() -> None:
    assert order.newest(["1.9", "word", "1.10", "1.10-rc1"]) == "1.10"
    assert order.newest([]) is None
    assert order.numbers_of("v1.20.0-rc1") == (1, 20, 0)
    assert order.numbers_of("x") is None


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.-+vabrc"), max_size=30), st.text(max_size=10))
def test_any_text_is_read_or_is_not(shaped: str, wild: str) -> None:
    for text in (shaped, wild):
        assert order.parse(text) == order.parse(text)
