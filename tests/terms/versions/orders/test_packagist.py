"""The order of Packagist."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "10", ".", "-", "+", "_", "dev", "alpha", "RC", "p", "#", "v", "x"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("Packagist", texts)


def test_order() -> None:
    rises(
        "Packagist", ["dev-main", "1.0-dev", "1.0a1", "1.0-beta.2", "1.0RC1", "1.0", "1.0.0", "1.0pl1", "1.9", "1.10"]
    )


def test_equals() -> None:
    equal("Packagist", "1.0RC1", "v1.0-rc1", "V1.0_rc.1", "1.0+rc1")
    equal("Packagist", "1.0", "1.0.#")


def test_what_is_no_version() -> None:
    refuses("Packagist", "1 2", "\x00", "é")
