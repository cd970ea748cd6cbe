"""The order of Debian:12."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "10", ":", ".", "-", "~", "+", "a", "deb", "Z"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("Debian:12", texts)


def test_order() -> None:
    rises(
        "Debian",
        ["1.0~~", "1.0~rc1", "1.0", "1.0-1~deb12u1", "1.0-1", "1.0-1+b1", "1.0-10", "1.0a", "1.0+git", "1.1", "1:0.1"],
    )


def test_equals() -> None:
    equal("Ubuntu:24.04:LTS", "1.0", "0:1.0", "1.0-0", "1.0-00", "1.00")


def test_what_is_no_version() -> None:
    refuses("Debian", "a b", "\x00", "1.é")
