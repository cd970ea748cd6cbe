from __future__ import annotations

import shutil
import subprocess

import pytest

from troth.cli.__main__ import main
from troth.cli.commands import COMMANDS
from troth.cli.completion import commands


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def test_reads_the_options_from_the_parsers() -> None:
    options = {flag: option for option in commands()["check"] for flag in option.flags}
    assert options["--fail-on"].choices == ("broken", "at_risk", "unproven", "finding", "never")
    assert options["--policy"].takes_value
    assert not options["--no-tools"].takes_value


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_names_every_command_and_option(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = script(shell, capsys)
    assert all(name in out for name in COMMANDS)
    assert "fail-on" in out
    assert "at_risk" in out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("troth ch", {"check"}),
        ("troth check --fail", {"--fail-on"}),
        ("troth check --fail-on at", {"at_risk"}),
        ("troth completion z", {"zsh"}),
        ("troth read --un", {"--unread"}),
        ("troth read S", set()),
        ("troth read --color al", {"always"}),
    ],
)
def test_bash_completes(words: str, offered: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    bash = shutil.which("bash")
    assert bash
    typed = words.split()
    asked = f'COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; _troth; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        [bash, "-c", f"{script('bash', capsys)}\n{asked}"], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == offered
