"""Commands that start targets: make, just, task, tox, nox, npm and their kin, taken apart as they do themselves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

import msgspec

from troth.evidence.automation.context import joined
from troth.evidence.automation.shelf import Shelf
from troth.evidence.automation.targets import Target, make_flags, nox
from troth.evidence.tools import index

_MAKE_VALUED = frozenset(
    ["-C", "--directory", "-f", "--file", "--makefile", "-j", "--jobs", "-l", "-o", "-W", "-I", "-E"]
)
_NODE = frozenset({"npm", "pnpm", "yarn", "bun"})
_NODE_VALUED = frozenset(
    ["--prefix", "-C", "--dir", "--cwd", "--filter", "-F", "-w", "--workspace", "--loglevel", "--reporter"]
)
_ALIASES = {"t": "test", "tst": "test"}
_DIRECT = frozenset({"test", "start", "stop", "restart"})
_NO_SCRIPTS = frozenset(
    [
        "install",
        "i",
        "ci",
        "add",
        "remove",
        "audit",
        "publish",
        "pack",
        "exec",
        "dlx",
        "x",
        "init",
        "login",
        "link",
        "outdated",
        "update",
        "up",
        "why",
        "version",
        "view",
        "info",
        "config",
        "cache",
        "dedupe",
        "prune",
        "fund",
        "import",
        "set",
        "workspaces",
        "plugin",
        "create",
        "root",
        "bin",
    ]
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a command asks for: targets, or further commands. ``ignored``: its own flag lets failures pass."""

    targets: tuple[Target, ...] = ()
    commands: tuple[tuple[str, ...], ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    ignored: bool = False


def asked_targets(argv: Sequence[str], shelf: Shelf, directory: str, variables: Mapping[str, str] = {}) -> Asked | None:
    """The targets that ``argv`` starts in ``directory``, with ``variables``; None where it is no such command."""
    head, words = index.executable(argv[0]), list(argv[1:])
    if head.startswith("python") and words[:1] == ["-m"] and words[1:2] in (["tox"], ["nox"], ["poethepoet"]):
        head, words = words[1].replace("poethepoet", "poe"), words[2:]
    if head in ("make", "gmake"):
        return _make(words, shelf, directory, make_flags.held(variables.get("MAKEFLAGS", "")))
    if head in ("just", "task", "go-task"):
        return _recipes("just" if head == "just" else "task", words, shelf, directory)
    if head == "tox":
        return _tox(words, shelf, directory, variables)
    if head == "nox":
        return _nox(words, shelf, directory)
    if head in _NODE:
        return _node(head, words, shelf, directory)
    if head in ("turbo", "lerna", "nx", "npm-run-all", "run-s", "run-p", "concurrently"):
        names = [word.removeprefix("npm:") for word in words if not word.startswith("-") and word != "run"]
        return Asked(targets=tuple(target for name in names[:20] for target in shelf.everywhere(name)))
    if head == "lefthook" and "run" in words:
        return _lefthook(words[words.index("run") + 1 :], shelf, directory)
    if head == "cargo":
        alias = shelf.cargo_alias(words, directory)
        return Asked(commands=(alias,)) if alias else None
    if head == "lint-staged":
        return Asked()
    found = shelf.project_script([head, *words], directory)
    return Asked(targets=found) if found else None


def _value(words: Sequence[str], *names: str) -> str:
    for position, word in enumerate(words):
        head, equals, tail = word.partition("=")
        if head in names:
            return tail if equals else next(iter(words[position + 1 : position + 2]), "")
        short = [name for name in names if len(name) == 2 and word.startswith(name) and len(word) > 2]
        if short and not word.startswith("--"):
            return word[2:]
    return ""


def _operands(words: Sequence[str], valued: frozenset[str]) -> list[str]:
    found, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word == "--":
            break
        elif word.startswith("-"):
            skip = word in valued
        else:
            found.append(word)
    return found


def _make(words: list[str], shelf: Shelf, directory: str, around: set[str]) -> Asked | None:
    """``make``: ``around`` are the flags that its surroundings give it."""
    given = make_flags.given(words) | around
    if given & make_flags.NOTHING:
        return Asked()
    folder = _value(words, "-C", "--directory")
    here = joined(directory, folder) if folder else directory
    named = _value(words, "-f", "--file", "--makefile")
    files = (joined(here, named),) if named else shelf.file_of("make", here)[:1]
    operands = _operands(words, _MAKE_VALUED)
    goals = [word for word in operands if "=" not in word]
    pairs = tuple((word.partition("=")[0], word.partition("=")[2]) for word in operands if "=" in word)
    always = ((make_flags.ALWAYS, ""),) if "B" in given else ()
    found: list[Target] = []
    for path in files:
        if path not in shelf.repository.path_set:
            continue
        found += shelf.goals(path, goals, pairs + always)
    return Asked(targets=tuple(found), environment=pairs, ignored="i" in given)


def _recipes(system: str, words: list[str], shelf: Shelf, directory: str) -> Asked:
    folder = _value(words, "-d", "--dir", "--working-directory")
    named = _value(words, "-f", "--justfile", "-t", "--taskfile")
    here = joined(directory, folder) if folder else directory
    files = (joined(directory, named),) if named else shelf.file_of(system, here)[:1]
    valued = frozenset({"-d", "--dir", "--working-directory", "-f", "--justfile", "-t", "--taskfile", "-o", "--output"})
    names = [word for word in _operands(words, valued) if "=" not in word]
    found: list[Target] = []
    for path in files:
        targets = shelf.of_file(path) if path in shelf.repository.path_set else ()
        if not names:
            found += [one for one in targets if one.name == "default"] or list(targets[: 1 if system == "just" else 0])
        for name in names:
            found += shelf.named(system, path, name) if targets else ()
    return Asked(targets=tuple(found))


def _lefthook(words: list[str], shelf: Shelf, directory: str) -> Asked:
    """``lefthook run NAME`` (lefthook.dev, "lefthook run"): where no file is staged, some commands are skipped."""
    valued = frozenset(
        {"--file", "--files-from-stdin", "--exclude", "--commands", "--command", "--jobs", "--job", "--tag"}
    )
    name = next(iter(_operands(words, valued)), "")
    listed = f"{_value(words, '--commands', '--command')},{_value(words, '--jobs', '--job')}"
    chosen = frozenset(one for one in listed.split(",") if one)
    every = any(word.startswith(("--all-files", "--force", "--file", "-f")) for word in words)
    target = shelf.lefthook(name, directory, chosen, staged_only=not every)
    return Asked(targets=(target,) if target is not None and target.steps else ())


def _tox(words: list[str], shelf: Shelf, directory: str, variables: Mapping[str, str]) -> Asked | None:
    """``tox``: the environments that ``-e`` or ``TOXENV`` names, else those of ``env_list`` (tox.wiki, "CLI")."""
    if any(word in ("--version", "--help", "-h", "-l", "list", "--notest", "-a") for word in words):
        return Asked()
    given = _value(words, "-c", "--conf")
    files = (joined(directory, given),) if given else shelf.file_of("tox", directory)
    files = tuple(posixpath.join(path, "tox.ini") if path in shelf.repository.folders else path for path in files)
    named = _value([word for each in words for word in _apart(each)], "-e") or variables.get("TOXENV", "")
    chosen = [name for name in named.replace(" ", ",").split(",") if name]
    labelled = any(word.startswith(("-m", "-f", "--label")) for word in words) or "TOX_LABELS" in variables
    found: list[Target] = []
    for path in files:
        if path not in shelf.repository.path_set:
            continue
        targets = [target for target in shelf.of_file(path) if target.system == "tox"]
        if not chosen or chosen == ["ALL"] or any("$" in name or name.startswith("__") for name in chosen):
            found += [one for one in targets if one.by_default or chosen or labelled]
        for name in chosen:
            exact = shelf.named("tox", path, name)
            alike = [one for one in targets if name.startswith("py") and one.name.startswith("py")][:1]
            found += exact or alike
        if targets:
            break
    return Asked(targets=tuple(found))


def _apart(word: str) -> tuple[str, ...]:
    """``word`` with ``-e`` by itself where flags without a value are glued in front of it: "-vve", "-qesec"."""
    glued = re.fullmatch(r"-([vqrnx]+)e(.*)", word)
    if glued is None:
        return (word,)
    return (f"-{glued[1]}", "-e", glued[2]) if glued[2] else (f"-{glued[1]}", "-e")


def _nox(words: list[str], shelf: Shelf, directory: str) -> Asked:
    if any(word in ("--version", "--help", "-h", "-l", "--list") for word in words):
        return Asked()
    chosen, taking = list[str](), False
    for word in words:
        if word == "--":
            break
        if word in ("-s", "--session", "--sessions", "-e"):
            taking = True
        elif word.startswith("-"):
            taking = False
        elif taking:
            chosen += word.split(",")
    found: list[Target] = []
    for path in shelf.file_of("nox", directory):
        targets = shelf.of_file(path)
        default = nox.chosen_by_default(shelf.repository, path)
        wanted = {name.split("(")[0] for name in chosen} or (set(default) if default is not None else None)
        bases = [(one, {one.name, one.name.replace("_", "-")}) for one in targets]
        found += [one for one, names in bases if wanted is None or any(_session(n) in names for n in wanted)]
    return Asked(targets=tuple(found))


def _session(name: str) -> str:
    """A session's name without the version of Python that nox adds ("tests-3.12")."""
    base, _, version = name.rpartition("-")
    return base if base and version.replace(".", "").isdigit() else name


def _node(head: str, words: list[str], shelf: Shelf, directory: str) -> Asked | None:
    folder = _value(words, "--prefix", "-C", "--dir", "--cwd")
    here = joined(directory, folder) if folder else directory
    whole = any(
        word in ("-r", "--recursive", "-ws", "--workspaces", "workspaces", "--filter", "-F", "-w", "--workspace")
        or word.startswith(("--filter=", "--workspace="))
        for word in words
    )
    operands = _operands(words, _NODE_VALUED)
    if operands[:1] == ["workspaces"] or operands[:2] == ["workspaces", "foreach"]:
        operands = [word for word in operands if word not in ("workspaces", "foreach")]
    if operands[:1] == ["workspace"]:
        operands, whole = operands[2:], True
    ran = operands[:1] in (["run"], ["run-script"])
    rest = operands[1:] if ran else operands
    if not rest:
        return None
    name = _ALIASES.get(rest[0], rest[0])
    if not ran and (name in _NO_SCRIPTS or (head == "npm" and name not in _DIRECT)):
        return None
    targets = shelf.everywhere(name) if whole else ()
    for path in shelf.file_of("npm", here)[:1] if not targets else ():
        targets = shelf.named("npm", path, name)
    if targets or ran:
        return Asked(targets=targets)
    position = words.index(rest[0])
    return Asked(commands=(tuple(words[position:]),))  # yarn and pnpm also run what the packages bring
