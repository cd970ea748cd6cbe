"""With the real cargo-deny on crates of a few lines, offline, against an advisory database made here."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.tools.runs.recorded import load
from troth.evidence.process import Ran
from troth.evidence.repository import Repository
from troth.evidence.tools.runs import cargo_deny
from troth.evidence.tools.runs.job import Job
from troth.evidence.tools.runs.session import NEXT
from troth.terms.answer import Answer
from troth.terms.seen.results import ToolRun

Tree = Callable[[Mapping[str, str | bytes]], Repository]
AT = datetime(2026, 3, 1, tzinfo=UTC)
FERRY = '[package]\nname = "ferry"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\n\n[dependencies]\nhull = { path = "hull" }\n'
HULL = '[package]\nname = "hull"\nversion = "0.1.0"\nedition = "2021"\nlicense = "GPL-3.0-only"\n'
LOCK = (
    'version = 3\n\n[[package]]\nname = "ferry"\nversion = "0.1.0"\ndependencies = [\n "hull",\n]\n\n'
    '[[package]]\nname = "hull"\nversion = "0.1.0"\n'
)
URL = "https://example.org/advisory-db"
FOLDER = "advisory-db-298ca71d1d7ccdfe"
"""The folder that cargo-deny derives from the address."""
CRATES: dict[str, str | bytes] = {
    "Cargo.toml": FERRY,
    "Cargo.lock": LOCK,
    "src/lib.rs": "",
    "hull/Cargo.toml": HULL,
    "hull/src/lib.rs": "",
}


@pytest.fixture
def settings_with(tmp_path: Path) -> Callable[[str], str]:
    """deny.toml that names a database of one advisory, which touches none of the crates."""
    folder = tmp_path / "advisories" / FOLDER
    advisory = folder / "crates" / "mast" / "RUSTSEC-2026-9001.md"
    advisory.parent.mkdir(parents=True)
    advisory.write_text(
        '```toml\n[advisory]\nid = "RUSTSEC-2026-9001"\npackage = "mast"\ndate = "2026-01-02"\n'
        'url = "https://example.org"\n\n[versions]\npatched = []\n```\n\n# The mast breaks\n\nIt breaks.\n'
    )
    name = ("-c", "user.name=Harbour", "-c", "user.email=harbour@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), (*name, "commit", "-q", "-m", "One advisory")):
        subprocess.run(("git", *words), cwd=folder, check=True, capture_output=True)
    head = subprocess.run(("git", "rev-parse", "HEAD"), cwd=folder, check=True, capture_output=True).stdout
    (folder / ".git" / "FETCH_HEAD").write_bytes(head)
    start = f'[advisories]\ndb-path = "{folder.parent}"\ndb-urls = ["{URL}"]\n'
    return lambda more: f"{start}\n{more}"


def test_a_rejected_licence(tree: Tree, settings_with: Callable[[str], str]) -> None:
    answer = cargo_deny.run(
        Job(repository=tree({**CRATES, "deny.toml": settings_with('[licenses]\nallow = ["MIT"]\n')}), at=AT)
    )
    (run,) = answer.found
    assert answer.gaps == ()
    assert run.exit_code == cargo_deny.CHECKS["licenses"]
    assert run.scanned == 2
    assert run.version.count(".") == 2
    (finding,) = run.findings
    assert (finding.rule, finding.group) == ("rejected", "licenses")
    assert finding.text.startswith("hull 0.1.0: ")
    assert finding.span is not None
    assert finding.span.path == "Cargo.lock"


def test_a_clean_workspace_whatever_toolchain_it_names(tree: Tree, settings_with: Callable[[str], str]) -> None:
    files = {
        **CRATES,
        "deny.toml": settings_with('[licenses]\nallow = ["MIT", "GPL-3.0-only"]\n'),
        "rust-toolchain.toml": '[toolchain]\nchannel = "1.0.0"\n',
        ".cargo/config.toml": '[build]\nrustc = "./evil"\n',
        "evil": "#!/bin/sh\nexit 1\n",
    }
    answer = cargo_deny.run(Job(repository=tree(files), at=AT))
    (run,) = answer.found
    assert (run.findings, run.exit_code) == ((), 0)
    assert answer.read == ("Cargo.lock",)


def test_without_advisories_the_other_checks_run_and_a_gap_names_the_one_that_did_not(
    tree: Tree, tmp_path: Path, played: Callable[[str, str], Answer[ToolRun]]
) -> None:
    missing = f'[advisories]\ndb-path = "{tmp_path / "none"}"\ndb-urls = ["{URL}"]\n\n[licenses]\nallow = ["MIT"]\n'
    real = cargo_deny.run(Job(repository=tree({**CRATES, "deny.toml": missing}), at=AT))
    for answer in (real, played("cargo-deny", "other-checks")):
        (run,) = answer.found
        assert run.argv[-4:] == ("check", "bans", "licenses", "sources")
        assert [finding.rule for finding in run.findings] == ["rejected"]
        assert (run.exit_code, run.database) == (cargo_deny.CHECKS["licenses"], "")
        (lost,) = answer.gaps
        assert lost.reason.startswith("no check of advisories: failed to get 'FETCH_HEAD' metadata")


def test_a_summary_of_other_checks_than_were_asked_for_is_a_gap() -> None:
    part = json.dumps({"type": "summary", "fields": {"bans": {"errors": 0}}})
    ran = Ran(argv=(), exit_code=0, stderr=part.encode())
    assert cargo_deny.report(ran, "", 2, ("0.20.2", ""), AT, None, ("bans",)).found
    assert cargo_deny.report(ran, "", 2, ("0.20.2", ""), AT, None, cargo_deny.OTHERS).found == ()


def test_a_lock_that_does_not_fit_and_a_configuration_that_is_refused_are_gaps(
    tree: Tree, settings_with: Callable[[str], str]
) -> None:
    stale = cargo_deny.run(
        Job(
            repository=tree(
                {**CRATES, "Cargo.lock": 'version = 3\n\n[[package]]\nname = "ferry"\nversion = "9.9.9"\n'}
            ),
            at=AT,
        )
    )
    assert stale.found == ()
    assert stale.gaps
    refused = cargo_deny.run(
        Job(repository=tree({**CRATES, "deny.toml": settings_with('[licenses]\nunlicensed = "deny"\n')}), at=AT)
    )
    assert refused.found == ()
    assert refused.gaps


def test_no_workspace_no_run(tree: Tree) -> None:
    assert cargo_deny.run(Job(repository=tree({"Cargo.toml": FERRY}), at=AT)).gaps
    assert cargo_deny.run(Job(repository=tree({"README.md": "x"}), at=AT)).gaps


def test_a_missing_tool_is_a_gap(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cargo_deny, "tool_path", lambda _: None)
    assert cargo_deny.run(Job(repository=tree(CRATES), at=AT)).gaps[0].reason == "not installed"


def summary(**errors: int) -> str:
    fields = {
        name: {"errors": errors.get(name, 0), "warnings": 0, "notes": 0, "helps": 0} for name in cargo_deny.CHECKS
    }
    return json.dumps({"type": "summary", "fields": fields})


@pytest.mark.parametrize(
    ("ran", "crates"),
    [
        (Ran(argv=(), trouble="no answer within 180 s"), 3),
        (Ran(argv=(), exit_code=1, stderr=b"error: fatal"), 3),
        (Ran(argv=(), exit_code=0, stderr=b""), 3),
        (Ran(argv=(), exit_code=0, stderr=summary(licenses=1).encode()), 3),
        (Ran(argv=(), exit_code=2, stderr=summary(licenses=1).encode()), 3),
        (Ran(argv=(), exit_code=0, stderr=summary().encode()), 0),
        (Ran(argv=(), exit_code=0, stderr=b'{"type":"summary","fields":{"bans":{"errors":0}}}'), 3),
    ],
)
def test_less_than_a_whole_run_is_a_gap(ran: Ran, crates: int) -> None:
    answer = cargo_deny.report(ran, "", crates, ("0.20.2", ""), AT)
    assert answer.found == ()
    assert answer.gaps


def test_the_bits_of_the_exit_code_agree_with_the_summary() -> None:
    ran = Ran(argv=(), exit_code=9, stderr=summary(advisories=2, sources=1).encode())
    assert cargo_deny.report(ran, "core", 3, ("0.20.2", ""), AT).found[0].directory == "core"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 20))
def test_no_output_breaks_the_reader(noise: bytes, code: int) -> None:
    answer = cargo_deny.report(Ran(argv=(), exit_code=code, stderr=noise), "", 1, ("0.20.2", ""), AT)
    assert answer.gaps


def test_given_advisories_take_the_place_of_those_that_the_tree_names(
    played: Callable[[str, str], Answer[ToolRun]],
) -> None:
    (run,) = played("cargo-deny", "rejected").found
    assert run.exit_code == cargo_deny.CHECKS["licenses"]
    assert run.database.startswith("RustSec 20")
    (finding,) = run.findings
    assert (finding.rule, finding.package, finding.version, str(finding.span)) == (
        "rejected",
        "hull",
        "0.1.0",
        "Cargo.lock:11",
    )
    assert played("cargo-deny", "clean").found[0].exit_code == 0
    assert played("cargo-deny", "without-configuration").found, "one is written into the copy"


def test_the_real_exit_code_adds_up_the_checks_that_failed(played: Callable[[str, str], Answer[ToolRun]]) -> None:
    (run,) = played("cargo-deny", "banned").found
    assert run.exit_code == cargo_deny.CHECKS["bans"] | cargo_deny.CHECKS["licenses"]
    assert {(one.rule, one.group, one.package) for one in run.findings} == {
        ("banned", "bans", "hull"), ("rejected", "licenses", "hull")
    }  # fmt: skip


def test_what_cargo_deny_refuses_is_a_gap(played: Callable[[str, str], Answer[ToolRun]]) -> None:
    answer = played("cargo-deny", "refused")
    assert answer.found == ()
    assert "without a summary" in answer.gaps[0].reason


def test_a_missing_database_exits_with_the_code_of_an_advisory() -> None:
    (program,) = load("cargo-deny", "no-database").programs
    assert program.exit_code == cargo_deny.CHECKS["advisories"]
    ran = Ran(argv=(), exit_code=1, stderr=program.stderr.encode())
    answer = cargo_deny.report(ran, "", 2, ("0.20.2", ""), AT)
    assert answer.found == ()
    assert NEXT in answer.gaps[0].reason


def test_crates_that_were_not_fetched_are_told_with_what_helps() -> None:
    message = "failed to fetch crates: error: failed to download `mast v0.1.43`"
    line = json.dumps({"type": "log", "fields": {"level": "ERROR", "message": message}})
    (gap,) = cargo_deny.report(Ran(argv=(), exit_code=1, stderr=line.encode()), "", 2, ("0.20.2", ""), AT).gaps
    assert gap.reason.index("get them: cargo fetch") < gap.reason.index(message)


@pytest.mark.parametrize(
    ("path", "folder", "found"),
    [
        ("deny.toml", "", True),
        ("deny.toml", "a/b", True),
        (".cargo/deny.toml", "a", True),
        ("a/deny.toml", "a/b", True),
        ("a/.cargo/deny.toml", "a", True),
        ("a/deny.toml", "", False),
        ("a/deny.toml", "ab", False),
    ],
)
def test_where_a_configuration_is_found_from(path: str, folder: str, *, found: bool) -> None:
    assert cargo_deny._reaches(path, folder) is found
