"""The man page knows every command and every option, and is a page that man can show."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from troth import __version__
from troth.cli.commands import COMMANDS
from troth.cli.completion import commands

PAGE = Path(__file__).resolve().parents[2] / "docs" / "troth.1"


def text() -> str:
    return re.sub(r"\\f[BIR]", "", PAGE.read_text().replace("\\-", "-"))


def test_every_command_and_option_stands_in_it() -> None:
    """`make docs` writes it; bytes are not compared, since argparse words its usage otherwise from release to release."""
    sections = dict(
        re.findall(
            r"^\.SS troth ([a-z]+)\n(.*?)(?=^\.SS troth [a-z]+\n|^\.SH |\Z)",
            text(),
            re.MULTILINE | re.DOTALL,
        )
    )
    assert set(sections) == set(COMMANDS)
    for name, options in commands().items():
        for option in options:
            for flag in option.flags:
                assert flag in ("-h", "--help") or re.search(
                    rf"(?<![\w-]){re.escape(flag)}(?![\w-])", sections[name]
                ), (name, flag)


def test_it_is_of_this_release_and_in_ascii() -> None:
    assert f'"troth {__version__}"' in PAGE.read_text()
    assert PAGE.read_bytes().isascii()


def test_it_can_be_shown() -> None:
    done = subprocess.run(["groff", "-man", "-ww", "-Tutf8", PAGE], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert not done.stderr
    assert "check whether the promises in SECURITY.md are true" in re.sub(r"\x1b\[[\d;]*m|.\x08", "", done.stdout)
