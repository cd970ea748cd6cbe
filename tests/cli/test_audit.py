from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from troth.cli.__main__ import main
from troth.cli.audit import exit_code
from troth.evidence.repository import Repository
from troth.evidence.results.key import VARIABLE
from troth.terms.answer import Gap
from troth.terms.audit import Audit, Outcome, Planned, State
from troth.terms.seen.results import ToolRun

Tree = Callable[[Mapping[str, str]], Repository]
POLICY = """\
# Security

We run `bandit` on every commit and use CodeQL.

```bash
bandit -r . -f html -o report.html
```

Secret scanning runs in CI.
"""
WEAK = "import subprocess\nsubprocess.call('ls ' + name, shell=True)\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def audited(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["audit", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_lists_what_would_run_and_runs_nothing(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"SECURITY.md": POLICY, "a.py": WEAK}).root
    code, told = audited(capsys, str(root), "--list")
    assert code == 0
    assert "tools" not in told
    assert not (root / ".troth").exists()
    plan = {each["tool"]: each for each in told["plan"]}
    assert plan["bandit"]["state"] == "ready"
    assert plan["bandit"]["runs"] == [["bandit", "-r", "."]]
    assert plan["bandit"]["lines"][0]["left_out"] == ["-f", "html", "-o", "report.html"]
    assert [place["line"] for place in plan["bandit"]["promised_by"]] == [3, 6]
    assert plan["bandit"]["version"]
    assert plan["codeql"]["state"] == "elsewhere"


def test_what_is_found_ends_with_one_and_is_kept(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"SECURITY.md": "We use `bandit`.\n", "a.py": WEAK}).root
    code, told = audited(capsys, str(root))
    assert code == 1
    (first,) = told["tools"]
    assert (first["how"], first["whole"], first["counted"]) == ("run", True, len(first["runs"][0]["findings"]))
    code, told = audited(capsys, str(root))
    assert code == 1
    assert told["tools"][0]["how"] == "kept"
    assert told["tools"][0]["runs"][0]["findings"] == first["runs"][0]["findings"]
    code, told = audited(capsys, str(root), "--no-cache")
    assert told["tools"][0]["how"] == "run"
    (root / "a.py").write_text("x = 1\n")
    code, told = audited(capsys, str(root))
    assert (code, told["tools"][0]["how"]) == (0, "run")


def test_a_check_says_which_tools_it_ran(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"SECURITY.md": "We run `bandit`; a finding blocks the merge.\n", "a.py": WEAK}).root
    main(["check", str(root), "--fail-on", "never"])
    assert "Ran on a copy of the tree: bandit (--no-tools runs none)" in capsys.readouterr().out
    main(["check", str(root), "--fail-on", "never", "--no-tools"])
    assert "Ran on" not in capsys.readouterr().out
    (root / "SECURITY.md").write_text("We use `bandit`.\n")  # its use is promised, not what it finds
    main(["check", str(root), "--fail-on", "never"])
    assert "Ran on" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("level", "code"), [("never", 0), ("critical", 0), ("high", 1), ("low", 1), ("any", 1), ("tool", 1)]
)
def test_what_counts(tree: Tree, capsys: pytest.CaptureFixture[str], level: str, code: int) -> None:
    root = tree({"SECURITY.md": "We use `bandit`.\n", "a.py": WEAK}).root
    assert audited(capsys, str(root), "--fail-on", level)[0] == code


def test_a_tool_that_left_something_out_is_never_zero(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"SECURITY.md": "We use `bandit`.\n", "a.py": "x = 1\n", "torn.py": "def (:\n"}).root
    code, told = audited(capsys, str(root))
    assert code == 4
    assert "torn.py" in told["tools"][0]["gaps"][0]["reason"]
    code, told = audited(capsys, str(root))
    assert (code, told["tools"][0]["how"], len(told["tools"][0]["gaps"])) == (4, "kept", 1)


def test_a_promised_tool_that_did_not_run_is_never_zero(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"SECURITY.md": "We use `bandit` and CodeQL.\n", "a.py": "x = 1\n"}).root
    assert audited(capsys, str(root))[0] == 4
    assert audited(capsys, str(root), "--tool", "bandit")[0] == 0


def test_nothing_that_ran_is_never_zero(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"SECURITY.md": "Static analysis runs on every pull request.\n", "a.py": "x = 1\n"}).root
    code, told = audited(capsys, str(root))
    assert (code, told["tools"]) == (4, [])
    assert "bandit" in {each["tool"] for each in told["plan"] if each["state"] == "offered"}
    code, told = audited(capsys, str(root), "--all")
    assert "bandit" in {each["tool"] for each in told["tools"]}


def test_a_tool_by_name_needs_no_policy(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"a.py": "x = 1\n"}).root
    assert audited(capsys, str(root), "--tool", "bandit")[0] == 0
    assert main(["audit", str(root)]) == 2


def test_an_unknown_tool_is_wrong_use(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(tree({}).root), "--tool", "bandet"]) == 2
    assert "bandit" in capsys.readouterr().err


