"""What the real Ruff wrote, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from troth.evidence.repository import Repository
from troth.evidence.tools.index import by_name
from troth.evidence.tools.runs import ruff
from troth.evidence.tools.runs.job import Handed
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Tree = Callable[..., Repository]
Played = Callable[[str, str], Answer[ToolRun]]


def handed(content: bytes) -> Handed:
    return Handed(content=content, name="ruff.json", at=AT)


def test_findings(played: Played) -> None:
    answer = played("ruff", "findings")
    (run,) = answer.found
    assert (answer.gaps, run.scanned, run.exit_code, run.at) == ((), 2, 1, AT)
    (finding,) = run.findings
    assert (finding.rule, str(finding.span), finding.cwes) == ("S602", "src/ferry.py:3", ("CWE-78",))
    assert finding.span is not None
    assert finding.span.text == "subprocess.call('ls ' + input(), shell=True)"
    assert len(finding.fingerprint) == 32
    assert run.version.count(".") == 2
    assert answer.read == ("src/calm.py", "src/ferry.py")


@pytest.mark.parametrize(
    ("named", "led"),
    [
        ("base.toml", False),
        ("../base.toml", True),
        ("/etc/passwd", True),
        ("~/.aws/credentials", True),
        ("$HOME/a", True),
    ],
)
def test_a_configuration_that_leads_out_of_the_tree_is_not_followed(tree: Tree, named: str, led: bool) -> None:
    for name, text in (
        ("ruff.toml", f'extend = "{named}"\n'),
        ("pyproject.toml", f'[tool.ruff]\nextend = "{named}"\n'),
    ):
        repository = tree({name: text, "base.toml": "", "a.py": "1\n"})
        assert ruff.outside(repository) == (named if led else "")


def test_clean_where_files_were_looked_at(played: Played) -> None:
    (run,) = played("ruff", "clean").found
    assert (run.findings, run.scanned, run.exit_code) == ((), 2, 0)


def test_invalid_syntax_is_a_gap_though_it_stands_among_findings(played: Played) -> None:
    assert '"code": "invalid-syntax"' in load("ruff", "torn").programs[1].stdout
    answer = played("ruff", "torn")
    assert "torn.py" in answer.gaps[0].reason
    (run,) = answer.found
    assert ([finding.rule for finding in run.findings], run.scanned, answer.read) == (["S602"], 1, ("ferry.py",))


def test_the_configuration_of_the_tree_counts_and_the_command_tells(played: Played) -> None:
    (configured,) = played("ruff", "configured").found
    assert [finding.rule for finding in configured.findings] == ["S602"]
    assert "--isolated" not in configured.argv
    (isolated,) = played("ruff", "isolated").found
    assert [finding.rule for finding in isolated.findings] == ["S101"]
    assert isolated.argv[-1] == "--isolated"


@pytest.mark.parametrize(("name", "reason"), [("refused", "exit code 2"), ("excluded", "no file")])
def test_what_ruff_did_not_check_is_a_gap(played: Played, name: str, reason: str) -> None:
    answer = played("ruff", name)
    assert answer.found == ()
    assert reason in answer.gaps[0].reason


def test_a_report_from_elsewhere() -> None:
    run = ruff.read(handed(load("ruff", "findings").programs[1].stdout.encode())).found[0]
    assert (run.origin, run.findings[0].rule) == ("report", "S602")
    assert ruff.read(handed(b"[]")).gaps, "an empty list does not tell what was checked"
    assert ruff.read(handed(load("ruff", "torn").programs[1].stdout.encode())).gaps


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not ruff.read(handed(noise)).found


def test_it_is_the_runner_of_its_record() -> None:
    record = by_name("ruff")
    assert record is not None
    assert record.runner is ruff.RUNNER
