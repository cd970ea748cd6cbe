"""The order of Alpine:v3.20."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "01", ".", "-r", "-", "_rc", "_p", "_git", "a", "~abc", "_", "A"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("Alpine:v3.20", texts)


def test_order() -> None:
    rises(
        "Alpine",
        ["1.0", "1.1_alpha1", "1.1_beta", "1.1_rc1", "1.1", "1.1-r1", "1.1-r10", "1.1_git1", "1.1_p1", "1.1_p2", "1.1a", "1.1.1",
         "1.2", "1.10", "06", "20240101"],
    )  # fmt: skip


def test_zeros_and_hashes() -> None:
    rises("Wolfi", ["1.01", "1.1"])
    equal("Wolfi", "1.1~abc123-r1", "1.1-r1", "1.1-r01")


def test_what_does_not_fit_behind_comes_first() -> None:
    rises("Alpine", ["1.1_what", "1.1"])


def test_what_is_no_version() -> None:
    refuses("Alpine", "latest", "-r1", "_p1", "1\x00")
