"""The order of Go."""

from __future__ import annotations

from hypothesis import given, settings

from terms.versions.orders.ordering import equal, refuses, rises, total, versions


@settings(max_examples=200, deadline=None)
@given(versions("go", "0", "1", "21", ".", "-", "+incompatible", "rc", "beta", "v", "20240102030405", " X:a"))
def test_the_order_is_total(texts: list[str]) -> None:
    total("Go", texts)


def test_order_of_modules() -> None:
    rises(
        "Go",
        ["v0.0.0-20190101000000-ffffffffffff", "v0.0.0-20240102030405-aaaaaaaaaaaa", "v0.0.0", "v1.2.4-0.20200101000000-abc",
         "v1.2.4-rc.1", "v1.2.4-rc.1.0.20210101000000-abc", "v1.2.4", "v2.0.0+incompatible", "v2.0.1"],
    )  # fmt: skip


def test_order_of_go_itself() -> None:
    rises(
        "Go",
        ["go1.9", "go1.20", "go1.20.14", "go1.21beta1", "go1.21rc2", "go1.21rc10", "go1.21.0", "go1.21.1", "go1.22"],
    )


def test_names_of_the_toolchain_are_those_of_the_database() -> None:
    equal("Go", "go1.21rc2", "1.21rc2", "1.21.0-rc.2")
    equal("Go", "go1.21.3", "1.21.3", "v1.21.3", "go1.21.3-acme", "go1.21.3 X:boringcrypto")
    equal("Go", "v2.0.0+incompatible", "2.0.0", "v2.0.0+other")


def test_what_is_no_version() -> None:
    refuses("Go", "(devel)", "latest", "go", "gopher1.2", "v1.x")
