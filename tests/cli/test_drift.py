"""``troth drift --since``: what a change does to the promises and to how they stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from troth.cli.__main__ import main
from troth.evidence.repository import Repository

Git = Callable[..., str]
POLICY = """# Security

## Reporting

We will acknowledge receipt within 48 hours. Please write to security@harbour.dev.

## Tools

We run `bandit` in CI on every pull request.
"""
CI = "on: [pull_request]\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n      - run: bandit -r .\n"


@pytest.fixture
def root(git_tree: Callable[..., Repository]) -> Path:
    files = {"SECURITY.md": POLICY, ".github/workflows/ci.yml": CI, "a.py": "x = 1\n"}
    return git_tree((("2026-11-01", {"a.py": "x = 0\n"}, ()), ("2026-11-02", files, ()))).root


def since(capsys: pytest.CaptureFixture[str], root: Path, *words: str, revision: str = "HEAD", code: int = 0) -> str:
    capsys.readouterr()
    assert main(["drift", str(root), "--since", revision, *words]) == code, capsys.readouterr()
    return capsys.readouterr().out


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_where_nothing_changed_nothing_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = since(capsys, root)
    assert "no promise changed, none stands otherwise" in " ".join(out.split())


def test_a_promise_that_is_weaker_is_told_field_by_field(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(root / "SECURITY.md", "48 hours", "14 days")
    out = since(capsys, root, code=1)
    assert "1 promised less" in out
    assert "within: 48 hours → 14 days (weaker)" in out
    rewrite(root / "SECURITY.md", "14 days", "24 hours")
    assert "(stronger)" in since(capsys, root)


def test_a_promise_that_stands_worse_is_told_with_the_fact(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(root / ".github/workflows/ci.yml", "bandit -r .", "bandit -r . || true")
    out = since(capsys, root, code=1)
    assert "● kept →" in out
    assert ".github/workflows/ci.yml:7" in out
    assert "Next: troth explain" in out


def test_a_promise_that_is_gone_is_told_with_its_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(root / "SECURITY.md", "We will acknowledge receipt within 48 hours. ", "")
    out = since(capsys, root, code=1)
    assert "gone, was" in out
    assert "said “We will acknowledge receipt within 48 hours.”" in out


def test_where_there_was_no_policy_everything_is_new(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(since(capsys, root, "--json", revision="HEAD~1"))
    assert told["before"]["promises"] == 0
    assert {change["turn"] for change in told["changes"]} == {"new"}
    rewrite(root / ".github/workflows/ci.yml", "bandit -r .", "ruff check .")
    assert "of the new ones broken" in " ".join(since(capsys, root, revision="HEAD~1", code=1).split())


def test_a_policy_that_moved_is_the_same_policy(root: Path, capsys: pytest.CaptureFixture[str], git: Git) -> None:
    (root / "docs").mkdir()
    git(root, "mv", "SECURITY.md", "docs/SECURITY.md")
    assert "no promise changed" in since(capsys, root)
    (root / "docs/SECURITY.md").rename(root / "docs/safety.md")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "moved")
    assert "no promise changed" in since(capsys, root, "--policy", "docs/safety.md", revision="HEAD~1")
    assert "no promise changed" in since(capsys, root, "--policy", str(root / "docs/safety.md"), revision="HEAD~1")


def test_a_folder_of_the_checkout_is_compared_with_the_same_folder(
    root: Path, capsys: pytest.CaptureFixture[str], git: Git
) -> None:
    (root / "part").mkdir()
    (root / "part" / "SECURITY.md").write_text("# Security\n\nWe acknowledge reports within 3 days.\n")
    told = json.loads(since(capsys, root / "part", "--json"))
    assert [change["turn"] for change in told["changes"]] == ["new"]
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "part")
    rewrite(root / "part" / "SECURITY.md", "3 days", "9 days")
    assert "within: 3 days → 9 days (weaker)" in since(capsys, root / "part", code=1)


def test_a_tag_that_came_later_is_no_part_of_the_older_side(
    root: Path, capsys: pytest.CaptureFixture[str], git: Git
) -> None:
    rewrite(
        root / "SECURITY.md",
        "## Tools\n",
        "## Versions\n\n| Version | Supported |\n|---|---|\n| 1.x | yes |\n\n## Tools\n",
    )
    git(root, "commit", "-q", "-am", "versions")
    git(root, "tag", "v1.0.0", day="2026-11-03")
    git(root, "commit", "-q", "--allow-empty", "-m", "breaking", day="2026-11-04")
    git(root, "tag", "v2.0.0", day="2026-11-04")
    told: dict[str, Any] = json.loads(since(capsys, root, "--json", revision="v1.0.0", code=1))
    (change,) = told["changes"]
    assert (change["before"]["standing"], change["after"]["standing"]) == ("kept", "broken")


def test_the_register_of_either_side_holds_on_that_side(
    root: Path, capsys: pytest.CaptureFixture[str], git: Git
) -> None:
    main(["init", str(root)])
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "register")
    rewrite(root / "troth.toml", 'name = "bandit"\n', 'name = "bandit"\nsilence = "not ours"\n')
    out = since(capsys, root, code=1)
    assert "silence: none → not ours (weaker)" in out


def test_what_is_accepted_is_told_like_anything_else(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(root / ".github/workflows/ci.yml", "bandit -r .", "ruff check .")
    main(["init", str(root), "--accept-current", "--no-tools"])
    assert "● kept → ✕ broken" in since(capsys, root, code=1)


def test_no_tool_runs_unless_it_is_asked_for(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from troth.evidence.gather import Scene

    asked: list[bool] = []

    def noted(**given: Any) -> Scene:
        asked.append(given["run_tools"])
        return Scene(**given)

    monkeypatch.setattr("troth.cli.since.Scene", noted)
    since(capsys, root)
    assert asked == [False, False]


@pytest.mark.parametrize("words", [["--since", "nowhere"], ["--since", "--help"], ["--since", ""]])
def test_a_revision_that_is_not_there_is_wrong_use(
    root: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drift", str(root), *words]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_outside_of_git_there_is_nothing_to_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "SECURITY.md").write_text(POLICY)
    assert main(["drift", str(tmp_path), "--since", "HEAD"]) == 2
    assert "no git checkout" in capsys.readouterr().err


def test_formats_of_changes_need_a_revision(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift", str(root), "--tools"]) == 2
    assert "--since main" in capsys.readouterr().err


def test_every_format_is_registered() -> None:
    from troth import report
    from troth.report.changes_formats import FORMATS

    folder = Path(str(report.__file__)).parent
    having = {path.stem for path in folder.glob("*.py") if "\ndef render_changes(" in path.read_text()}
    assert set(FORMATS.values()) == having


def test_entries_whose_sentence_is_gone_are_not_counted_as_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(root)]) == 0
    rewrite(root / "SECURITY.md", "We run `bandit` in CI on every pull request.\n", "Nothing.\n")
    assert main(["init", str(root)]) == 0
    capsys.readouterr()
    assert main(["drift", str(root)]) == 0
    assert "say the same: 2 promises." in capsys.readouterr().out
