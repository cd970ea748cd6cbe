"""One weakness, several witnesses; names that survive moved lines."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.evidence.tools.weaknesses import canonical, categories, cwe, cwes
from troth.evidence.tools.witnesses import merge, named
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.span import Span, excerpt

AT = datetime(2026, 3, 1, tzinfo=UTC)


def run(tool: str, *findings: ToolFinding, directory: str = "") -> ToolRun:
    return ToolRun(
        tool=tool, argv=(tool,), directory=directory, version="1", at=AT, scanned=1, findings=named(tool, findings)
    )


def source(rule: str, line: int, text: str = "f()", path: str = "a.py", **more: object) -> ToolFinding:
    return ToolFinding(rule=rule, text=rule, span=Span(path, line, text), **more)  # type: ignore[arg-type]


def part(rule: str, package: str, version: str, *aliases: str, path: str = "lock") -> ToolFinding:
    return ToolFinding(
        rule=rule, text=rule, span=Span(path), package=package, version=version, aliases=aliases, group="advisories"
    )


def secret(rule: str, line: int, fingerprint: str = "", path: str = "a.py") -> ToolFinding:
    return ToolFinding(
        rule=rule, text=rule, span=Span(path, line), group="secret", fingerprint=fingerprint, cwes=("CWE-798",)
    )


def tools(*runs: ToolRun) -> list[tuple[str, tuple[str, ...]]]:
    return [(weakness.finding.rule, weakness.tools) for weakness in merge(runs)]


def test_ruff_and_bandit_see_the_same_line() -> None:
    bandit = run("bandit", source("B602", 3, cwes=("CWE-78",), severity="high"), source("B607", 3, cwes=("CWE-78",)))
    ruff = run("ruff", source("S602", 3, cwes=("CWE-78",)), source("S607", 4, cwes=("CWE-78",)))
    found = merge((ruff, bandit))
    assert [(one.finding.rule, sorted(one.tools)) for one in found] == [
        ("B602", ["bandit", "ruff"]),
        ("S607", ["bandit", "ruff"]),
    ]
    assert found[0].finding.rule == "B602", "the one that says most speaks"
    assert [str(one) for one in found[0].categories] == ["A03:2021 Injection", "A05:2025 Injection"]


def test_a_shared_cwe_joins_what_stands_near() -> None:
    near = tools(
        run("gosec", source("G204", 10, cwes=("CWE-78",))), run("semgrep", source("exec", 12, cwes=("CWE-78",)))
    )
    assert [len(names) for _, names in near] == [2]
    far = tools(
        run("gosec", source("G204", 10, cwes=("CWE-78",))), run("semgrep", source("exec", 13, cwes=("CWE-78",)))
    )
    assert [len(names) for _, names in far] == [1, 1]
    other = tools(
        run("gosec", source("G204", 10, cwes=("CWE-78",))), run("semgrep", source("sql", 10, cwes=("CWE-89",)))
    )
    assert [len(names) for _, names in other] == [1, 1]


def test_two_findings_of_one_tool_are_two() -> None:
    assert len(tools(run("bandit", source("B602", 3, cwes=("CWE-78",)), source("B607", 3, cwes=("CWE-78",))))) == 2


def test_dependencies_by_package_version_and_alias_group() -> None:
    runs = (
        run("pip-audit", part("PYSEC-1", "Jinja2", "2.10", "CVE-1")),
        run("osv-scanner", part("GHSA-1", "jinja2", "2.10", "CVE-1"), part("GHSA-1", "jinja2", "2.11", "CVE-1")),
        run("safety", part("S-1", "jinja2", "2.10", "GHSA-1")),
        run("other", part("X-1", "jinja2", "2.10")),
    )
    assert sorted(len(names) for _, names in tools(*runs)) == [1, 1, 3]
    (joined,) = [one for one in merge(runs) if len(one.tools) == 3]
    assert {"PYSEC-1", "GHSA-1", "S-1", "CVE-1"} == {joined.finding.rule, *joined.aliases}
    assert [one.code for one in joined.categories] == ["A06", "A03"]


def test_a_later_witness_joins_two_groups() -> None:
    runs = (
        run("a", part("A-1", "oar", "1")),
        run("b", part("B-1", "oar", "1")),
        run("c", part("C-1", "oar", "1", "A-1", "B-1")),
    )
    assert tools(*runs) == [("C-1", ("c", "a", "b"))]


def test_secrets_by_value_or_line() -> None:
    runs = (
        run("betterleaks", secret("github-pat", 1, "f" * 64), secret("github-pat", 9, "e" * 64)),
        run("kingfisher", secret("github", 1, "17")),
        run("bandit", source("B105", 9, cwes=("CWE-259",))),
    )
    found = merge(runs)
    assert [(one.kind, sorted(one.tools)) for one in found] == [
        ("secret", ["betterleaks", "kingfisher"]),
        ("secret", ["bandit", "betterleaks"]),
    ]


def test_what_every_witness_silenced_does_not_count() -> None:
    silenced = source("B602", 3, cwes=("CWE-78",), suppressed="# nosec")
    assert not merge((run("bandit", silenced),))[0].counts
    both = merge((run("bandit", silenced), run("ruff", source("S602", 3, cwes=("CWE-78",)))))
    assert both[0].counts
    assert both[0].finding.rule == "S602"


def test_many_findings_of_one_file_stay_cheap() -> None:
    runs = tuple(
        run(tool, *(source(f"{letter}101", line + 1, f"assert {line}") for line in range(8_000)))
        for tool, letter in (("bandit", "B"), ("ruff", "S"))
    )
    begin = time.perf_counter()
    found = merge(runs)
    assert (len(found), {one.tools for one in found}) == (8_000, {("bandit", "ruff")})
    assert time.perf_counter() - begin < 10


def test_licences_and_bans_are_no_weaknesses() -> None:
    finding = ToolFinding(rule="rejected", text="hull", span=Span("Cargo.lock"), package="hull", group="licenses")
    assert [one.kind for one in merge((run("cargo-deny", finding),))] == ["policy"]


LINES = st.lists(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=30), max_size=12)


@given(LINES, LINES, st.data())
def test_lines_above_do_not_change_a_name(above: list[str], file: list[str], data: st.DataObject) -> None:
    """Fingerprints are of what a line says, not of where it stands."""
    numbers = data.draw(st.lists(st.integers(0, max(len(file) - 1, 0)), unique=True).map(sorted)) if file else []
    before = named("bandit", (source("B602", n + 1, excerpt(file[n])) for n in numbers))
    moved = [*above, *file]
    after = named("bandit", (source("B602", n + 1 + len(above), excerpt(moved[n + len(above)])) for n in numbers))
    assert [one.fingerprint for one in before] == [one.fingerprint for one in after]
    assert len({one.fingerprint for one in before}) == len(before), "two findings never share a name"


def test_a_name_tells_path_rule_and_words_apart() -> None:
    findings = (source("B602", 1), source("B603", 1), source("B602", 1, path="b.py"), source("B602", 1, text="g()"))
    assert len({one.fingerprint for one in named("bandit", findings)}) == 4
    assert named("ruff", (source("S602", 5),))[0].fingerprint == named("bandit", findings)[0].fingerprint


def test_a_dependency_keeps_its_name_over_versions() -> None:
    old, new = (
        named("pip-audit", (part("PYSEC-1", "a", "1", "CVE-1"),)),
        named("osv", (part("GHSA-1", "a", "2", "CVE-1"),)),
    )
    assert old[0].fingerprint == new[0].fingerprint


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("78", ("CWE-78",)),
        ("CWE-078", ("CWE-78",)),
        ("cwe_79", ("CWE-79",)),
        (22, ("CWE-22",)),
        ("0", ()),
        ("x", ()),
        (None, ()),
    ],
)
def test_cwe(value: object, found: tuple[str, ...]) -> None:
    assert cwe(value) == found


def test_rules_and_categories() -> None:
    assert cwes("ruff", "S602") == cwes("bandit", "B602") == ("CWE-78",)
    assert cwes("gosec", "G401") == ("CWE-328",)
    assert cwes("bandit", "B999") == cwes("nothing", "X") == ()
    assert canonical("ruff", "S101") == "B101"
    assert [(one.edition, one.code) for one in categories(("CWE-798",))] == [(2021, "A07"), (2025, "A07")]
    assert categories(("CWE-999999", "nothing")) == ()
