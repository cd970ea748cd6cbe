"""The order of Red Hat."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "10", ":", ".", "-", "~", "^", "+", "a", "el", "α"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("Red Hat", texts)


def test_order() -> None:
    rises(
        "Red Hat", ["1.0~rc1", "1.0", "1.0-1.el8", "1.0-1.el9", "1.0-2", "1.0^git1", "1.0.a", "1.0.1", "1.10", "1:0.1"]
    )


def test_equals() -> None:
    equal("Rocky Linux:9", "1.0", "1_0", "0:1.0", "1.00", "1.0.")


def test_what_is_no_version() -> None:
    refuses("openSUSE", "1 2", "\n1")
