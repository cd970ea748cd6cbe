"""What the real OSV-Scanner wrote, and what is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import osv_scanner, stage
from troth.evidence.tools.runs.job import Handed, Job
from troth.evidence.tools.runs.lock_lines import line_of
from troth.evidence.tools.runs.session import NEXT
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Played = Callable[[str, str], Answer[ToolRun]]


def handed(content: bytes) -> Handed:
    return Handed(content=content, name="osv.json", at=AT)


def test_a_lockfile_that_gitignore_names_is_scanned(played: Played) -> None:
    """What git holds is of the project, whatever a .gitignore says; osv-scanner passes over it unless told otherwise."""
    assert "--no-ignore" in played("osv-scanner", "findings").found[0].argv


def test_findings_of_three_ecosystems(played: Played) -> None:
    answer = played("osv-scanner", "findings")
    (run,) = answer.found
    assert (answer.gaps, run.exit_code) == ((), 1)
    assert answer.read == ("Cargo.lock", "go.mod", "py/requirements.txt")
    found = {finding.rule: finding for finding in run.findings}
    assert {name: str(finding.span) for name, finding in found.items()} == {
        "RUSTSEC-2026-9001": "Cargo.lock:12",
        "GO-2026-9001": "go.mod:5",
        "PYSEC-2026-9001": "py/requirements.txt:1",
        "GHSA-dddd-eeee-ffff": "py/requirements.txt:2",
    }
    assert found["RUSTSEC-2026-9001"].aliases == ("CVE-2026-99001",)
    assert found["RUSTSEC-2026-9001"].fixed == ("1.2.0",)
    assert found["GHSA-dddd-eeee-ffff"].severity == "high"
    assert found["PYSEC-2026-9001"].severity == "", "no record of the group has a score"


def test_what_was_looked_at_is_told_though_nothing_was_found(played: Played) -> None:
    (run,) = played("osv-scanner", "clean").found
    assert (run.findings, run.scanned, run.exit_code) == ((), 1, 0)
    (ignored,) = played("osv-scanner", "ignored").found
    assert (ignored.findings, ignored.scanned, ignored.exit_code) == ((), 1, 0)


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [("only-torn", 128, "Error during extraction"), ("other-ecosystem", 127, NEXT)],
)
def test_what_could_not_be_looked_up_is_a_gap(played: Played, name: str, code: int, words: str) -> None:
    assert load("osv-scanner", name).programs[0].exit_code == code
    answer = played("osv-scanner", name)
    assert answer.found == ()
    assert words in answer.gaps[0].reason


def test_a_lockfile_that_cannot_be_read_is_a_gap_beside_the_rest(played: Played) -> None:
    assert load("osv-scanner", "torn-lock").programs[0].exit_code == 127
    answer = played("osv-scanner", "torn-lock")
    assert [run.scanned for run in answer.found] == [1]
    assert "Cargo.lock: could not extract" in answer.gaps[0].reason


def test_without_advisories_it_writes_a_report_that_looks_clean() -> None:
    (program,) = load("osv-scanner", "no-database").programs
    (result,) = json.loads(program.stdout)["results"]
    assert [sorted(one) for one in result["packages"]] == [["package"]]
    assert program.exit_code == 127
    assert osv_scanner._TROUBLE.search(program.stderr)


def test_an_untrusted_tree_is_sent_nowhere(tree: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "tool_path", lambda name: f"/nowhere/{name}")
    answer = osv_scanner.run(Job(repository=tree({"requirements.txt": "a==1\n"}), at=AT, untrusted=True))
    assert NEXT in answer.gaps[0].reason
    assert osv_scanner.run(Job(repository=tree({"a.txt": ""}), at=AT)).gaps


def test_a_report_from_elsewhere() -> None:
    content = load("osv-scanner", "findings").programs[0].stdout
    (run,) = osv_scanner.read(handed(content.encode())).found
    assert (run.origin, len(run.findings)) == ("report", 4)
    assert osv_scanner.read(handed(b'{"results": []}')).gaps


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("Cargo.lock", 'dependencies = [\n "mast 1.0",\n]\nname = "mast"\nversion = "1.0"\n', 4),
        ("go.mod", "module x\n\nrequire mast v1.0\n", 3),
        ("yarn.lock", '"mast@^1":\n  version "1.0"\n', None),
        ("package-lock.json", '{"a": "mast-more@1.0",\n "b": "mast@1.0"}', 2),
        ("requirements.txt", "# mast\nmast-more==1\nMast == 1.0\n", 3),
    ],
)
def test_the_line_of_a_package(tree: Callable[..., Repository], path: str, text: str, line: int | None) -> None:
    assert line_of(tree({path: text}), path, "mast", "1.0").line == line


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not osv_scanner.read(handed(noise)).found
