"""Lines that a document shows, held against the makers: does it install or run the tool, and is it supported?"""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterator

from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.tools import RECORDS
from troth.evidence.tools.flags import operands
from troth.evidence.tools.index import by_command, by_image, by_name, executable
from troth.evidence.tools.record import ToolRecord
from troth.terms.answer import Answer, Gap
from troth.terms.seen.automation import DocumentedLine
from troth.terms.wants import DocumentedLines

INSTALLERS: tuple[tuple[str, str], ...] = (
    ("python -m pip install", "pip"), ("pip install", "pip"), ("pip3 install", "pip"), ("uv pip install", "pip"),
    ("uv tool install", "pip"), ("uv add", "pip"), ("pipx install", "pip"), ("poetry add", "pip"), ("pdm add", "pip"),
    ("pipenv install", "pip"), ("rye add", "pip"), ("rye install", "pip"),
    ("npm install", "npm"), ("npm i", "npm"), ("npm add", "npm"), ("yarn global add", "npm"), ("yarn add", "npm"),
    ("pnpm add", "npm"), ("pnpm install", "npm"), ("bun add", "npm"), ("bun install", "npm"),
    ("cargo install", "cargo"), ("cargo binstall", "cargo"), ("go install", "go"), ("go get", "go"),
    ("gem install", "gem"), ("composer require", "composer"), ("composer global require", "composer"),
    ("docker pull", "image"), ("podman pull", "image"), ("rustup component add", "distribution"),
    ("brew install", "distribution"), ("apt install", "distribution"), ("apt-get install", "distribution"),
    ("dnf install", "distribution"), ("yum install", "distribution"), ("apk add", "distribution"),
    ("pacman -S", "distribution"), ("choco install", "distribution"), ("scoop install", "distribution"),
    ("winget install", "distribution"), ("snap install", "distribution"), ("conda install", "distribution"),
    ("mamba install", "distribution"), ("port install", "distribution"), ("zypper install", "distribution"),
)  # fmt: skip
"""Heads of commands that install what follows, and the registry they take it from. A distribution's own names are its
own affair: there a package that bears the tool's name is taken to be the tool."""
VALUED = ("-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "--version", "--vers",
          "-f", "--find-links", "-t", "--target", "--root", "--features", "--git", "--tag", "--branch", "--rev", "-G",
          "--group", "--python", "-p", "--prefix", "--filter")  # fmt: skip
WRAPPERS: tuple[tuple[str, ...], ...] = (
    ("sudo",), ("time",), ("exec",), ("command",), ("uv", "run"), ("uvx",), ("uv", "tool", "run"), ("pipx", "run"),
    ("poetry", "run"), ("pdm", "run"), ("hatch", "run"), ("pipenv", "run"), ("rye", "run"), ("npx",),
    ("pnpm", "dlx"), ("pnpm", "exec"), ("yarn", "dlx"), ("bunx",), ("npm", "exec"), ("bundle", "exec"),
)  # fmt: skip
OPERATORS = frozenset({"&&", "||", ";", "|", "&", "|&", "(", ")", ";;"})
LONGEST = 4_000
"""Characters of the longest line that is read."""
CLOSE = 0.9
"""How alike (``difflib`` ratio) a package name must be to a known one to pass for a slip of it."""
SHORTEST = 6
"""Letters of the shortest name of which a slip is claimed."""


def documented(tool: str, command: str) -> Answer[DocumentedLine]:
    """What the makers of ``tool`` say to each simple command of ``command`` that concerns it.

    Nothing found, with a gap, where no part of the line is known to install or run the tool.
    """
    record = by_name(tool)
    if record is None:
        return Answer(gaps=(Gap(wanted=command, reason=f"no record of {tool}"),))
    if len(command) > LONGEST:
        return Answer(gaps=(Gap(wanted=f"{command[:80]}…", reason=f"longer than {LONGEST} characters"),))
    lines = [line for words in simple_commands(command) for line in _judge(record, words, command)]
    gap = Gap(wanted=command, reason=f"it is not known here whether this line installs or runs {tool}")
    return Answer(found=tuple(lines), gaps=() if lines else (gap,))


def simple_commands(line: str) -> Iterator[tuple[str, ...]]:
    """The simple commands of a documented line, without prompts, assignments and wrappers."""
    text = re.sub(r"(?m)^[ \t]*(?:[$%>#][ \t]+|PS>[ \t]*)", "", line).replace("\\\n", " ")
    for row in text.splitlines():
        current: list[str] = []
        for token in [*_tokens(row), ";"]:
            if token not in OPERATORS:
                current.append(token)
            elif current:
                yield _unwrapped(tuple(current))
                current = []


def _tokens(row: str) -> list[str]:
    reader = shlex.shlex(row, posix=True, punctuation_chars=";&|()")
    reader.whitespace_split = True
    try:
        return list(reader)
    except ValueError:
        return row.split()


