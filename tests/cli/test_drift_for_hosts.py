"""What ``troth drift --since`` tells hosts: a comment for a pull request, annotations, the summary of a job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from report.test_github import commands
from troth.cli import saving
from troth.cli.__main__ import main
from troth.evidence.repository import Repository
from troth.report.changes_markdown import MARKER, NOTHING

BEFORE = (
    "# Security\n\nWe acknowledge reports within 48 hours.\n\nCritical Python packages (flask) are pinned with `==`.\n"
)


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("GITHUB_WORKSPACE", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "CI_PROJECT_DIR", saving.SUMMARY):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(git_tree: Callable[..., Repository]) -> Path:
    after = {"SECURITY.md": BEFORE.replace("48 hours", "14 days"), "requirements.txt": "flask~=3.0.1\n"}
    return git_tree(
        (("2025-01-01", {"SECURITY.md": BEFORE, "requirements.txt": "flask==3.0.1\n"}, ()), ("2025-01-02", after, ()))
    ).root


def told(root: Path, form: str, capsys: pytest.CaptureFixture[str], since: str = "HEAD~1") -> tuple[int, str]:
    capsys.readouterr()
    code = main(["drift", str(root), "--since", since, "--format", form])
    return code, capsys.readouterr().out


def test_a_comment_says_what_the_change_does(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(root))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    code, comment = told(root, "markdown", capsys)
    assert code == 1
    assert comment.startswith(MARKER)
    assert "within: 48 hours → 14 days (weaker)" in comment
    assert "● kept → ✕ broken" in comment
    assert "(<https://github.example/o/r/blob/" in comment
    assert "/requirements.txt#L1>)" in comment


def test_the_same_revision_is_one_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(root, "markdown", capsys, "HEAD") == (0, f"{MARKER}\n{NOTHING}\n")


def test_annotations_and_the_summary_of_the_job(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(saving.SUMMARY, str(tmp_path / "summary.md"))
    code, log = told(root, "github", capsys)
    assert code == 1
    error, warning, *_ = commands(log)
    assert (error[0], error[1]["file"], error[1]["line"]) == ("error", "requirements.txt", "1")
    assert (warning[0], warning[1]["file"], warning[1]["line"]) == ("warning", "SECURITY.md", "3")
    assert "### What this change does to the promises" in (tmp_path / "summary.md").read_text()
