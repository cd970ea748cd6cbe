"""What the real cargo-audit wrote, and what is made of it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import cargo_audit, rust_workspaces
from troth.evidence.tools.runs.job import Handed, Job
from troth.evidence.tools.runs.session import NEXT
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Played = Callable[[str, str], Answer[ToolRun]]


def handed(content: bytes) -> Handed:
    return Handed(content=content, name="audit.json", at=AT)


def test_the_tree_names_no_database_and_no_folder_to_fetch_it_to(tmp_path: Path) -> None:
    file = tmp_path / "audit.toml"
    file.write_text('[advisories]\nignore = ["RUSTSEC-1"]\n[database]\npath = "/etc"\nurl = "https://example.org"\n')
    cargo_audit.without_database(file)
    assert tomllib.loads(file.read_text()) == {"advisories": {"ignore": ["RUSTSEC-1"]}}
    file.write_text('[database]\npath = "/etc"\n[database]\n')
    cargo_audit.without_database(file)
    assert "path" not in file.read_text()
    cargo_audit.without_database(tmp_path / "none.toml")


def test_vulnerabilities_fail_and_warnings_do_not_count(played: Played) -> None:
    answer = played("cargo-audit", "findings")
    (run,) = answer.found
    assert (answer.gaps, run.scanned, run.exit_code) == ((), 3, 1)
    mast, sail = run.findings
    assert (mast.rule, mast.package, mast.version, mast.fixed) == ("RUSTSEC-2026-9001", "mast", "1.0.0", (">=1.2.0",))
    assert (mast.aliases, str(mast.span), mast.suppressed) == (("CVE-2026-99001",), "Cargo.lock:12", "")
    assert (sail.rule, sail.group) == ("RUSTSEC-2026-9002", "unmaintained")
    assert sail.suppressed
    assert run.database.startswith("RustSec, 2 advisories 20")
    assert {"--no-fetch", "--no-yanked"} <= set(run.argv)


def test_each_lockfile_has_its_own_run(played: Played) -> None:
    answer = played("cargo-audit", "clean")
    assert [(run.directory, run.scanned, run.findings) for run in answer.found] == [("", 1, ()), ("sub", 1, ())]


def test_other_peoples_lockfiles_are_none_of_the_projects(tree: Callable[..., Repository]) -> None:
    files = {"Cargo.lock": "", "vendor/thrift/Cargo.lock": "", "a/testdata/Cargo.lock": "", "vendored/Cargo.lock": ""}
    assert rust_workspaces.locks(tree(files)) == ("Cargo.lock", "vendored/Cargo.lock")


def test_what_the_project_ignores_is_left_out(played: Played) -> None:
    (run,) = played("cargo-audit", "ignored").found
    assert [finding.rule for finding in run.findings] == ["RUSTSEC-2026-9002"]


def test_warnings_that_the_project_denies_count(played: Played) -> None:
    (run,) = played("cargo-audit", "denied-warnings").found
    assert run.exit_code == 1
    assert [(finding.rule, finding.suppressed) for finding in run.findings] == [("RUSTSEC-2026-9002", "")]


def test_a_lockfile_that_cannot_be_read(played: Played) -> None:
    answer = played("cargo-audit", "broken-lock")
    assert answer.found == ()
    assert "exit code 2 without a report" in answer.gaps[0].reason


def test_exit_code_1_without_a_report_is_no_finding(tree: Callable[..., Repository]) -> None:
    (program,) = load("cargo-audit", "no-database").programs
    assert (program.exit_code, program.stdout) == (1, "")
    ran = Ran(argv=(), exit_code=1, stderr=program.stderr.encode())
    answer = cargo_audit.report(Job(repository=tree({}), at=AT), ran, "Cargo.lock", ("", (), ""))
    assert answer.found == ()
    assert NEXT in answer.gaps[0].reason


def _changed(**more: Any) -> bytes:
    document = json.loads(load("cargo-audit", "findings").programs[1].stdout)
    for key, value in more.items():
        document[key].update(value)
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "content",
    [
        _changed(lockfile={"dependency-count": 0}),
        _changed(database={"advisory-count": 0}),
        _changed(vulnerabilities={"count": 7}),
        _changed(vulnerabilities={"list": None}),
    ],
)
def test_a_report_that_compared_nothing_or_contradicts_itself_is_a_gap(content: bytes) -> None:
    assert cargo_audit.read(handed(_changed())).found
    assert not cargo_audit.read(handed(content)).found


def test_the_age_of_its_database_is_told_or_a_gap() -> None:
    told = cargo_audit.read(handed(_changed(database={"last-updated": "2026-02-01T00:00:00Z"})))
    assert (told.gaps, told.found[0].database) == ((), "RustSec, 2 advisories 2026-02-01T00:00:00Z")
    assert "date of its database" in cargo_audit.read(handed(_changed())).gaps[0].reason


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not cargo_audit.read(handed(noise)).found
