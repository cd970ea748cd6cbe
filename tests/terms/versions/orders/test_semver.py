"""The order of crates.io."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("0", "1", "10", ".", "-", "+", "rc", "alpha", "v", "Z", "_"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("crates.io", texts)


def test_order() -> None:
    rises(
        "npm",
        ["0.0.0-0", "0.0.0", "0.9.9", "1.0.0-1", "1.0.0-a", "1.0.0-a.1", "1.0.0-a.b", "1.0.0-b.2", "1.0.0-b.11",
         "1.0.0-rc.1", "v1.0.0", "1.0.1", "1.10", "2", "2.0.0.1", "9" * 40, "1" + "0" * 60 + ".0.0"],
    )  # fmt: skip


def test_builds_do_not_count_and_zeros_may_be_left_out() -> None:
    equal("crates.io", "1.2.0", "v1.2.0", "=1.2", "1.2.0+a", "1.2.0+b.7", "1.2+", "1.2.0.0")
    equal("npm", "1.0.0-beta.1", "1.0.0-beta.1+exp.sha")


def test_loose_versions_of_npm() -> None:
    rises("npm", ["1.0.0beta1", "1.0.0beta2", "1.0.0"])


def test_what_is_no_version() -> None:
    refuses(
        "crates.io", "latest", "1.x", "1.2.*", "^1.2", ">=1", "1..2", "1.0-", "file:../a", "-1", "1.2 3", "\x00", "١.٢"
    )
