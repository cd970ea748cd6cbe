"""With the real Bandit: its report, and each way in which a run can be less than whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import load
from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import bandit, stage
from troth.evidence.tools.runs.job import Handed, Job
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Tree = Callable[[Mapping[str, str | bytes]], Repository]
AT = datetime(2026, 3, 1, tzinfo=UTC)
LOUD = "import subprocess\n\nsubprocess.call('ls ' + input(), shell=True)\n"


def test_findings_and_what_was_scanned(tree: Tree) -> None:
    answer = bandit.run(
        Job(repository=tree({"src/ferry.py": LOUD, "src/calm.py": "x = 1\n", "README.md": "no Python"}), at=AT)
    )
    (run,) = answer.found
    assert answer.gaps == ()
    assert run.scanned == 2
    assert run.exit_code == 1
    assert run.at == AT
    assert run.version.count(".") == 2
    worst = next(finding for finding in run.findings if finding.rule == "B602")
    assert worst.span is not None
    assert (worst.span.path, worst.span.line, worst.severity) == ("src/ferry.py", 3, "high")
    assert worst.span.text.startswith("subprocess.call")
    assert answer.read == ("src/calm.py", "src/ferry.py")


def test_a_clean_tree(tree: Tree) -> None:
    (run,) = bandit.run(Job(repository=tree({"calm.py": "x = 1\n"}), at=AT)).found
    assert (run.findings, run.exit_code, run.scanned) == ((), 0, 1)


def test_a_file_that_cannot_be_parsed_is_a_gap_though_bandit_exits_zero(tree: Tree) -> None:
    answer = bandit.run(Job(repository=tree({"calm.py": "x = 1\n", "torn.py": "def (:\n"}), at=AT))
    assert [run.scanned for run in answer.found] == [1]
    assert "torn.py" in answer.gaps[0].reason


def test_several_ini_files_are_a_gap(tree: Tree) -> None:
    answer = bandit.run(Job(repository=tree({"a.py": "", ".bandit": "[bandit]\n", "src/.bandit": "[bandit]\n"}), at=AT))
    assert answer.found == ()
    assert ".bandit" in answer.gaps[0].reason


def test_the_projects_own_ini_file_counts(tree: Tree) -> None:
    (run,) = bandit.run(
        Job(repository=tree({"src/ferry.py": LOUD, ".bandit": "[bandit]\nskips = B404,B602\n"}), at=AT)
    ).found
    assert {finding.rule for finding in run.findings}.isdisjoint({"B404", "B602"})


def test_nothing_to_scan_is_a_gap(tree: Tree) -> None:
    assert bandit.run(Job(repository=tree({"README.md": "x"}), at=AT)).gaps
    excluded = bandit.run(
        Job(repository=tree({"tests/a.py": "x = 1\n", ".bandit": "[bandit]\nexclude = ./tests\n"}), at=AT)
    )
    assert excluded.found == ()
    assert "no file" in excluded.gaps[0].reason


def test_a_missing_tool_is_a_gap(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bandit, "tool_path", lambda _: None)
    assert bandit.run(Job(repository=tree({"a.py": ""}), at=AT)).gaps[0].reason == "not installed"


@pytest.mark.parametrize(
    "ran",
    [
        Ran(argv=(), trouble="no answer within 180 s"),
        Ran(argv=(), exit_code=2, stderr=b"usage"),
        Ran(argv=(), exit_code=0, stdout=b"{"),
        Ran(argv=(), exit_code=0, stdout=b"[]"),
        Ran(
            argv=(), exit_code=1, stdout=json.dumps({"metrics": {"./a.py": {}, "_totals": {}}, "results": []}).encode()
        ),
        Ran(argv=(), exit_code=0, stdout=json.dumps({"metrics": {"_totals": {}}}).encode()),
    ],
)
def test_less_than_a_whole_run_is_a_gap(ran: Ran) -> None:
    answer = bandit.report(ran, "1.9.4", AT)
    assert answer.found == ()
    assert answer.gaps


def test_the_copy_holds_no_links_and_nothing_is_written_into_the_tree(tree: Tree, tmp_path: Path) -> None:
    secret = tmp_path / "outside.py"
    secret.write_text("x = 1\n")
    repository = tree({"a.py": "x = 1\n", "b/c.txt": "x"})
    (repository.root / "link.py").symlink_to(secret)
    with stage.copy_of(Repository(repository.root), lambda path: path.endswith(".py")) as root:
        assert sorted(path.name for path in root.rglob("*") if path.is_file()) == ["a.py"]
    assert not root.exists()


def test_a_tree_too_large_is_refused(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "LARGEST_COPY", 3)
    answer = bandit.run(Job(repository=tree({"a.py": "x = 1\n"}), at=AT))
    assert "MiB" in answer.gaps[0].reason


def test_no_program_of_the_tree_is_ever_run(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tree({"bandit": "#!/bin/sh\n"})
    (repository.root / "bandit").chmod(0o755)
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("PATH", ".:")
    monkeypatch.setattr(stage, "tool_folders", tuple)
    assert stage.tool_path("bandit") is None


def test_recorded_findings_bear_their_weakness_and_confidence(played: Callable[[str, str], Answer[ToolRun]]) -> None:
    (run,) = played("bandit", "findings").found
    worst = next(finding for finding in run.findings if finding.rule == "B602")
    assert (worst.cwes, worst.severity, worst.confidence) == (("CWE-78",), "high", "high")
    assert len(worst.fingerprint) == 32
    assert played("bandit", "clean").found[0].findings == ()


def test_recorded_errors_exit_with_0_or_1_and_are_a_gap(played: Callable[[str, str], Answer[ToolRun]]) -> None:
    (only,) = load("bandit", "only-torn").programs
    assert (only.exit_code, len(json.loads(only.stdout)["errors"])) == (0, 1), "exit 0 though nothing was read"
    answer = played("bandit", "torn")
    assert "torn.py" in answer.gaps[0].reason
    assert answer.found[0].scanned == 1


def test_recorded_several_ini_files_exit_with_2() -> None:
    (program,) = load("bandit", "several").programs
    assert (program.exit_code, program.stdout) == (2, "")


def test_a_report_from_elsewhere() -> None:
    content = load("bandit", "findings").programs[-1].stdout.encode()
    (run,) = bandit.read(Handed(content=content, name="bandit.json", at=AT)).found
    assert (run.origin, run.scanned, run.argv) == ("report", 2, ())
    assert bandit.read(Handed(content=b"[]", name="bandit.json", at=AT)).gaps
    empty = json.dumps({"errors": [], "metrics": {"_totals": {}}, "results": []}).encode()
    assert bandit.read(Handed(content=empty, name="bandit.json", at=AT)).gaps


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not bandit.read(Handed(content=noise, name="bandit.json", at=AT)).found