def _unwrapped(words: tuple[str, ...]) -> tuple[str, ...]:
    changed = True
    while changed and words:
        changed = False
        if re.match(r"^\w+=", words[0]):
            words, changed = words[1:], True
        for wrapper in WRAPPERS:
            if words[: len(wrapper)] == wrapper:
                rest = words[len(wrapper) :]
                while rest and rest[0].startswith("-"):
                    rest = rest[1:]
                words, changed = rest, True
    return words


def _judge(record: ToolRecord, words: tuple[str, ...], command: str) -> list[DocumentedLine]:
    manager, packages = installs(words)
    if manager:
        return _install_line(record, manager, packages, command)
    if words[:2] in (("docker", "run"), ("podman", "run")):
        ours = any(record in by_image(word) for word in words[2:])
        return [DocumentedLine(command=command, installs=False, right=True)] if ours else []
    found = by_command(words)
    if found is None or found[0] is not record:
        return []
    reading = record.read(found[1], NOWHERE, "")
    reason = reading.unsupported or record.unsupported
    mended = command.replace("safety check", "safety scan") if reason and record.name.name == "safety" else ""
    return [DocumentedLine(command=command, installs=False, right=True, unsupported=reason, mended=mended)]


class _Nowhere(Repository):
    """A tree without files: a documented line is read by itself."""

    def __init__(self) -> None:
        self.unreadable: dict[str, str] = {}

    paths = ()
    path_set = frozenset()
    folders = frozenset()

    def text(self, path: str) -> str | None:  # noqa: ARG002 -- the shape of a repository
        return None


NOWHERE = _Nowhere()


def installs(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The registry that ``words`` install from, and the packages; ("", ()) for other commands."""
    if not words:
        return "", ()
    head = (re.sub(r"^python[\d.]*$", "python", executable(words[0])), *words[1:])
    for installer, manager in INSTALLERS:
        start = tuple(installer.split())
        if head[: len(start)] == start:
            return manager, operands(head[len(start) :], *VALUED)
    return "", ()


def _install_line(record: ToolRecord, manager: str, packages: tuple[str, ...], command: str) -> list[DocumentedLine]:
    for package in packages:
        right, mended = _package(record, manager, package)
        if right is not None:
            line = command.replace(package, mended) if mended else ""
            return [DocumentedLine(command=command, installs=True, right=right, mended=line)]
    return []


def _package(record: ToolRecord, manager: str, package: str) -> tuple[bool | None, str]:
    """Whether ``package`` is the tool (None: it may be something else), and what should stand there instead."""
    if manager == "image":
        return (True, "") if record in by_image(package) else (None, "")
    if manager == "go":
        return _go_package(record, package)
    name = _bare(package)
    if manager == "distribution":
        known = {record.name.name, *record.executables, *(other for _, other in record.packages)}
        return (True, "") if name.rsplit("/", 1)[-1].lower() in {word.lower() for word in known} else (None, "")
    known = {other.lower() for kind, other in record.packages if kind == manager}
    if _same(name) in {_same(other) for other in known}:
        return True, ""
    slip = next((other for other in sorted(known) if _slip(name, other, manager)), "")
    return (False, package.replace(name, slip)) if slip else (None, "")


def _go_package(record: ToolRecord, package: str) -> tuple[bool | None, str]:
    """Wrong only where the last element is the tool's and the module is none of the known ones."""
    path, at, version = package.partition("@")
    parts = [part for part in path.lower().split("/") if not re.fullmatch(r"v\d+|\.\.\.", part)]
    if not record.go_packages or not parts:
        return None, ""
    homes = {"/".join(known.split("/")[:3]) for known in record.go_packages}
    if any("/".join(parts).startswith(f"{home.lower()}/") or "/".join(parts) == home.lower() for home in homes):
        return True, ""
    names = {record.name.name, *record.executables}
    if parts[-1] in names and "." in parts[0] and len(parts) >= 3:
        return False, f"{record.go_packages[0]}{at}{version}"
    return None, ""


def _slip(name: str, known: str, manager: str) -> bool:
    """Whether ``name`` is a slip of ``known``: its scope left out, its dashes left out, or one letter changed."""
    low = name.lower()
    if low in _names_of(manager):
        return False
    if known.startswith("@") and low == known.rsplit("/", 1)[-1]:
        return True
    close = difflib.SequenceMatcher(None, low, known).ratio()
    return len(known) >= SHORTEST and abs(len(low) - len(known)) <= 1 and close >= CLOSE


def _names_of(manager: str) -> frozenset[str]:
    return frozenset(name.lower() for record in RECORDS for kind, name in record.packages if kind == manager)


def _bare(package: str) -> str:
    """The name of a package without version, extras and quotes."""
    name = package.strip("'\"`")
    scope, name = ("@", name[1:]) if name.startswith("@") else ("", name)
    return scope + re.split(r"[\[=<>~!;@^ ]", name, maxsplit=1)[0]


def _same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.lower())


def _answer(_: Scene, want: DocumentedLines) -> Answer[DocumentedLine]:
    return documented(want.tool, want.command)


GATHERER = Gatherer(wants=DocumentedLines, answer=_answer)
