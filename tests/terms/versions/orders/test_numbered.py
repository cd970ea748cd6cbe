"""The order of CRAN."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "10", ".", "-", "a"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("CRAN", texts)


def test_order() -> None:
    rises("Hackage", ["0.1", "0.1.0", "0.1.0.0", "0.2", "0.10", "1"])
    rises("CRAN", ["0.1-2", "0.1-10", "0.2", "1.0-0"])


def test_equals() -> None:
    equal("CRAN", "0.01.0", "0.1-0")


def test_what_is_no_version() -> None:
    refuses("Hackage", "1.a", "1.", "-1")
