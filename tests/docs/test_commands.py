"""Every command in the documents runs, ends as the text says, and says what is shown."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.set_ups import ROOT, SET_UPS, harbour
from docs.shell_blocks import Block, Command, as_shown, blocks, documents, fences
from troth.cli.__main__ import parser
from troth.cli.commands import COMMANDS
from troth.evidence.results import places
from troth_desk.__main__ import parser as desk_parser

DOCUMENTS = documents(ROOT)
BLOCKS = [block for path in DOCUMENTS for block in blocks(path.relative_to(ROOT).as_posix(), path.read_text())]
RUN = [block for block in BLOCKS if not block.not_run]
NOT_RUN = [block for block in BLOCKS if block.not_run]
PROGRAMS = (
    "bash",
    "sh",
    "git",
    "cat",
    "ls",
    "head",
    "grep",
    "sed",
    "cp",
    "mv",
    "mkdir",
    "rm",
    "env",
    "printf",
    "test",
    "gpg",
    "ssh-keygen",
)
"""What the commands find beside troth, wherever they run: no promised tool, so that no machine has more than another."""
NEVER_RUN = frozenset({"pip", "pipx", "uvx", "uv", "make", "pre-commit", "docker", "podman", "apt", "brew", "git", "cp",
                       "export", "eval", "python", "python3", "curl", "man", "gpg", "gunzip", "openssl", "tar",
                       "umask", "unzip", "useradd", "systemctl"})  # fmt: skip
"""Heads of commands that a block which is not run may have beside troth's."""
LONGEST = 60.0
"""Seconds that one block may take."""


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        harbour(folder)
    programs = folder / "bin"
    programs.mkdir()
    for name in PROGRAMS:
        found = shutil.which(name)
        assert found, name
        (programs / name).symlink_to(found)
    (programs / "troth").symlink_to(Path(sys.executable).with_name("troth"))
    return folder


def judging(command: str) -> bool:
    """Whether exit code 1 is an answer of a troth command and no failure, as its own help says."""
    words = shlex.split(command, comments=True)
    if not words or words[0] != "troth" or len(words) < 2 or words[1] not in COMMANDS:
        return False
    return bool(re.search(r"\b1 (?!the update was refused)", help_of(words[1:])))


def help_of(argv: list[str]) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        parser(argv).parse_args([argv[0], "--help"])
    return said.getvalue().partition("Exit codes:")[2]


def script(block: Block) -> str:
    """The commands in one shell, each followed by a line with its exit code."""
    lines = ["set +e", "exec 2>&1"]
    for command in block.commands:
        lines += [command.text, 'code=$?; printf "\\n\\001%s\\n" "$code"; (exit "$code")']
    return "\n".join(lines)


