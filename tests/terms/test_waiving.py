"""Waivers let pass what they name, on the days that they name, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.terms.package import package
from troth.terms.seen.components import Component
from troth.terms.seen.results import ToolFinding
from troth.terms.seen.vulnerabilities import Vulnerability
from troth.terms.severity import UNKNOWN
from troth.terms.span import Span
from troth.terms.waiver import Waiver
from troth.terms.waiving import covers, waived

TODAY = date(2026, 11, 25)
HERE = Span("troth.toml", 3)


def vulnerable(
    name: str = "hull", id_: str = "RUSTSEC-2026-0001", ecosystem: str = "crates.io", version: str = "1.0.0"
) -> Vulnerability:
    found = package(ecosystem, name)
    component = Component(package=found, version=version, purl="", span=Span("Cargo.lock", 4))
    return Vulnerability(component=component, id=id_, aliases=("CVE-2026-1", "GHSA-aaaa-bbbb-cccc"), severity=UNKNOWN)


def waiver(target: str = "RUSTSEC-2026-0001", *, until: date | None = TODAY, **more: str) -> Waiver:
    return Waiver(target=target, span=HERE, until=until, **more)  # type: ignore[arg-type]


def passes(one: Waiver, thing: Vulnerability | ToolFinding, *, tool: str = "", on: date = TODAY) -> bool:
    kept, let = waived((thing,), (one,), on, tool=tool)  # type: ignore[type-var]
    assert len(kept) + len(let) == 1
    return bool(let)


@pytest.mark.parametrize(
    "target", ["RUSTSEC-2026-0001", "CVE-2026-1", "cve-2026-1", "ghsa-AAAA-bbbb-cccc", "package:hull"]
)
def test_an_id_or_any_alias(target: str) -> None:
    assert passes(waiver(target), vulnerable())


@pytest.mark.parametrize(
    "target", ["RUSTSEC-2026-0002", "CVE-2026-11", "CVE-2026", "*", "hull", "package:keel", "RUSTSEC-*", "licence:hull"]
)
def test_nothing_else(target: str) -> None:
    assert not passes(waiver(target), vulnerable())


@pytest.mark.parametrize("named", ["hull", "hull@1.0.0", "pkg:cargo/hull", "pkg:cargo/hull@1.0.0", "h*ll"])
def test_its_package(named: str) -> None:
    assert passes(waiver(package=named), vulnerable())


@pytest.mark.parametrize("named", ["hulls", "hull@1.0.1", "pkg:pypi/hull", "pkg:cargo/hull@2", "keel", "k*", "hul"])
def test_no_other_package(named: str) -> None:
    assert not passes(waiver(package=named), vulnerable())


def test_names_are_compared_as_their_ecosystem_does() -> None:
    assert passes(waiver(package="Deck_Chair"), vulnerable("deck-chair", ecosystem="PyPI"))
    assert not passes(waiver(package="Deck_Chair"), vulnerable("deck-chair"))
    assert passes(waiver(package="pkg:npm/%40dock/line@1.0.0"), vulnerable("@dock/line", ecosystem="npm"))
    assert passes(waiver(package="@dock/line"), vulnerable("@dock/line", ecosystem="npm"))


def test_paths_limit_it() -> None:
    assert passes(waiver(path="Cargo.lock"), vulnerable())
    assert passes(waiver(path="**/*.lock"), vulnerable())
    assert not passes(waiver(path="sub"), vulnerable())


FLAW = ToolFinding(rule="B101", text="assert", span=Span("tests/a.py", 2))
SECRET = ToolFinding(rule="aws", text="a key", span=Span("docs/keys.md", 2), fingerprint="0a1b")


def test_rules_of_one_tool() -> None:
    assert passes(waiver("bandit:B101"), FLAW, tool="bandit")
    assert passes(waiver("B101", tool="bandit"), FLAW, tool="bandit")
    assert passes(waiver("bandit:B101", path="tests"), FLAW, tool="bandit")
    assert not passes(waiver("bandit:B101", path="src"), FLAW, tool="bandit")
    assert not passes(waiver("B101"), FLAW, tool="bandit")
    assert not passes(waiver("bandit:B101"), FLAW, tool="ruff")
    assert not passes(waiver("bandit:B101"), FLAW)
    assert not passes(waiver("bandit:B101", tool="ruff"), FLAW, tool="bandit")
    assert not passes(waiver("bandit:B101", package="hull"), FLAW, tool="bandit")


def test_secrets_by_fingerprint() -> None:
    assert passes(waiver("secret:0a1b"), SECRET)
    assert not passes(waiver("secret:0a1"), SECRET)
    assert not passes(waiver("0a1b"), SECRET)


def test_findings_of_dependencies() -> None:
    found = ToolFinding(rule="X1", text="", span=None, aliases=("PYSEC-2026-1",), package="hull", version="1.0")
    assert passes(waiver("PYSEC-2026-1", package="hull@1.0"), found, tool="pip-audit")
    assert not passes(waiver("PYSEC-2026-1", path="x"), found, tool="pip-audit")
    licence = msgspec.structs.replace(found, group="licenses")
    assert passes(waiver("licence:hull"), licence, tool="cargo-deny")
    assert not passes(waiver("package:hull"), licence, tool="cargo-deny")


def test_a_tools_own_file_is_obeyed_by_that_tool_alone() -> None:
    assert not passes(waiver(tool="cargo-deny", form="deny.toml"), vulnerable(), tool="cargo-deny")


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(on=DAYS, past=st.integers(1, 3000), granted=st.none() | DAYS)
def test_what_has_lapsed_or_has_no_date_lets_nothing_pass(on: date, past: int, granted: date | None) -> None:
    for until in (None, on - timedelta(days=past)):
        old = msgspec.structs.replace(waiver(until=until), granted=granted)
        assert not old.holds(on)
        assert not passes(old, vulnerable(), on=on)


@given(on=DAYS, ahead=st.integers(0, 3000), later=st.integers(1, 3000))
def test_it_holds_from_its_first_day_to_its_last(on: date, ahead: int, later: int) -> None:
    good = msgspec.structs.replace(waiver(until=on + timedelta(days=ahead)), granted=on)
    assert passes(good, vulnerable(), on=on)
    assert not passes(msgspec.structs.replace(good, granted=on + timedelta(days=later)), vulnerable(), on=on)


NAMES = st.text("abA-_.@/", min_size=1, max_size=6)


@given(named=NAMES, other=NAMES, ecosystem=st.sampled_from(["PyPI", "crates.io", "npm", "Go"]))
def test_a_waiver_never_lets_another_package_pass(named: str, other: str, ecosystem: str) -> None:
    let = passes(waiver(package=named), vulnerable(other, ecosystem=ecosystem))
    ours, theirs = package(ecosystem, named).name, package(ecosystem, other).name
    assert let <= (ours == theirs)


@given(st.text("ab*?./[]!-", max_size=12), st.text("ab./", max_size=12))
def test_globs_never_break_and_never_leave(glob: str, path: str) -> None:
    if covers(glob, path):
        assert ".." not in path.split("/")
        assert ".." not in glob.split("/")


@pytest.mark.parametrize(
    ("glob", "path", "wanted"),
    [
        ("tests", "tests/a/b.py", True),
        ("tests/", "tests/a.py", True),
        ("tests", "tests.py", False),
        ("tests/*.py", "tests/a.py", True),
        ("tests/*.py", "tests/a/b.py", False),
        ("a/*", "a/b/c", False),
        ("a/**", "a/b/c", True),
        ("**/x.py", "x.py", True),
        ("a/**/x.py", "a/x.py", True),
        ("./a", "a/b", True),
        ("../a", "a", False),
        ("Cargo.lock", "sub/Cargo.lock", False),
        ("", "a", False),
        ("**/" * 60 + "x", "a/" * 60 + "x", True),
    ],
)
def test_globs(glob: str, path: str, wanted: bool) -> None:
    assert covers(glob, path) is wanted
