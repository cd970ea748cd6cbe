from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from troth.report.audit_text import Manner, render, render_plan
from troth.report.plain import width
from troth.terms.answer import Gap
from troth.terms.audit import Audit, Line, Outcome, Planned, State
from troth.terms.seen.results import ToolFinding, ToolRun
from troth.terms.seen.weaknesses import Category, Weakness, Witness
from troth.terms.span import Span

AT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
SAYS = (Span("SECURITY.md", 3, "We use bandit."),)


def finding(number: int = 0, severity: str = "high", suppressed: str = "") -> ToolFinding:
    return ToolFinding(
        rule="B602", text="shell\x1b[2J", span=Span("a.py", number + 1), severity=severity, suppressed=suppressed
    )


def run(tool: str, *findings: ToolFinding) -> ToolRun:
    return ToolRun(tool=tool, argv=(tool,), directory="", version="1.9", at=AT, scanned=3, findings=findings,
                   database="file:///x/go 2026-11-01")  # fmt: skip


def audit(*outcomes: Outcome, planned: tuple[Planned, ...] = ()) -> Audit:
    weaknesses = tuple(
        Weakness(kind="source", fingerprint="f",
                 witnesses=(Witness(tool=each.tool, version="", directory="", finding=one),))
        for each in outcomes for tool_run in each.runs for one in tool_run.findings
    )  # fmt: skip
    return Audit(root="hull", commit="a" * 40, at=AT, documents=(), planned=planned, outcomes=outcomes, fail_on="tool",
                 weaknesses=weaknesses, seconds=4.2)  # fmt: skip


def outcome(tool: str = "bandit", counted: int = 0, *findings: ToolFinding, **more: object) -> Outcome:
    whole = Outcome(tool=tool, how="run", at=AT, seconds=1.0, runs=(run(tool, *findings),), counted=counted)
    return msgspec.structs.replace(whole, **more)


def test_what_was_found_stands_first() -> None:
    told = render(audit(outcome("clean"), outcome("bandit", 1, finding())), Manner())
    assert told.index("✕ bandit 1.9") < told.index("● clean 1.9")
    assert told.splitlines()[0].startswith("hull @aaaaaaaa   2 tools ran · 1 finding")


def test_a_tool_on_a_line_with_its_findings_by_severity() -> None:
    findings = (finding(0, "low"), finding(1), finding(2), finding(3, ""), finding(4, "low", "# nosec"))
    told = render(audit(outcome("bandit", 4, *findings)), Manner())
    assert "3 scanned · 4 findings (2 high, 1 low, 1 without severity) · 1 suppressed" in " ".join(told.split())
    assert "database of local advisories 2026-11-01" in told


def test_a_tool_that_gave_nothing_did_not_find_nothing() -> None:
    lost = {"runs": (), "gaps": (Gap(wanted="a run of bandit", reason="it crashed"),)}
    first = render(audit(outcome("bandit", 0, **lost)), Manner()).splitlines()[0]
    assert "0 of 1 tool gave a result · 1 not whole" in first
    assert "nothing found" not in first
    first = render(audit(outcome("bandit", 0, **lost), outcome("ruff")), Manner()).splitlines()[0]
    assert "1 of 2 tools gave a result · nothing found · 1 not whole" in first


def test_what_counts_is_told_by_the_newest_edition_of_owasp() -> None:
    given = audit(outcome("bandit", 2, finding(), finding(1), finding(2, "high", "# nosec")))
    injection = (
        Category(edition=2021, code="A03", title="Injection"),
        Category(edition=2025, code="A05", title="Injection"),
    )
    weaknesses = tuple(msgspec.structs.replace(one, categories=injection) for one in given.weaknesses)
    told = render(msgspec.structs.replace(given, weaknesses=weaknesses), Manner())
    assert "By the OWASP Top 10 of 2025: A05 Injection (2)." in told
    assert "OWASP" not in render(given, Manner())


def test_a_tool_that_writes_is_told_by_what_it_wrote() -> None:
    wrote = msgspec.structs.replace(run("cargo-sbom"), written=("sbom.cdx.json",))
    told = render(audit(outcome("cargo-sbom", runs=(wrote,))), Manner())
    assert "3 scanned · wrote sbom.cdx.json" in told