@pytest.mark.parametrize("block", RUN, ids=lambda block: block.place)
def test_a_block_runs_as_it_says(block: Block, template: Path, tmp_path: Path) -> None:
    shutil.copytree(template / "harbour", tmp_path / "harbour", symlinks=True)
    home = tmp_path / "home"
    home.mkdir()
    warm(home)
    if block.set_up:
        SET_UPS[block.set_up](tmp_path)
    environment = {"HOME": str(home), "PATH": str(template / "bin"), "LANG": "C.UTF-8", "COLUMNS": "80"}
    done = subprocess.run(
        ["/bin/bash", "-c", script(block)],
        cwd=tmp_path / "harbour",
        env=environment | ({"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    told = re.split(r"\n\x01(\d+)\n", done.stdout)
    assert len(told) == 2 * len(block.commands) + 1, f"{block.place}: {done.stdout}{done.stderr}"
    for command, said, code in zip(block.commands, told[::2], told[1::2], strict=False):
        ended(block, command, said, int(code))


def warm(home: Path) -> None:
    """Give ``home`` what is known of the reader's patterns, so that each block does not find it anew."""
    known = places.cache() / "patterns"
    if known.is_dir():
        shutil.copytree(known, home / ".cache" / "troth" / "patterns")


def ended(block: Block, command: Command, said: str, code: int) -> None:
    words = f"{block.place}: {command.text}\n{said}"
    if command.code is not None:
        assert code == command.code, words
    else:
        assert code == 0 or (code == 1 and judging(command.text)), f"exit code {code}, not stated: {words}"
    if command.shown is not None:
        assert not (wrong := as_shown(command.shown, said)), f"{wrong}\n{words}"


@pytest.mark.parametrize("block", NOT_RUN, ids=lambda block: block.place)
def test_a_block_that_cannot_run_has_a_reason_and_the_right_shape(block: Block) -> None:
    assert len(block.not_run.split()) >= 3, "say why it cannot run"
    assert block.language != "console" or all(not command.shown for command in block.commands), "nothing tests output"
    for command in block.commands:
        shaped(command.text)


def shaped(command: str) -> None:
    """Fails where a program, a make target, a command or an option is not there."""
    words = shlex.split(command.replace("\\\n", " "), comments=True)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words.pop(0)
    if not words:
        return
    head = words[0].removeprefix(".venv/bin/")
    if head in ("troth", "troth-desk"):
        ends = (place for place, word in enumerate(words) if word in (">", "|", "||", "&&", "&"))
        parses(words[1 : next(ends, len(words))], desk=head == "troth-desk")
        return
    assert head in NEVER_RUN, command
    if head == "make":
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        assert {word for word in words[1:] if "=" not in word} <= targets, command
    if head in ("pipx", "uvx") and "troth" in words:
        parses([word for word in words[words.index("troth") + 1 :] if word != "--"])


def parses(argv: list[str], *, desk: bool = False) -> None:
    """Fails where troth, or troth-desk, would not take ``argv``."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        code: object = 0
        try:
            (desk_parser() if desk else parser(argv)).parse_args(argv or ["--help"])
        except SystemExit as end:
            code = end.code
    assert not code, said.getvalue()


def test_there_are_blocks_to_run_and_every_set_up_is_used() -> None:
    assert len(RUN) >= 10
    assert {block.set_up for block in RUN} - {""} == set(SET_UPS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_block_says_what_it_is(path: Path) -> None:
    bare = [f"{path.name}:{fence.line}" for fence in fences(path.read_text()) if not fence.language]
    assert not bare, "name the language: sh, console (with output), text, toml, …"


def options_of(command: str) -> set[str]:
    """Every option of a command, those of its own commands too."""
    found: set[str] = set()
    waiting = [parser([command])._subparsers._group_actions[0].choices[command]]  # type: ignore[union-attr,index]
    while waiting:
        one = waiting.pop()
        for action in one._actions:
            found.update(action.option_strings)
            if isinstance(action, argparse._SubParsersAction):
                waiting.extend(action.choices.values())
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_prose_names_only_options_that_exist(path: Path) -> None:
    for words in re.findall(r"(?<!`)`troth ([^`\n]+)`(?!`)", path.read_text()):
        command, *rest = words.split()
        if command in COMMANDS:
            named = {word.split("=")[0].rstrip(",.)…") for word in rest if re.match(r"--?[a-z]", word)}
            assert named <= options_of(command), f"`troth {words}`"


@pytest.mark.parametrize(
    ("command", "code"), [("troth check --no-such-option", 2), ("troth nothing", 2), ("troth check nowhere", 2)]
)
def test_what_does_not_exist_is_noticed(command: str, code: int, template: Path, tmp_path: Path) -> None:
    block = Block(path="made", line=1, language="sh", commands=(Command(command),))
    with pytest.raises(AssertionError, match=f"exit code {code}, not stated"):
        test_a_block_runs_as_it_says(block, template, tmp_path)


def test_a_wrong_output_and_a_wrong_code_are_noticed(template: Path, tmp_path: Path) -> None:
    for number, command in enumerate((Command("printf one", None, ("two",)), Command("printf one", 1))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(AssertionError):
            test_a_block_runs_as_it_says(
                Block(path="made", line=1, language="console", commands=(command,)), template, folder
            )


def test_the_marks_are_read() -> None:
    text = "<!-- run in: advisories -->\n<!-- exits: 4 -->\n\n```console\n$ troth audit\nout\n…\n```\n\n```sh\na # exit code 3\n```\n"
    first, second = blocks("made.md", text)
    assert (first.set_up, first.commands[0].code, first.commands[0].shown) == ("advisories", 4, ("out", "…"))
    assert (second.set_up, second.commands[0].code) == ("", 3)


@pytest.mark.parametrize(
    ("shown", "said", "same"),
    [
        (("a", "…", "d"), "a\nb\nc\nd", True),
        (("a", "…"), "a\nb", True),
        (("a",), "a\nb", False),
        (("a", "b"), "a", False),
        (("took 0.3 s",), "took 12 s", True),
        (("a…",), "a and more", True),
        (("a",), "b", False),
        (("x @12345678   1 broken",), "x @87654321 1 broken", False),
    ],
)
def test_outputs_are_compared(shown: tuple[str, ...], said: str, *, same: bool) -> None:
    assert bool(as_shown(shown, said)) is not same
