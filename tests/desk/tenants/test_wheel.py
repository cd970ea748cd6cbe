"""The wheel holds all that the desk runs by: pages, style, migrations; and a desk is prepared from it alone."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from troth_desk.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built of the files that git knows, so that nothing which only lies here gets in."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if not name.startswith(("tests/", "docs/")) or name == "docs/troth.1":
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(out),
    ]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("troth-*.whl"))


def test_every_page_style_script_and_migration_is_in_the_wheel(wheel: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "src/troth_desk"], cwd=ROOT, capture_output=True, text=True, check=True)
    wanted = {name.removeprefix("src/") for name in listed.stdout.splitlines()}
    assert {Path(name).suffix for name in wanted} >= {".py", ".html", ".css"}
    assert any("/migrations/0001" in name for name in wanted)
    with zipfile.ZipFile(wheel) as opened:
        assert wanted <= set(opened.namelist())


def test_a_desk_is_prepared_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "installed")
    (tmp_path / "SECURITY.md").write_text("# Security\n\nWe acknowledge reports within 48 hours.\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    environment = kept | {"PYTHONPATH": str(tmp_path / "installed")}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "troth_desk", *arguments, "--data", "data"]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = subprocess.run(
        [sys.executable, "-c", "import troth_desk; print(troth_desk.__file__)"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(tmp_path / "installed"))
    assert "first owner" in run("prepare", "--policy", "SECURITY.md")
    assert "whole" in run("verify")


def test_the_container_runs_what_the_command_line_understands() -> None:
    words = {
        name: json.loads(rest)
        for name, rest in re.findall(
            r"^(ENTRYPOINT|CMD) (.+)$", (ROOT / "Containerfile.desk").read_text(), re.MULTILINE
        )
    }
    assert words["ENTRYPOINT"] == ["troth-desk"]
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers(dest="command")
    for name in COMMANDS:
        importlib.import_module(f"troth_desk.commands.{name}").add(subparsers)
    assert parser.parse_args(words["CMD"]).command == "up"
