from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from troth import __version__
from troth.cli.__main__ import main
from troth.cli.commands import COMMANDS

TROTH = Path(sys.executable).with_name("troth")


def test_version_needs_two_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"troth {__version__}\n"


def test_version_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "-c",
            "import sys; from troth.cli.__main__ import main; main(['--version'])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert {"troth", "troth.cli", "troth.cli.__main__"} <= loaded
    heavy = {"argparse", "msgspec", "yaml", "markdown_it", "tree_sitter", "typing", "logging", "importlib.metadata"}
    assert not heavy & loaded


def test_a_command_loads_only_itself() -> None:
    code = "import sys; from troth.cli.__main__ import main; main(['version']); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "troth.cli.version" in loaded
    assert not {"troth.cli.check", "troth.pipeline", "yaml", "markdown_it"} & loaded


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out = capsys.readouterr().out
    assert all(f"\n    {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert f"usage: troth {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [
        ["bogus"],
        ["check", "--bogus"],
        ["check", "--at", "yesterday"],
        ["check", "--fail-on", "all"],
        ["check", "/no/such/folder"],
    ],
)
def test_wrong_use_is_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert err.strip()


def test_the_program_is_installed() -> None:
    done = subprocess.run([TROTH, "version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"troth {__version__} · Python 3.")


def test_to_say_how_the_inventory_is_asked_no_reader_is_loaded() -> None:
    code = "import sys; from troth.cli.__main__ import main; main(['inventory', '--help'])"
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=False)
    assert "usage: troth inventory" in done.stdout
    assert "troth.evidence" not in done.stderr


def test_the_package_can_be_run_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "troth", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"troth {__version__}\n"


def test_as_a_module_it_runs_no_code_of_the_folder_it_checks(tmp_path: Path) -> None:
    (tmp_path / "SECURITY.md").write_text("# Security\n\nPlease do not open public issues.\n")
    for name in ("ast", "json", "argparse", "msgspec"):
        (tmp_path / f"{name}.py").write_text("print('run from the repository')\nraise SystemExit(0)\n")
    command = [sys.executable, "-m", "troth", "check", "--no-tools", "--no-cache", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "run from the repository" not in done.stdout
    assert "UNPROVEN" in done.stdout, done.stderr