def test_no_text_of_a_tool_steers_the_terminal() -> None:
    told = render(audit(outcome("bandit", 1, finding(), gaps=(Gap(wanted="x", reason="\x1b[31m"),))), Manner())
    assert "\x1b" not in told


def test_only_some_findings_without_v() -> None:
    findings = tuple(finding(number) for number in range(9))
    assert "and 4 more" in render(audit(outcome("bandit", 9, *findings)), Manner())
    assert "more" not in render(audit(outcome("bandit", 9, *findings)), Manner(verbose=True))


def test_what_two_tools_saw_is_told_once_with_both() -> None:
    one, other = finding(), msgspec.structs.replace(finding(), rule="S602")
    given = audit(outcome("bandit", 1, one), outcome("ruff", 1, other))
    pair = Weakness(kind="source", fingerprint="f", witnesses=(
        Witness(tool="bandit", version="", directory="", finding=one),
        Witness(tool="ruff", version="", directory="", finding=other)))  # fmt: skip
    told = render(msgspec.structs.replace(given, weaknesses=(pair,)), Manner())
    assert told.count("a.py:1") == 1
    assert "(also ruff)" in told
    assert "1 of them is told with bandit" in told
    assert "2 tools ran · 1 finding" in told


@pytest.mark.parametrize(
    ("hows", "words"),
    [
        (("run",), "1 tool ran ·"),
        (("kept",), "1 result kept ·"),
        (("kept", "kept", "run"), "1 tool ran, 2 kept ·"),
        (("report", "report"), "2 results handed in ·"),
        (("run", "run", "report"), "2 tools ran, 1 handed in ·"),
    ],
)
def test_no_tool_ran_that_was_not_started(hows: tuple[str, ...], words: str) -> None:
    told = render(audit(*(outcome(f"tool{place}", how=how) for place, how in enumerate(hows))), Manner())
    assert words in told.splitlines()[0]


@pytest.mark.parametrize("columns", [50, 80, 120])
@pytest.mark.parametrize("verbose", [False, True])
def test_findings_stand_in_columns(columns: int, *, verbose: bool) -> None:
    one = msgspec.structs.replace(finding(), rule="B1", text="word " * 200)
    two = msgspec.structs.replace(finding(99, "low"), rule="B602")
    lines = render(audit(outcome("bandit", 2, one, two)), Manner(columns=columns, verbose=verbose)).splitlines()
    assert any(line.startswith("    high  B1    a.py:1 ") or line == "    high  B1    a.py:1" for line in lines)
    assert any(line.startswith("    low   B602  a.py:100") for line in lines)
    assert max(map(width, lines)) <= columns
    assert sum("word" in line for line in lines) <= 3


def test_where_one_place_is_long_the_words_of_all_stand_below() -> None:
    far = msgspec.structs.replace(finding(), span=Span("a/very/long/way/down/the/tree/to/a/file/far/off.py", 2))
    told = render(audit(outcome("bandit", 2, finding(), far)), Manner())
    assert "    high  B602  a.py:1\n      shell" in told
    assert "/off.py:2\n      shell" in told


def test_of_many_findings_the_rules_that_are_most_are_named() -> None:
    many = tuple(finding(number) for number in range(9))
    asserts = (msgspec.structs.replace(finding(40, "low"), rule="B101"),) * 3_000
    told = render(audit(outcome("bandit", 9, *many, *asserts)), Manner())
    assert "    and 3,004 more, most of them 3,000 B101, 4 B602 (-v lists them)" in told


def test_a_reason_is_told_once() -> None:
    line = Line(line="safety check", refused="it is retired")
    plan = Planned(tool="safety", state=State.RETIRED, reason="it is retired", sentences=SAYS, lines=(line,))
    assert render_plan(audit(planned=(plan,)), Manner()).count("it is retired") == 1


