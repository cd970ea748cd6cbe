"""The order of Pub."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "10", ".", "-", "+", "rc", "a", "Z"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("Pub", texts)


def test_order() -> None:
    rises("Pub", ["1.0.0-pre", "1.0.0-pre+build", "1.0.0", "1.0.0+1", "1.0.0+900", "1.0.0+a", "1.0.0+a.1", "1.0.1"])


def test_equals() -> None:
    equal("Pub", "1.0.0", "v1.0.0", "1.0")


def test_what_is_no_version() -> None:
    refuses("Pub", "any", "^1.0.0")
