"""The order of PyPI."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "1!", ".", "-", "+", "rc", "dev", "post", "a", "charm", "00000000", "final"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("PyPI", texts)


def test_order() -> None:
    rises("PyPI", ["1.0.dev1", "1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0+local", "1.0.post1", "1.1", "2024.5", "1!0.1"])


def test_versions_before_pep_440_come_first() -> None:
    rises("PyPI", ["0.1-ash", "0.1-birch", "0.9-cedar", "1.0-dev-tree", "0"])
    rises("PyPI", ["1.0-oak-1", "1.0-oak-2", "1.0-oak-10"])
    equal("PyPI", "1.0-oak.0", "1.0-oak")


def test_equals() -> None:
    equal("PyPI", "1.0", "1.0.0", "v1", "1.0.0.0")
    equal("PyPI", "1.0-1", "1.0.post1")


def test_what_is_no_version() -> None:
    refuses("PyPI", "a b", "<2", "~=1.0", "./wheel", "\ud800", "\x00")
