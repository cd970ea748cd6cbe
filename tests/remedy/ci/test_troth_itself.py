"""A step of Troth itself is installed from the one source that was named, and from no bare name."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from remedy.ci.taking_up import Capture, lay
from troth.cli.__main__ import main

COMMIT = "git+https://example.org/harbour/troth@" + "a1" * 20
TREE = {"SECURITY.md": "# Security\n\nWe run `bandit` on every push.\n", "a.py": "x = 1\n", "pyproject.toml": ""}


@pytest.mark.parametrize("source", [COMMIT, "harbour-troth==0.1.0", "troth[all]==0.1.0"])
def test_the_named_source_is_installed(source: str, tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, TREE)
    assert main(["init", str(tmp_path), "--ci", "github", "--write", "--with-troth", source]) == 0
    capsys.readouterr()
    workflow = yaml.safe_load((tmp_path / ".github/workflows/promises.yml").read_text())
    runs = [step.get("run", "") for step in workflow["jobs"]["troth"]["steps"]]
    assert f"python -m pip install {source}" in runs
    assert "troth check --no-tools" in runs


@pytest.mark.parametrize(
    "source",
    [
        "troth",
        "troth>=1",
        "git+https://example.org/harbour/troth@main",
        f"{COMMIT};id",
        f"$(id){COMMIT}",
        f"{COMMIT} x",
    ],
)
def test_what_names_no_single_troth_is_refused(source: str, tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, TREE)
    assert main(["init", str(tmp_path), "--ci", "github", "--write", "--with-troth", source]) == 2
    assert "says not which Troth is meant" in capsys.readouterr().err
    assert not (tmp_path / ".github").exists()


def test_without_it_no_step_is_written(tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, TREE)
    assert main(["init", str(tmp_path), "--ci", "github", "--write"]) == 0
    capsys.readouterr()
    assert "troth check" not in (tmp_path / ".github/workflows/promises.yml").read_text()
