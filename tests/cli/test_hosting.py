from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from troth.cli.hosting import Hosting, hosting
from troth.evidence.repository import Repository


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_WORKSPACE", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "CI_PROJECT_DIR", "CI_PROJECT_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(git_tree: Callable[..., Repository]) -> Path:
    return git_tree((("2025-01-01", {"apps/a/SECURITY.md": "# Security\n"}, ()),)).root


def github(monkeypatch: pytest.MonkeyPatch, workspace: Path, server: str = "https://github.example") -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(workspace))
    monkeypatch.setenv("GITHUB_SERVER_URL", server)
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r.s")


def test_the_folder_within_its_checkout(root: Path) -> None:
    assert hosting(root) == Hosting()
    assert hosting(root / "apps" / "a") == Hosting(prefix="apps/a")


def test_outside_of_git_nothing_is_known(tmp_path: Path) -> None:
    assert hosting(tmp_path) == Hosting()


def test_github_tells_its_jobs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    github(monkeypatch, root)
    address = "https://github.example/o/r.s"
    assert hosting(root / "apps") == Hosting("apps", address, f"{address}/blob/")


def test_gitlab_tells_its_jobs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_PROJECT_DIR", str(root))
    monkeypatch.setenv("CI_PROJECT_URL", "https://gitlab.example/group/sub/r")
    assert hosting(root).files == "https://gitlab.example/group/sub/r/-/blob/"


def test_another_checkout_of_the_job_is_not_the_hosts(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    github(monkeypatch, tmp_path)
    assert hosting(root) == Hosting()


@pytest.mark.parametrize("server", ["javascript:alert(1)", "https://a b", "https://a/)<x>", ""])
def test_what_is_no_address_is_none(root: Path, monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    github(monkeypatch, root, server)
    assert hosting(root) == Hosting()


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://host.example/o/r.git", "https://host.example/o/r"),
        ("https://user:secret@host.example/o/r", "https://host.example/o/r"),
        ("git@host.example:o/r.git", "https://host.example/o/r"),
        ("ssh://git@host.example:2222/o/r.git", "https://host.example/o/r"),
        ("/srv/git/r.git", ""),
        ("../r", ""),
        ("ext::sh -c evil", ""),
    ],
)
def test_the_remote_without_its_passwords(root: Path, remote: str, address: str) -> None:
    subprocess.run(["git", "-C", str(root), "config", "remote.origin.url", remote], check=True)
    assert hosting(root) == Hosting(repository=address)
