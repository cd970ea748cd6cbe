from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from troth.cli.__main__ import main
from troth.evidence.repository import Repository

CARGO = '[package]\nname = "ferry"\nversion = "0.1.0"\n'
CODE = """\
pub fn cross(p: *const u8) -> u8 {
    // SAFETY: the caller holds the pier
    unsafe { *p }
}

pub fn moor(p: *const u8) -> u8 {
    // SAFETY: the caller holds the rope
    unsafe {
        *p.add(1)
    }
}
"""
POLICY = "# Security\n\n## Memory safety\n\n- No `unsafe` code without explicit review and documentation\n"
FILES = {"Cargo.toml": CARGO, "src/lib.rs": CODE, "SECURITY.md": POLICY}
RECORDS = "attestations/unsafe.toml"
Trees = Callable[..., Repository]


@pytest.fixture
def root(tree: Trees, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, "/nowhere")
    return tree(FILES).root


def standing(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    main(["check", str(root), "--no-tools", "--json"])
    verdicts = json.loads(capsys.readouterr().out)["verdicts"]
    (found,) = [verdict["standing"] for verdict in verdicts if verdict.get("topic") == "memory_safety"]
    return str(found)


def attest(root: Path, *words: str) -> int:
    return main(["attest", "unsafe", "--root", str(root), *words])


def test_what_nobody_reviewed_is_listed_with_what_to_type(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert attest(root) == 0
    told = capsys.readouterr().out
    assert "2 of 2 unsafe sites without a review" in told
    assert "troth attest unsafe src/lib.rs:3" in told
    assert not (root / RECORDS).exists()


def test_from_at_risk_to_kept_and_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert standing(root, capsys) == "at_risk"
    assert attest(root, "src/lib.rs:3", "--by", "R. Pilot <pilot@example.org>", "--note", 'looked at "p"') == 0
    assert standing(root, capsys) == "at_risk"
    assert attest(root, "src/lib.rs:9", "--by", "R. Pilot <pilot@example.org>") == 0
    assert standing(root, capsys) == "kept"
    one, two = tomllib.loads((root / RECORDS).read_text())["review"]
    assert (one["site"], one["by"], one["note"]) == ("src/lib.rs:3", "R. Pilot <pilot@example.org>", 'looked at "p"')
    assert (two["site"], two["form"]) == ("src/lib.rs:8", "block")
    source = root / "src/lib.rs"
    source.write_text("//! moved\n\n" + CODE.replace("        *p.add(1)\n", "  *p . add(1)\n"))
    assert standing(root, capsys) == "kept"
    source.write_text(CODE.replace("*p.add(1)", "*p.add(2)"))
    assert standing(root, capsys) == "at_risk"
    assert attest(root, "--json") == 0
    (left,) = json.loads(capsys.readouterr().out)["sites"]
    assert attest(root) == 0
    told = capsys.readouterr().out
    assert "1 review of content that has changed or is gone:\n  src/lib.rs:8 by R. Pilot <pilot@example.org>" in told
    assert (left["file"], left["line"], left["review"]) == ("src/lib.rs", 8, None)


def test_all_at_once_and_nothing_twice(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert attest(root, "--all", "--by", "R. Pilot") == 0
    assert "2 unsafe sites recorded" in capsys.readouterr().out
    before = (root / RECORDS).read_bytes()
    assert attest(root, "--all", "--by", "R. Pilot") == 0
    assert (root / RECORDS).read_bytes() == before
    assert attest(root, "src/lib.rs:3", "--by", "R. Pilot") == 2
    assert "was reviewed by R. Pilot" in capsys.readouterr().err
    assert attest(root, "--list") == 0
    assert capsys.readouterr().out.count("reviewed by R. Pilot on ") == 2
    assert attest(root) == 0
    assert "Each of 2 unsafe sites has a review" in capsys.readouterr().out


def test_what_stands_in_the_file_stays(root: Path) -> None:
    (root / "attestations").mkdir()
    (root / RECORDS).write_bytes(b"# ours\r\n[other]\r\nx = 1 # kept\r\n")
    assert attest(root, "--all", "--by", "R. Pilot") == 0
    assert (root / RECORDS).read_bytes().startswith(b"# ours\r\n[other]\r\nx = 1 # kept\r\n")


@pytest.mark.parametrize("by", ['A "B" \\ <a@b.example>', "Zoë\tO'Neil", "\x7f\x01", "[[review]]\nx = 1"])
def test_a_name_can_hold_anything(root: Path, by: str) -> None:
    assert attest(root, "--all", "--by", by) == 0
    written = tomllib.loads((root / RECORDS).read_text())["review"]
    assert {entry["by"] for entry in written} == {" ".join(by.split())}


def test_the_user_of_git_is_named(git_tree: Trees, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    root = git_tree([("2026-01-01", FILES, ())]).root
    subprocess.run(["git", "config", "user.name", "R. Pilot"], cwd=root, check=True)
    subprocess.run(["git", "config", "user.email", "pilot@example.org"], cwd=root, check=True)
    assert attest(root, "--all") == 0
    assert 'by = "R. Pilot <pilot@example.org>"' in (root / RECORDS).read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["src/lib.rs:1", "--by", "R"], "no unsafe code at src/lib.rs:1"),
        (["src/lib.rs", "--by", "R"], "names no line"),
        (["other.rs:3", "--by", "R"], "lists all sites"),
        (["--all"], "nobody is named"),
        (["--list", "--all"], "--list records nothing"),
        (["--all", "--by", "R", "--note", "x" * 1001], "longer than"),
    ],
)
def test_what_cannot_be_vouched_for(
    root: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert attest(root, *words) == 2
    assert told in capsys.readouterr().err
    assert not (root / RECORDS).exists()


@pytest.mark.parametrize(
    "text", ["review = 3\n", "review = []\n", "[review]\nx = 1\n", "[[review", "[[review]]\nx = 1\nreview = 2 = 3"]
)
def test_a_file_that_cannot_be_added_to_is_left_alone(
    root: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "attestations").mkdir()
    (root / RECORDS).write_text(text)
    assert attest(root, "--all", "--by", "R. Pilot") == 2
    assert RECORDS in capsys.readouterr().err
    assert (root / RECORDS).read_text() == text


def test_nothing_is_written_outside_of_the_tree(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "attestations").symlink_to(outside)
    assert attest(root, "--all", "--by", "R. Pilot") == 2
    assert list(outside.iterdir()) == []


def test_a_tree_without_unsafe_code(tree: Trees, capsys: pytest.CaptureFixture[str]) -> None:
    assert attest(tree({"src/lib.rs": "pub fn f() {}\n"}).root) == 0
    assert "No unsafe Rust code is here." in capsys.readouterr().out


def test_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["attest", "nothing"]) == 2
    assert main(["attest", "weather"]) == 2
