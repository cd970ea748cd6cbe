"""With the real govulncheck on a module of a few lines, against a database made here."""

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
from troth.evidence.tools.runs import govulncheck
from troth.evidence.tools.runs.job import Handed, Job
from troth.evidence.tools.runs.session import NEXT
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Tree = Callable[[Mapping[str, str | bytes]], Repository]
AT = datetime(2026, 3, 1, tzinfo=UTC)
MODULE = "module example.org/ferry\n\ngo 1.21\n"
CALLS = 'package main\n\nimport "strings"\n\nfunc main() { println(strings.ToUpper("x")) }\n'
IMPORTS = 'package main\n\nimport "strings"\n\nfunc main() { println(strings.ToLower("x")) }\n'
QUIET = "package main\n\nfunc main() {}\n"
ENTRY = {
    "schema_version": "1.3.1",
    "id": "GO-2026-9001",
    "modified": "2026-01-02T00:00:00Z",
    "published": "2026-01-02T00:00:00Z",
    "summary": "Upper case leaks",
    "affected": [
        {
            "package": {"name": "stdlib", "ecosystem": "Go"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}],
            "ecosystem_specific": {"imports": [{"path": "strings", "symbols": ["ToUpper"]}]},
        }
    ],
}


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vulnerability database in files, by the protocol of go.dev/security/vuln/database."""
    stub = {"id": ENTRY["id"], "modified": ENTRY["modified"]}
    files = {
        "index/db.json": {"modified": "2026-01-02T00:00:00Z"},
        "index/modules.json": [{"path": "stdlib", "vulns": [stub]}],
        "index/vulns.json": [{**stub, "aliases": []}],
        f"ID/{ENTRY['id']}.json": ENTRY,
    }
    for name, content in files.items():
        target = tmp_path / "db" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(content))
    monkeypatch.setenv(govulncheck.DATABASE, (tmp_path / "db").as_uri())
    monkeypatch.setenv("GOPROXY", "off")


@pytest.mark.usefixtures("database")
def test_called_imported_and_required_are_told_apart(tree: Tree) -> None:
    repository = tree(
        {"go.mod": MODULE, "main.go": CALLS, "sub/go.mod": MODULE, "sub/main.go": IMPORTS, "calm/go.mod": MODULE,
         "calm/main.go": QUIET, "none/go.mod": MODULE, "vendor/x/go.mod": MODULE}
    )  # fmt: skip
    before = sorted(path.name for path in repository.root.rglob("*"))
    answer = govulncheck.run(Job(repository=repository, at=AT))
    runs = {run.directory: run for run in answer.found}
    assert set(runs) == {"", "sub", "calm"}
    (called,), (imported,), (required,) = (runs[name].findings for name in ("", "sub", "calm"))
    assert (called.rule, called.group) == ("GO-2026-9001", "called")
    assert called.span is not None
    assert (called.span.path, called.span.line) == ("main.go", 5)
    assert "Upper case leaks" in called.text
    assert (imported.group, required.group) == ("imported", "required")
    assert required.span is not None
    assert required.span.path == "calm/go.mod"
    assert runs[""].exit_code == 0
    assert runs[""].scanned == 1
    assert "2026-01-02" in runs[""].database
    assert [gap.wanted for gap in answer.gaps] == ["a run of govulncheck in none"]
    assert sorted(path.name for path in repository.root.rglob("*")) == before


@pytest.mark.usefixtures("database")
def test_a_newer_go_than_is_here_and_code_that_does_not_compile_are_gaps(tree: Tree) -> None:
    newer = tree({"go.mod": "module example.org/ferry\n\ngo 1.99\n", "main.go": QUIET})
    assert "1.99" in govulncheck.run(Job(repository=newer, at=AT)).gaps[0].reason
    torn = tree({"sub/go.mod": MODULE, "sub/main.go": "package main\n\nfunc main( {\n"})
    answer = govulncheck.run(Job(repository=torn, at=AT))
    assert answer.found == ()
    assert "sub/main.go:3" in answer.gaps[0].reason
    assert "troth-run-" not in answer.gaps[0].reason


def test_no_module_no_run(tree: Tree) -> None:
    assert govulncheck.run(Job(repository=tree({"README.md": "x"}), at=AT)).gaps[0].reason == "no go.mod in the tree"


def test_a_missing_tool_is_a_gap(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(govulncheck, "tool_path", lambda _: None)
    assert govulncheck.run(Job(repository=tree({"go.mod": MODULE}), at=AT)).gaps[0].reason == "not installed"


CONFIG = '{"config": {"scanner_version": "v1.9.0", "db": "file:///db", "db_last_modified": "2026-01-02T00:00:00Z"}}'


@pytest.mark.parametrize(
    "ran",
    [
        Ran(argv=(), trouble="no answer within 300 s"),
        Ran(argv=(), exit_code=1, stdout=CONFIG.encode(), stderr=b"no network"),
        Ran(argv=(), exit_code=0, stdout=CONFIG.encode()),
        Ran(argv=(), exit_code=0, stdout=b'{"SBOM": {"roots": ["example.org/ferry"]}}'),
        Ran(argv=(), exit_code=0, stdout=CONFIG.encode() + b'{"SBOM": {"roots": ["example.org/fer'),
        Ran(argv=(), exit_code=0, stdout=b"No vulnerabilities found."),
    ],
)
def test_less_than_a_whole_run_is_a_gap(ran: Ran) -> None:
    answer = govulncheck.report(ran, "", (), AT)
    assert answer.found == ()
    assert answer.gaps


def test_a_database_without_a_date_is_told() -> None:
    text = '{"config": {"db": "x"}}\n{"SBOM": {"roots": ["example.org/ferry"]}}'
    answer = govulncheck.report(Ran(argv=(), exit_code=0, stdout=text.encode()), "", (), AT)
    assert answer.found
    assert "date" in answer.gaps[0].reason


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=5), st.dictionaries(st.text(max_size=5), st.integers(), max_size=2), max_size=2
        ),
        max_size=4,
    ),
    st.sampled_from(["", "\n", "  \n"]),
)
def test_the_stream_is_read_whole(objects: list[dict[str, dict[str, int]]], between: str) -> None:
    text = between.join(json.dumps(entry) for entry in objects)
    expected = [(name, content) for entry in objects for name, content in entry.items()]
    assert [(message.name, message.content) for message in govulncheck.stream(text)] == expected


def test_recorded_levels(played: Callable[[str, str], Answer[ToolRun]]) -> None:
    (called,) = played("govulncheck", "called").found
    (finding,) = called.findings
    assert (finding.rule, finding.group, finding.package) == ("GO-2026-9100", "called", "stdlib")
    assert finding.aliases == ("CVE-2026-99100",)
    assert called.exit_code == 0, "in this format it never fails: the stream tells"
    (quiet,) = played("govulncheck", "not-called").found
    assert {one.group for one in quiet.findings} <= {"imported", "required"}


def test_recorded_troubles_are_gaps(played: Callable[[str, str], Answer[ToolRun]]) -> None:
    assert played("govulncheck", "torn").found == ()


def test_a_folder_without_a_database_looks_clean() -> None:
    (program,) = load("govulncheck", "empty-database").programs
    assert (program.exit_code, program.stderr) == (0, "")
    assert f'"db_last_modified": "{govulncheck.NEVER}' in program.stdout
    ran = Ran(argv=(), exit_code=0, stdout=program.stdout.encode())
    answer = govulncheck.report(ran, "", (), AT)
    assert answer.found == ()
    assert NEXT in answer.gaps[0].reason


def test_a_database_of_files_that_is_not_there_is_a_gap() -> None:
    (program,) = load("govulncheck", "no-database").programs
    assert (program.exit_code, program.stdout) == (1, "")
    ran = Ran(argv=(), exit_code=program.exit_code, stdout=b"", stderr=program.stderr.encode())
    answer = govulncheck.report(ran, "", (), AT)
    assert answer.found == ()
    assert "no such file or directory" in answer.gaps[0].reason
    assert NEXT in answer.gaps[0].reason


def test_a_stream_from_elsewhere() -> None:
    content = load("govulncheck", "called").programs[0].stdout.encode()
    (run,) = govulncheck.read(Handed(content=content, name="vuln.json", at=AT)).found
    assert (run.origin, len(run.findings), run.argv) == ("report", 1, ())
    assert govulncheck.read(Handed(content=b"", name="vuln.json", at=AT)).gaps
