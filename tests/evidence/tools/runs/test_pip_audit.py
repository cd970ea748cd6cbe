"""What the real pip-audit wrote, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from troth.evidence.process import Ran, wrapped
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import pip_audit, python_inputs
from troth.evidence.tools.runs.job import Handed, Job
from troth.evidence.tools.runs.session import NEXT
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Played = Callable[[str, str], Answer[ToolRun]]
Tree = Callable[..., Repository]


def handed(content: bytes) -> Handed:
    return Handed(content=content, name="audit.json", at=AT)


def test_findings(played: Played) -> None:
    answer = played("pip-audit", "findings")
    (run,) = answer.found
    assert (answer.gaps, run.scanned, run.exit_code) == ((), 2, 1)
    (finding,) = run.findings
    assert (finding.rule, finding.package, finding.version) == ("PYSEC-2026-9001", "jinja2", "2.10")
    assert (finding.fixed, finding.aliases) == (("3.0",), ("CVE-2026-99003", "GHSA-aaaa-bbbb-cccc"))
    assert (str(finding.span), finding.span and finding.span.text) == ("requirements.txt:1", "Jinja2==2.10")
    assert run.database.endswith("/v1/query")
    assert "--disable-pip" in run.argv


def test_clean(played: Played) -> None:
    (run,) = played("pip-audit", "clean").found
    assert (run.findings, run.scanned, run.exit_code) == ((), 1, 0)


def test_hashes_are_asked_for_where_the_file_has_them(played: Played) -> None:
    (run,) = played("pip-audit", "hashed").found
    assert "--require-hashes" in run.argv
    assert len(run.findings) == 1


def test_one_run_for_each_file_and_every_version_of_a_lockfile(played: Played) -> None:
    answer = played("pip-audit", "several")
    assert answer.read == ("docs/requirements.txt", "requirements.txt", "uv.lock")
    assert [(run.scanned, len(run.findings)) for run in answer.found] == [(1, 0), (1, 1), (2, 2)]
    assert [str(finding.span) for finding in answer.found[2].findings] == ["uv.lock:10", "uv.lock:15"]


def test_files_that_are_included_are_audited_too(played: Played) -> None:
    answer = played("pip-audit", "included")
    assert answer.read == ("base.in", "requirements.txt")
    assert [(run.scanned, len(run.findings)) for run in answer.found] == [(1, 1), (1, 0)]
    assert [str(finding.span) for run in answer.found for finding in run.findings] == ["base.in:1"]
    (gap,) = answer.gaps
    assert "/nowhere/more.txt" in gap.reason


@pytest.mark.parametrize(
    "line", ["-r b", "-rb", "--requirement=b", "--requirem b", "-r 'b'", "-r \\\n b", "#\x0c-r b", "-r ./x/../b"]
)
def test_however_an_include_is_written_it_is_followed(tree: Tree, line: str) -> None:
    found = python_inputs.inputs(tree({"requirements.txt": f"{line}\n", "b": "a==1\n"}))
    assert [one.path for one in found] == ["b"]


def test_files_that_all_include_each_other_are_read_once(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"requirements-{number}.txt" for number in range(60)]
    repository = tree({name: "a==1\n" + "".join(f"-r {other}\n" for other in names) for name in names})
    walked: list[str] = []
    walk = python_inputs._includes

    def counting(repository: Repository, path: str) -> Iterator[tuple[str, str]]:
        walked.append(path)
        return walk(repository, path)

    monkeypatch.setattr(python_inputs, "_includes", counting)
    assert len(python_inputs.inputs(repository)) == 60
    assert len(walked) == 60


def test_a_file_in_utf_16_is_read(played: Played) -> None:
    (run,) = played("pip-audit", "utf-16").found
    assert (run.scanned, len(run.findings)) == (1, 1)


def test_a_lockfile_of_the_standard(played: Played) -> None:
    (run,) = played("pip-audit", "pylock").found
    assert run.argv[-2] == "--locked"
    assert len(run.findings) == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("unpinned-untrusted", "untrusted"),
        ("unpinned-local", "could build local code"),
        ("markers", "no package"),
        ("twice", "duplicate"),
    ],
)
def test_less_than_every_package_is_a_gap(played: Played, name: str, reason: str) -> None:
    answer = played("pip-audit", name)
    assert answer.found == ()
    assert reason in answer.gaps[0].reason


def test_what_was_skipped_is_a_gap_beside_what_was_found(played: Played) -> None:
    answer = played("pip-audit", "skipped")
    (run,) = answer.found
    assert (run.scanned, run.exit_code) == (1, 0)
    assert "1 of 2 packages were skipped" in answer.gaps[0].reason


def test_a_skipped_package_exits_0_and_says_that_nothing_was_found(tree: Tree) -> None:
    (program,) = load("pip-audit", "fails-open").programs
    assert program.exit_code == 0
    assert "No known vulnerabilities found" in program.stderr
    ran = Ran(argv=(), exit_code=0, stdout=program.stdout.encode())
    answer = pip_audit.report(Job(repository=tree({}), at=AT), ran, "requirements.txt", ("", ()))
    assert answer.found == ()
    assert "1 of 1 packages were skipped" in answer.gaps[0].reason


def test_without_a_service_the_gap_says_what_to_do(tree: Tree) -> None:
    (program,) = load("pip-audit", "no-service").programs
    assert (program.exit_code, program.stdout) == (1, "")
    job = Job(repository=tree({}), at=AT)
    for host, words in (("127.0.0.1", "served on this machine"), ("osv.example.org", NEXT)):
        ran = Ran(argv=(), exit_code=1, stderr=program.stderr.replace("127.0.0.1", host).encode())
        answer = pip_audit.report(job, ran, "requirements.txt", ("", ()))
        assert answer.found == ()
        assert words in answer.gaps[0].reason
        assert "sandbox" not in answer.gaps[0].reason
        with wrapped(lambda argv, _: argv):
            held = pip_audit.report(job, ran, "requirements.txt", ("", ()))
        assert ("sandbox" in held.gaps[0].reason) is (host != "127.0.0.1")


def test_packages_of_a_lockfile_that_come_from_no_index_are_a_gap(tree: Tree) -> None:
    text = '[[package]]\nname = "oar"\nversion = "1.0"\nsource = { git = "https://example.org/oar" }\n'
    (one,) = python_inputs.inputs(tree({"uv.lock": text}))
    assert [(locked.name, locked.elsewhere) for locked in one.locked] == [("oar", "git")]


@pytest.mark.parametrize(
    ("name", "text", "elsewhere"),
    [
        ("poetry.lock", '[[package]]\nname = "a"\nversion = "1"\n', [""]),
        ("poetry.lock", '[[package]]\nname = "a"\nversion = "1"\n[package.source]\ntype = "git"\n', ["git"]),
        ("poetry.lock", '[[package]]\nname = "a"\nversion = "1"\n[package.source]\ntype = "legacy"\n', [""]),
        ("pdm.lock", '[[package]]\nname = "a"\nversion = "1"\ngit = "https://example.org"\n', ["git"]),
        ("uv.lock", '[[package]]\nname = "a"\n', ["no version"]),
        ("uv.lock", '[[package]]\nname = "a"\nversion = "1"\nsource = { virtual = "." }\n', []),
        ("uv.lock", "package = 3\n", []),
        ("uv.lock", "[[package]]\nname = 3\n", []),
    ],
)
def test_lockfiles(tree: Tree, name: str, text: str, elsewhere: list[str]) -> None:
    (one,) = python_inputs.inputs(tree({name: text}))
    assert [locked.elsewhere for locked in one.locked] == elsewhere


def test_a_hostile_name_stays_a_name() -> None:
    name = 'a"\nversion = "9'
    text = python_inputs.as_pylock((python_inputs.Locked(name=name, version="1"),))
    import tomllib

    assert tomllib.loads(text)["packages"] == [{"name": name, "version": "1"}]


@pytest.mark.parametrize(
    ("text", "builds"),
    [
        ("a==1\n# -e .\n", False),
        ("-e .\n", True),
        ("./local\n", True),
        ("a @ https://example.org/a.tar.gz\n", True),
        ("git+https://example.org/a\n", True),
        ("-r more.txt\n", True),
        ("-rmore.txt\n", True),
        ("--requirem \\\n 'more.txt'\n", True),
        ("-c more.txt\n", True),
        ("-r /etc/motd\n", True),
        ("-r ../more.txt\n", True),
        ("-r https://example.org/more.txt\n", True),
        ("a@https://example.org/a.tar.gz\n", True),
        ("https://example.org/a-1.0.tar.gz#egg=a\n", True),
        ("# a comment\x0c-e .\n", True),
        ("a>=1\n--no-binary :all:\n", True),
        ("a>=1\n--only-binary :none:\n", True),
        ("a>=1\n--index-url https://example.org/simple\n", True),
        ("a>=1\n--find-l .\n", True),
        ("a.tar\n", True),
        ("a>=1 --hash=sha256:00 --hash=sha256:11\nb~=2.0 ; python_version > '3'\n", False),
        ("numpy[extra]>=1\n--pre\n", False),
    ],
)
def test_what_resolving_would_build(tree: Tree, text: str, builds: bool) -> None:
    repository = tree({"requirements.txt": text, "more.txt": "-e .\n"})
    assert python_inputs.builds(repository, "requirements.txt") is builds


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not pip_audit.read(handed(noise)).found
