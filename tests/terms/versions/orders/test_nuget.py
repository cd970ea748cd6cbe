"""The order of NuGet."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "10", ".", "-", "+", "RC", "alpha", "Z"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("NuGet", texts)


def test_order() -> None:
    rises(
        "NuGet",
        ["1.0.0-ALPHA", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-BETA.10", "1.0.0", "1.0.0.1-pre", "1.0.0.1", "1.0.1"],
    )


def test_equals() -> None:
    equal("NuGet", "1.0.0-BETA+AA", "1.0-beta", "1.0.0.0-Beta+b")


def test_what_is_no_version() -> None:
    refuses("NuGet", "1.*", "[1.0,2.0)", "latest")