def test_secrets_stand_neither_in_what_is_kept_nor_in_what_is_told(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({"SECURITY.md": "We use `bandit`.\n", "a.py": "password = 'hunter2hunter2'\n"}).root
    main(["audit", str(root), "-v"])
    told = capsys.readouterr().out
    assert "B105" in told
    assert "hunter2" not in told
    kept = (root / ".troth" / "results" / "bandit.json").read_text()
    assert "B105" in kept
    assert "hunter2" not in kept


def test_a_tree_in_which_nothing_can_be_kept_is_audited_all_the_same(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({"SECURITY.md": "We use `bandit`.\n", "a.py": "x = 1\n", ".troth": "no folder"}).root
    code, told = audited(capsys, str(root))
    assert code == 0
    assert told["tools"][0]["not_kept"] == ".troth is no folder"


@pytest.mark.parametrize("words", [("--limit", "0"), ("--limit", "x"), ("--jobs", "0"), ("--jobs", "-1")])
def test_numbers_that_make_no_sense(words: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", *words]) == 2


AT = datetime(2026, 11, 12, tzinfo=UTC)


def outcome(counted: int, *gaps: Gap) -> Outcome:
    run = ToolRun(tool="x", argv=("x",), directory="", version="1", at=AT, scanned=1, findings=())
    return Outcome(tool="x", how="run", at=AT, seconds=1.0, runs=(run,), gaps=gaps, counted=counted)


def test_exit_codes() -> None:
    gap = Gap(wanted="a run of x", reason="late")
    missing = Planned(tool="y", state=State.MISSING)
    linter = Planned(tool="y", state=State.ELSEWHERE, scans=False)
    idle = Planned(tool="y", state=State.NOTHING)

    def code(*outcomes: Outcome, planned: tuple[Planned, ...] = ()) -> int:
        return exit_code(Audit(root="r", commit="", at=AT, documents=(), planned=planned, outcomes=outcomes))

    assert code(outcome(0)) == 0
    assert code(outcome(0), planned=(linter, idle)) == 0
    assert code(outcome(1), planned=(missing,)) == 1
    assert code(outcome(0), planned=(missing,)) == 4
    assert code(outcome(0, gap)) == 4
    assert code() == 4


# ---- reports that are handed in


def sarif(path: Path, *results: dict[str, Any], tool: str = "CodeQL") -> str:
    run = {"tool": {"driver": {"name": tool}}, "artifacts": [{}], "results": list(results)}
    path.write_text(json.dumps({"version": "2.1.0", "runs": [run]}))
    return str(path)


def test_a_report_takes_the_place_of_a_run(tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"SECURITY.md": "We use CodeQL.\n", "a.py": "x = 1\n"}).root
    assert audited(capsys, str(root))[0] == 4
    code, told = audited(capsys, str(root), "--report", sarif(tmp_path / "clean.sarif"))
    assert (code, told["tools"][0]["how"], told["tools"][0]["report"]) == (0, "report", "clean.sarif")
    code, told = audited(capsys, str(root))  # it holds as long as the tree stays the same
    assert (code, told["tools"][0]["how"]) == (0, "report")
    (root / "a.py").write_text("x = 2\n")
    assert audited(capsys, str(root))[0] == 4
    bad = sarif(tmp_path / "bad.sarif", {"ruleId": "r", "message": {"text": "bad"}})
    assert audited(capsys, str(root), "--report", f"codeql={bad}")[0] == 1


def test_a_report_is_not_taken_for_a_run_of_a_tool_that_can_run(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({"SECURITY.md": "We use `bandit`.\n", "a.py": WEAK}).root
    clean = sarif(tmp_path / "clean.sarif", tool="Bandit")
    assert audited(capsys, str(root), "--report", clean)[0] == 0
    code, told = audited(capsys, str(root))
    assert (code, told["tools"][0]["how"]) == (1, "run")


@pytest.mark.parametrize("content", ["", "{}", "no report", '{"version": "2.1.0", "runs": []}'])
def test_what_is_no_report_is_wrong_use(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (tmp_path / "x").write_text(content)
    root = tree({"SECURITY.md": "We use CodeQL.\n"}).root
    assert main(["audit", str(root), "--report", str(tmp_path / "x")]) == 2
    assert main(["audit", str(root), "--report", str(tmp_path / "missing")]) == 2
    assert main(["audit", str(root), "--report", str(tmp_path)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_two_reports_of_one_tool_are_wrong_use(tree: Tree, tmp_path: Path) -> None:
    root = tree({"SECURITY.md": "We use CodeQL.\n"}).root
    one, two = sarif(tmp_path / "1.sarif"), sarif(tmp_path / "2.sarif")
    assert main(["audit", str(root), "--report", one, "--report", two]) == 2


def test_what_the_register_lets_pass_does_not_count(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"SECURITY.md": "We use `bandit`.\n", "a.py": WEAK, "sub/b.py": WEAK}).root
    _, told = audited(capsys, str(root))
    rules = sorted({finding["rule"] for finding in told["tools"][0]["runs"][0]["findings"]})
    entry = "[[waiver]]\ntarget = 'bandit:{}'\nreason = 'x'\nowner = 'crew'\nuntil = {}\npath = '{}'\n"
    for until, path, code in (("2999-12-31", "**", 0), ("2020-12-31", "**", 1), ("2999-12-31", "sub", 1)):
        (root / "troth.toml").write_text("".join(entry.format(rule, until, path) for rule in rules))
        assert audited(capsys, str(root))[0] == code, (until, path)
    findings = audited(capsys, str(root))[1]["tools"][0]["runs"][0]["findings"]
    marked = {finding["span"]["path"]: finding.get("suppressed", "") for finding in findings}
    assert marked["sub/b.py"].startswith("waived until 2999-12-31 (troth.toml:")
    assert marked["a.py"] == ""
