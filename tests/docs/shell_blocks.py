"""Shell in the documents: the blocks with their marks, their commands, and what is shown of their output.

A comment right above a block says more of it:

- ``<!-- run in: NAME -->``: in the set-up of that name (``set_ups.py``) instead of a plain copy of harbour;
- ``<!-- exits: 1 0 -->``: the exit code of each of its commands; a command may also say so itself (``# exit code 1``);
- ``<!-- not run: REASON -->``: only its shape is looked at: programs, make targets, commands and options exist.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import msgspec

SHELLS = frozenset({"sh", "bash", "shell", "console"})
_FENCE = re.compile(r"^(?P<indent> *)(?P<marks>`{3,}|~{3,})[ \t]*(?P<language>[\w+-]*)[^`\n]*$")
_MARK = re.compile(r"^\s*<!-- (run in|exits|not run): (.+?) -->\s*$")
_SAID = re.compile(r"#.*\bexit code (\d+)\s*$")
_HEREDOC = re.compile(r"<<-?\s*['\"]?(\w+)['\"]?")


class Command(msgspec.Struct, frozen=True):
    """One command as written, the exit code that the text states, and the output that is shown, if any is."""

    text: str
    code: int | None = None
    shown: tuple[str, ...] | None = None


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A block of shell: where it stands, its commands, and what its marks say."""

    path: str
    line: int
    language: str
    commands: tuple[Command, ...]
    set_up: str = ""
    not_run: str = ""

    @property
    def place(self) -> str:
        """``docs/a.md:12``."""
        return f"{self.path}:{self.line}"


class Fence(msgspec.Struct, frozen=True, kw_only=True):
    """Any block in fences."""

    line: int
    language: str
    text: str
    marks: dict[str, str]


def fences(text: str) -> Iterator[Fence]:
    """The blocks in fences of a document; a block inside another block is none."""
    lines = text.splitlines()
    number, marks = 0, dict[str, str]()
    while number < len(lines):
        opened = _FENCE.match(lines[number])
        mark = _MARK.match(lines[number])
        if opened is None:
            marks = marks | {mark[1]: mark[2]} if mark else marks if not lines[number].strip() else {}
            number += 1
            continue
        start = number
        closing = re.compile(rf"^ *{re.escape(opened['marks'][0])}{{{len(opened['marks'])},}} *$")
        number += 1
        while number < len(lines) and not closing.match(lines[number]):
            number += 1
        inside = "\n".join(lines[start + 1 : number])
        yield Fence(line=start + 1, language=opened["language"], text=textwrap.dedent(inside), marks=marks)
        number, marks = number + 1, {}


def blocks(path: str, text: str) -> Iterator[Block]:
    """The blocks of shell in a document."""
    for fence in fences(text):
        if fence.language not in SHELLS:
            continue
        commands = _with_output(fence.text) if fence.language == "console" else _plain(fence.text)
        codes = [int(code) for code in fence.marks.get("exits", "").split()]
        if codes:
            assert len(codes) == len(commands), f"{path}:{fence.line}: one exit code a command"
            commands = [Command(one.text, code, one.shown) for one, code in zip(commands, codes, strict=True)]
        yield Block(
            path=path,
            line=fence.line,
            language=fence.language,
            commands=tuple(commands),
            set_up=fence.marks.get("run in", ""),
            not_run=fence.marks.get("not run", ""),
        )


def _plain(text: str) -> list[Command]:
    return [_command(words) for words in _joined(text.splitlines()) if words.strip() and not words.startswith("#")]


def _with_output(text: str) -> list[Command]:
    found: list[Command] = []
    lines = text.splitlines()
    while lines:
        line = lines.pop(0)
        assert line.startswith("$ "), f"a block of console opens with a command: {line}"
        words = line[2:]
        while words.endswith("\\") and lines:
            words += "\n" + lines.pop(0).removeprefix("> ")
        shown = []
        while lines and not lines[0].startswith("$ "):
            shown.append(lines.pop(0))
        one = _command(words)
        found.append(Command(one.text, one.code, tuple(shown)))
    return found


def _command(words: str) -> Command:
    said = _SAID.search(words)
    return Command(words, int(said[1]) if said else None)


def _joined(lines: list[str]) -> Iterator[str]:
    """Lines that go on after a backslash or hold a here-document are one."""
    waiting = list(lines)
    while waiting:
        words = waiting.pop(0)
        while words.endswith("\\") and waiting:
            words += "\n" + waiting.pop(0)
        here = _HEREDOC.search(words)
        while here and waiting:
            words += "\n" + waiting[0]
            if waiting.pop(0).strip() == here[1]:
                break
        yield words


VARIES = (
    (re.compile(r"\b\d+(?:\.\d+)? (?:s|ms)\b"), "0.0 s"),
    (re.compile(r"@[0-9a-f]{8}\b"), "@00000000"),
    (re.compile(r"\b[0-9a-f]{40}\b"), "0" * 40),
    (re.compile(r"(?:/[\w.-]+)*/(?:harbour)\b"), "/harbour"),
)
"""What differs from run to run: how long it took, the commit, where the copy lies."""


def normal(line: str) -> str:
    """``line`` without what differs from run to run, nor how wide its columns are."""
    for pattern, word in VARIES:
        line = pattern.sub(word, line)
    lead = line[: len(line) - len(line.lstrip())]
    return lead + re.sub(r" {2,}", "  ", line.strip())


def as_shown(shown: tuple[str, ...], said: str) -> str:
    """The first difference between what a document shows and what was said; "" where there is none.

    A line "…" stands for any number of lines, "…" at the end of a line for the rest of it.
    """
    wanted = [normal(line) for line in "\n".join(shown).strip("\n").split("\n")]
    had = [normal(line) for line in said.strip("\n").split("\n")]
    return _compare(wanted, had)


def _compare(wanted: list[str], had: list[str]) -> str:
    at = 0
    skipping = False
    for number, line in enumerate(wanted):
        if line.strip() == "…":
            skipping = True
            continue
        while skipping and at < len(had) and not _same(line, had[at]):
            at += 1
        if at >= len(had):
            return f"line {number + 1} is not said: {line}"
        if not _same(line, had[at]):
            return f"line {number + 1}: shown {line!r}, said {had[at]!r}"
        at, skipping = at + 1, False
    if not skipping and at < len(had):
        return f"said and not shown: {had[at]}"
    return ""


def _same(wanted: str, had: str) -> bool:
    if wanted.endswith("…") and not had.endswith("…"):
        return had.startswith(wanted[:-1].rstrip())
    return wanted == had


def documents(root: Path) -> list[Path]:
    """Every document whose shell is run."""
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]
