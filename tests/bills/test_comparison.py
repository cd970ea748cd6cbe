from __future__ import annotations

from typing import Any, Literal

from troth.bills.comparison import Beside, compare
from troth.formats import cyclonedx
from troth.terms.package import package
from troth.terms.seen.components import Component, Origin
from troth.terms.span import Span


def locked(
    name: str,
    version: str,
    ecosystem: str = "crates.io",
    file: str = "Cargo.lock",
    origin: Origin = "registry",
    scope: Literal["", "runtime", "development", "test", "build", "optional"] = "",
) -> Component:
    return Component(
        package=package(ecosystem, name), version=version, purl="", span=Span(file, 7), origin=origin, scope=scope
    )


def bill(*purls: str, **extra: Any) -> Beside:
    components = [
        {
            "name": purl.partition("/")[2].partition("@")[0],
            "version": purl.rpartition("@")[2],
            "purl": purl,
            "bom-ref": purl,
        }
        if purl.startswith("pkg:")
        else {"name": purl.partition("@")[0], "version": purl.partition("@")[2], "bom-ref": purl}
        for purl in purls
    ]
    value = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}
    return compare(cyclonedx.read(value), extra["tree"])


def test_a_true_bill_lacks_nothing() -> None:
    tree = (locked("rope", "0.2.1"), locked("sail", "2.0.0"), locked("ferry", "1.0.0", origin="workspace"))
    beside = bill("pkg:cargo/rope@0.2.1", "pkg:cargo/sail@2.0.0", "ferry@1.0.0", tree=tree)
    (one,) = beside.comparisons
    assert (one.file, one.ecosystem, one.locked, one.found, one.missing, one.differing) == (
        "Cargo.lock", "crates.io", 2, 2, (), ())  # fmt: skip
    assert (beside.extra, beside.own) == ((), frozenset({"components/2"}))


def test_missing_differing_and_extra_components_are_told_apart() -> None:
    tree = (locked("rope", "0.2.1"), locked("sail", "2.0.0"), locked("mast", "1.0.0"), locked("keel", "1.0.0"))
    beside = bill(
        "pkg:cargo/rope@0.2.1", "pkg:cargo/sail@1.9.0", "pkg:cargo/mast@1.0.0", "pkg:cargo/oar@3.0.0", tree=tree
    )
    (one,) = beside.comparisons
    assert one.missing == ("keel 1.0.0, Cargo.lock:7",)
    assert one.differing == ("sail 2.0.0 (bill: 1.9.0), Cargo.lock:7",)
    assert beside.extra == ("oar 3.0.0",)
    assert one.counts


def test_two_versions_of_one_crate_are_two_components() -> None:
    tree = (locked("rope", "0.2.1"), locked("rope", "1.0.0"), locked("sail", "2.0.0"))
    (one,) = bill("pkg:cargo/rope@0.2.1", "pkg:cargo/sail@2.0.0", tree=tree).comparisons
    assert (one.missing, one.differing) == (("rope 1.0.0, Cargo.lock:7",), ())


def test_what_is_for_development_need_not_be_listed() -> None:
    tree = (locked("rope", "0.2.1"), locked("buoy", "2.0.0", scope="development"), locked("float", "1", scope="test"))
    (one,) = bill("pkg:cargo/rope@0.2.1", tree=tree).comparisons
    assert (one.missing, one.set_aside, one.counts) == ((), 2, True)


def test_a_lockfile_of_something_else_is_set_aside() -> None:
    tree = (locked("rope", "0.2.1"), *(locked(f"lib{n}", "1", "PyPI", "docs/uv.lock") for n in range(5)),
            *(locked(f"crate{n}", "1", file="vendor/Cargo.lock") for n in range(5)), locked("rope", "0.2.1", file="vendor/Cargo.lock"))  # fmt: skip
    found = {one.file: one for one in bill("pkg:cargo/rope@0.2.1", tree=tree).comparisons}
    assert found["Cargo.lock"].counts
    assert not found["docs/uv.lock"].counts
    assert found["docs/uv.lock"].note == "the bill lists nothing of PyPI"
    assert "1 of its 6" in found["vendor/Cargo.lock"].note


def test_names_meet_by_the_rules_of_their_ecosystem() -> None:
    tree = (
        locked("Ruamel_Yaml", "1.0", "PyPI", "uv.lock"),
        locked("github.com/harbour/rope", "1.2.0", "Go", "go.mod"),
        locked("@harbour/rope", "3.0.0", "npm", "package-lock.json"),
        locked("org.harbour:rope", "4.0", "Maven", "pom.xml"),
    )
    beside = bill(
        "pkg:pypi/ruamel-yaml@1.0", "pkg:golang/github.com/harbour/rope@v1.2.0", "pkg:npm/%40harbour/rope@3.0.0",
        "pkg:maven/org.harbour/rope@4.0", tree=tree,
    )  # fmt: skip
    assert [(one.file, one.found, one.locked) for one in beside.comparisons] == [
        (file, 1, 1) for file in ("go.mod", "package-lock.json", "pom.xml", "uv.lock")
    ]
    assert beside.extra == ()


def test_a_component_without_a_package_url_is_found_by_its_name() -> None:
    beside = bill("rope@0.2.1", tree=(locked("rope", "0.2.1"),))
    assert (beside.comparisons[0].found, beside.extra) == (1, ())


def test_a_version_that_the_lockfile_does_not_give_is_not_other() -> None:
    assert bill("pkg:cargo/rope@0.2.1", tree=(locked("rope", ""),)).comparisons[0].differing == ()


def test_a_lockfile_that_only_repeats_another_is_set_aside() -> None:
    tree = (locked("rope", "0.2.1"), locked("sail", "2.0.0"), locked("rope", "0.2.1", file="vendor/hull/Cargo.lock"),
            locked("keel", "9", file="tools/Cargo.lock"))  # fmt: skip
    found = {
        one.file: one
        for one in bill("pkg:cargo/rope@0.2.1", "pkg:cargo/sail@2.0.0", "pkg:cargo/keel@9", tree=tree).comparisons
    }
    assert (found["Cargo.lock"].counts, found["tools/Cargo.lock"].counts) == (True, True)
    assert not found["vendor/hull/Cargo.lock"].counts
    assert "stands in another lockfile" in found["vendor/hull/Cargo.lock"].note


def test_what_a_lockfile_cannot_tell_is_said() -> None:
    tree = (locked("rope", "0.2.1"), locked("cc", "1.0.0"))
    assert "only build others" in bill("pkg:cargo/rope@0.2.1", tree=tree).comparisons[0].note
    assert bill("pkg:cargo/rope@0.2.1", "pkg:cargo/cc@1.0.0", tree=tree).comparisons[0].note == ""


def test_a_lockfile_of_other_peoples_code_is_set_aside() -> None:
    foreign = Component(
        package=package("crates.io", "keel"), version="9", purl="", span=Span("vendor/keel/Cargo.lock", 3), own=False
    )
    (one,) = bill("pkg:cargo/keel@9", tree=(foreign,)).comparisons
    assert (one.counts, one.note) == (False, "it stands among other people's code or test data")
