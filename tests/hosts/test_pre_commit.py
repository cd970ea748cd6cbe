"""The hooks, installed and run by pre-commit itself on a checkout of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=Harbour crew", "-c", "user.email=crew@example.org"]
    subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, check=True)


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    """Troth as a repository of hooks: what is checked out here, in one commit."""
    folder = tmp_path / "troth"
    for name in ("src", "docs", "examples"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    git(tmp_path, "init", "-q", "-b", "main", str(folder))
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Troth")
    return folder


def test_a_broken_promise_stops_the_commit(hooks: Path, tmp_path: Path) -> None:
    root = tmp_path / "ferry"
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    (root / "SECURITY.md").write_text("# Security\n\n`bandit` is enforced in CI on every push.\n")
    workflow = root / ".github/workflows/ci.yml"
    workflow.parent.mkdir(parents=True)
    job = "on: {{push: {{branches: [main]}}}}\njobs:\n  a:\n    runs-on: x\n    steps:\n    - run: bandit -r src{}\n"
    workflow.write_text(job.format(" || true"))
    configuration = {"repos": [{"repo": str(hooks), "rev": "main", "hooks": [{"id": "troth-check"}]}]}
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    git(root, "add", "-A")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PRE_COMMIT_HOME": str(tmp_path / "store"), "HOME": str(tmp_path)}

    def commit() -> subprocess.CompletedProcess[str]:
        argv = [str(PRE_COMMIT), "run", "--all-files"]
        return subprocess.run(argv, cwd=root, env=environment, capture_output=True, text=True, check=False)

    stopped = commit()
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert ".github/workflows/ci.yml:6" in stopped.stdout
    workflow.write_text(job.format(""))
    git(root, "add", "-A")
    passed = commit()
    assert passed.returncode == 0, passed.stdout + passed.stderr


def test_every_hook_runs_a_command_that_exists() -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
        program, command, *_ = hook["entry"].split()
        assert program == "troth"
        done = subprocess.run(
            [sys.executable, "-m", "troth.cli", command, "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, hook["id"]