def test_a_dependency_is_told_with_what_mends_it() -> None:
    weak = ToolFinding(rule="PYSEC-2020-1", text="pyyaml 5.3: It was discovered that", span=Span("requirements.txt", 2),
                       package="pyyaml", version="5.3", fixed=("5.3.1", "5.4"))  # fmt: skip
    told = render(audit(outcome("pip-audit", 1, weak)), Manner(columns=120))
    assert "PYSEC-2020-1  requirements.txt:2  pyyaml 5.3 → 5.3.1 or 5.4  It was discovered that" in told


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.MISSING, "install it: pip install bandit"),
        (State.ELSEWHERE, "--report bandit=FILE"),
        (State.RETIRED, "its makers"),
        (State.REFUSED, "its makers"),
    ],
)
def test_what_did_not_run_is_told_with_what_helps(state: State, words: str) -> None:
    plan = Planned(tool="bandit", state=state, reason="its makers say so", sentences=SAYS, install="pip install bandit")
    told = render(audit(outcome("ruff"), planned=(plan,)), Manner())
    assert "bandit   did not run" in told
    assert words in told
    assert "SECURITY.md:3" in told
    assert "1 not whole" in told


def test_what_has_nothing_to_do_and_what_is_offered() -> None:
    idle = Planned(tool="gosec", state=State.NOTHING, reason="no go.mod")
    offer = Planned(tool="betterleaks", state=State.OFFERED, for_work="secret scanning")
    told = " ".join(render(audit(outcome(), planned=(idle, offer)), Manner()).split())
    assert "Nothing to do here: gosec (no go.mod)." in told
    assert "Promised without naming a tool: secret scanning (betterleaks)." in told


def test_a_gap_is_told_and_cut() -> None:
    gap = Gap(wanted="a run of bandit", reason="word " * 100)
    short = render(audit(outcome(gaps=(gap,))), Manner())
    assert "◐ bandit" in short
    assert short.count("\n") < render(audit(outcome(gaps=(gap,))), Manner(verbose=True)).count("\n")


def test_the_next_command() -> None:
    def last(*outcomes: Outcome, planned: tuple[Planned, ...] = (), path: str = ".") -> str:
        return " ".join(render(audit(*outcomes, planned=planned), Manner(path=path)).split("\n\n")[-1].split())

    assert last(outcome()) == "Next: troth check judges the promises by these results."
    stale = Gap(wanted="a run", reason="too old; bring them up to date: troth advisories update")
    given = msgspec.structs.replace(audit(outcome(gaps=(stale,))), advisories="some")
    assert "Next: troth advisories update, then troth audit" in render(given, Manner())
    assert last(outcome(), path="my tree").startswith("Next: troth check 'my tree'")
    asked = outcome(gaps=(Gap(wanted="x", reason="get advisories onto this machine first"),))
    assert last(asked) == "Next: troth advisories update, then troth audit"
    missing = Planned(tool="x", state=State.MISSING)
    assert last(outcome(), planned=(missing,)) == "Next: install what is missing, then troth audit"
    assert last(planned=(Planned(tool="x", state=State.OFFERED),)) == "Next: troth audit --all"


@pytest.mark.parametrize("columns", [40, 80, 100])
def test_lines_fit(columns: int) -> None:
    plans = tuple(
        Planned(tool=f"tool{state}", state=state, reason="a reason that is long " * 4, sentences=SAYS * 3,
                install="pip install " + "x" * 90, calls=(("tool", "--flag", "y" * 90),), for_work="secret scanning",
                lines=(Line(line="tool --x", refused="no option that is known"), Line(line="t", left_out=("-f", "z"))))
        for state in State
    )  # fmt: skip
    given = audit(
        outcome("bandit", 2, finding(), finding(7), gaps=(Gap(wanted="a", reason="b " * 200),)), planned=plans
    )
    for verbose in (False, True):
        manner = Manner(columns=columns, verbose=verbose)
        for text in (render(given, manner), render_plan(given, manner)):
            assert max(width(line) for line in text.splitlines()[1:]) <= columns


def test_what_the_tree_told_a_tool_is_told() -> None:
    names = (".bandit", "a/\x1b[2Jx", "c", "d")
    outcome = Outcome(tool="bandit", how="run", at=AT, seconds=1, runs=(run("bandit"),), configured=names)
    text = " ".join(render(audit(outcome), Manner()).split())
    assert "by the tree's own .bandit, a/" in text
    assert "and 1 more" in text
    assert "\x1b" not in text


def test_where_nothing_was_started_no_sandbox_is_missed() -> None:
    kept = Outcome(tool="bandit", how="kept", at=AT, seconds=1, runs=(run("bandit"),))
    text = render(msgspec.structs.replace(audit(kept), untrusted=True), Manner())
    assert "no tool was started" in text
    assert "sandbox" not in text
