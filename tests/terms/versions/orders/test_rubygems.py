"""The order of RubyGems."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "10", ".", "-", "pre", "a", "rc", "Z", "-x86_64-linux", "-java"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("RubyGems", texts)


def test_order() -> None:
    rises("RubyGems", ["0.9", "1.0.a.2", "1.0.b1", "1.0.rc10", "1.0", "1.0.1.pre", "1.0.1", "1.9", "1.10"])


def test_equals() -> None:
    equal("RubyGems", "1", "1.0", "1.0.0")
    equal("RubyGems", "1.0.a2", "1.0.a.2", "1.a.2")
    equal("RubyGems", "1.0-rc1", "1.0.pre.rc1")


def test_a_missing_segment_is_a_zero() -> None:
    rises("RubyGems", ["1.a.0.b", "1.a", "1.a.0.1"])


def test_platforms_are_no_prereleases() -> None:
    equal("RubyGems", "1.15.4", "1.15.4-x86_64-linux", "1.15.4-java", "1.15.4-arm64-darwin")


def test_what_is_no_version() -> None:
    refuses("RubyGems", "latest", "~> 1.0", "1..0", "1_0")
