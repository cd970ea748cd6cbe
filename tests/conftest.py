from __future__ import annotations

import gc
import os
import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from troth.evidence.repository import Repository

Files = Mapping[str, str | bytes]


def pytest_configure() -> None:
    """A shell that starts the tests in the background has them ignore SIGINT, and so all that they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.pop("COLUMNS", None)  # what is shown is compared, whoever starts the tests
    # how long a machine that has other work takes says nothing of what is tested
    settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("busy")
    gc.disable()  # until all tests are found, of which none is ever given back: a third of the time that it takes


def pytest_collection_finish() -> None:
    """From here on what is no longer used is given back, and what was found is not looked through each time."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: a missing tool must not look like a passed test."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def write(root: Path, files: Files) -> None:
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Files], Repository]:
    """`tree({"path": "text", …}) -> Repository`: a plain folder, made anew by each call."""
    made = 0

    def make(files: Files) -> Repository:
        nonlocal made
        made += 1
        root = tmp_path / f"tree-{made}"
        root.mkdir()
        write(root, files)
        return Repository(root)

    return make


@pytest.fixture
def git_tree(tmp_path: Path) -> Callable[..., Repository]:
    """`git_tree([("2025-01-01", {"path": "text"}, ("v1.0", …)), …], branch="main") -> Repository`: a real checkout.

    One commit a row, oldest first, at noon UTC of its date. A tag that ends in `!` is annotated.
    """
    made = 0

    def make(commits: Iterable[tuple[str, Files, tuple[str, ...]]], branch: str = "main") -> Repository:
        nonlocal made
        made += 1
        root = tmp_path / f"checkout-{made}"
        root.mkdir()
        _git(root, "init", "-q", "-b", branch)
        for day, files, tags in commits:
            write(root, files)
            _git(root, "add", "-A", "-f", day=day)
            _git(root, "commit", "-q", "--allow-empty", "-m", f"State of {day}", day=day)
            for tag in tags:
                words = ("-a", "-m", "A release", tag[:-1]) if tag.endswith("!") else (tag,)
                _git(root, "tag", *words, day=day)
        return Repository(root)

    return make


@pytest.fixture
def git() -> Callable[..., str]:
    """`git(root, "tag", "v1", day="2025-01-01") -> str`: git at noon UTC of a day, by nobody's configuration."""
    return _git


def _git(root: Path, *words: str, day: str = "2025-01-01") -> str:
    moment = f"{day}T12:00:00+0000"
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(root),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_AUTHOR_DATE": moment,
        "GIT_COMMITTER_DATE": moment,
    }
    names = ("-c", "user.name=Harbour", "-c", "user.email=harbour@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ("git", *names, *words), cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout
