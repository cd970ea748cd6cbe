"""What the real Safety wrote, and why Troth never starts it."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import AT, load
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import safety
from troth.evidence.tools.runs.job import Handed, Job


def handed(content: str | bytes) -> Handed:
    return Handed(content=content if isinstance(content, bytes) else content.encode(), name="safety.json", at=AT)


def test_it_is_never_started_and_the_gap_names_what_to_run(tree: Callable[..., Repository]) -> None:
    answer = safety.run(Job(repository=tree({"requirements.txt": "a==1\n"}), at=AT))
    assert answer.found == ()
    assert "safety scan" in answer.gaps[0].reason
    assert "pip-audit" in answer.gaps[0].reason


def test_version_3_needs_its_service_even_to_refuse() -> None:
    (program,) = load("safety", "version-3").programs
    assert (program.exit_code, program.stdout) == (1, ""), "the code that others take for findings"
    assert "ConnectError" in program.stderr


def test_a_report_of_version_2_from_elsewhere() -> None:
    (program,) = load("safety", "version-2").programs
    assert program.exit_code == 64
    (run,) = safety.read(handed(program.stdout)).found
    assert (run.origin, run.scanned, run.version) == ("report", 3, "2.3.5")
    (finding,) = run.findings
    assert (finding.package, finding.version, finding.aliases) == ("jinja2", "2.10", ("CVE-2026-99003",))


def test_a_report_that_contradicts_itself_is_a_gap() -> None:
    content = load("safety", "version-2").programs[0].stdout
    for old, new in (
        ('"vulnerabilities_found": 1', '"vulnerabilities_found": 0'),
        ('"packages_found": 3', '"packages_found": 0'),
    ):
        assert old in content
        assert safety.read(handed(content.replace(old, new, 1))).gaps


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_report_breaks_the_reader(noise: bytes) -> None:
    assert not safety.read(handed(noise)).found
