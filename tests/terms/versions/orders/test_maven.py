"""The order of Maven."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "10", ".", "-", "rc", "alpha", "a", "ga", "final", "sp", "SNAPSHOT", "foo", "_"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("Maven", texts)


def test_order() -> None:
    rises(
        "Maven",
        ["1.0-alpha-1-SNAPSHOT", "1.0-alpha-1", "1.0-alpha-2", "1.0-beta", "1.0-M1", "1.0-rc1", "1.0-SNAPSHOT", "1.0", "1.0-sp",
         "1.0-xyz", "1.0-1", "1.0-2", "1.0.1", "1.1", "1.10", "1" + "0" * 30],
    )  # fmt: skip


def test_equals() -> None:
    equal("Maven", "1", "1.0", "1.0.0", "1-0", "1.ga", "1.0-FINAL", "1release", "01", "1.", "1-")
    equal("Maven", "1a1", "1-alpha-1", "1.0alpha1")
    equal("Maven", "1cr", "1-RC")
    equal("Maven", "1-ga-1", "1-1")


def test_where_mavens_own_comparison_runs_in_a_circle() -> None:
    rises("Maven", ["1.0.alpha", "1", "1-1", "1.0.1"])


def test_what_is_no_version() -> None:
    refuses("Maven", "1 2", "\x00", "é")
