"""Which tool is it? Looks a command, an action, a hook, an image, a plugin or a template up among all records."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence

from troth.evidence.tools import RECORDS
from troth.evidence.tools.record import Call, ToolRecord

SUFFIXES = (".exe", ".cmd", ".bat", ".ps1")
_PYTHON = re.compile(r"^(python|pypy)[\d.]*$|^py$")
_VERSION = re.compile(r"@|\[|==|[<>~!]=")
_WITH_VALUE = frozenset(
    {"-C", "--prefix", "--dir", "--cwd", "--filter", "-F", "-w", "--workspace", "--manifest-path", "-p", "--project",
     "-f", "--file", "--color", "--config", "-Z", "--target-dir", "--package", "-R", "--repo"}
)  # fmt: skip
"""Options between the words of a head ("npm --prefix web audit") that take the next word."""


def _by(field: str) -> dict[str, tuple[ToolRecord, ...]]:
    found: dict[str, tuple[ToolRecord, ...]] = {}
    for record in RECORDS:
        for value in getattr(record, field):
            found[value.lower()] = (*found.get(value.lower(), ()), record)
    return found


_EXECUTABLES = _by("executables")
_MODULES = _by("modules")
_GO = _by("go_packages")
_ACTIONS = _by("actions")
_HOOKS = _by("hooks")
_IMAGES = _by("images")
_PLUGINS = _by("maven_plugins")
_TEMPLATES = _by("gitlab_templates")
_NAMES = {name: record for record in RECORDS for name in (record.name.name, *record.name.editions)}
_HEADS = sorted(
    ((tuple(head.split()), record) for record in RECORDS for head in record.subcommands),
    key=lambda pair: -len(pair[0]),
)
_FIRST_WORDS = frozenset(words[0] for words, _ in _HEADS)


def by_name(name: str) -> ToolRecord | None:
    """The record with the canonical ``name``."""
    return _NAMES.get(name)


def by_command(argv: Sequence[str]) -> tuple[ToolRecord, Call] | None:
    """The tool at the head of one simple command whose wrappers were taken off, and the call as its record reads it.

    The call's ``argv`` starts with the head as one word ("bandit", "cargo deny", "npm audit"), whatever stood there
    (``python -m bandit``, ``go run module@v1``, ``/usr/bin/bandit``).
    """
    if not argv:
        return None
    head, rest = executable(argv[0]), tuple(argv[1:])
    if _PYTHON.match(head):
        return _of_python(rest)
    if head == "go" and rest[:1] in (("run",), ("tool",)):
        return _of_go(rest)
    if head in ("mvn", "mvnw"):
        return _of_maven(rest)
    found = _of_words(head, rest)
    if found is not None:
        return found
    for record in _EXECUTABLES.get(head.lower(), ()):
        return record, Call(argv=(head, *rest))
    return None


def by_action(uses: str) -> tuple[ToolRecord, ...]:
    """The tools that an action or reusable workflow runs: "owner/name@ref", "owner/name/path@ref", "docker://image"."""
    if uses.startswith("docker://"):
        return by_image(uses.removeprefix("docker://"))
    path = uses.split("@", 1)[0].strip().strip("/").lower()
    exact = _ACTIONS.get(path)
    if exact:
        return exact
    globs = (records for glob, records in _ACTIONS.items() if glob.endswith("*") and fnmatch.fnmatchcase(path, glob))
    return next(globs, ())


def by_hook(hook_id: str, repo: str = "") -> tuple[ToolRecord, ...]:
    """The tools that a pre-commit hook runs. ``repo`` is its address, and decides where the id alone names nothing."""
    found = _HOOKS.get(hook_id.lower(), ())
    if found or not repo:
        return found
    name = repo.rstrip("/").removesuffix(".git").rsplit("/", 1)[-1].lower()
    known = _NAMES.get(name)
    return (known,) if known and hook_id.lower().startswith(name) else ()


def hook_call(record: ToolRecord, hook_id: str, arguments: Sequence[str] = ()) -> Call:
    """The call that a hook of ``record`` makes, with the ``args:`` that the project gives it."""
    told = tuple(arguments)
    for entry in record.hook_entries:
        if entry.hook in ("", hook_id):
            return Call(argv=(*entry.entry, *(told or entry.arguments)))
    head = next(iter((*record.executables, *record.subcommands)), record.name.name)
    return Call(argv=(head, *told))


def by_image(image: str) -> tuple[ToolRecord, ...]:
    """The tools that a container image runs, with or without registry, tag and digest."""
    name = image.strip().lower().split("@", 1)[0]
    last = name.rsplit("/", 1)[-1]
    if ":" in last:
        name = name[: -len(last)] + last.split(":", 1)[0]
    for prefix in ("docker.io/library/", "docker.io/", "index.docker.io/", "registry.hub.docker.com/"):
        name = name.removeprefix(prefix)
    return _IMAGES.get(name, ())


def by_maven_plugin(plugin: str) -> tuple[ToolRecord, ...]:
    """The tools of a Maven plugin: "group:artifact", "group:artifact:version:goal" or "prefix:goal"."""
    parts = plugin.strip().lower().split(":")
    return _PLUGINS.get(":".join(parts[:2]), ()) or _PLUGINS.get(parts[0], ())


def by_gitlab_template(template: str) -> tuple[ToolRecord, ...]:
    """The tools of an included GitLab template or component.

    "Security/SAST.gitlab-ci.yml", "Jobs/SAST.latest.gitlab-ci.yml", "gitlab.com/components/sast/sast@2.0".
    """
    last = template.strip().lower().split("@", 1)[0].rsplit("/", 1)[-1]
    name = re.sub(r"(\.latest)?\.gitlab-ci\.ya?ml$", "", last)
    return _TEMPLATES.get(name, ())


def by_go_package(module: str) -> tuple[ToolRecord, ...]:
    """The tools of a Go package path, with or without "@version"."""
    path = module.split("@", 1)[0].lower()
    return _GO.get(path, ()) or _GO.get(re.sub(r"/v\d+(?=/|$)", "", path), ())


def executable(word: str) -> str:
    """The name of a program without folder, version and the endings of Windows.

    "./gradlew" is "gradlew", "bandit[toml]==1.9" and "bandit@1.9" are "bandit"; a scope stays ("@scope/name").
    """
    name = word.replace("\\", "/").rsplit("/", 1)[-1] if not word.startswith("@") else word
    name = name[:1] + _VERSION.split(name[1:], maxsplit=1)[0]
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def _of_python(rest: tuple[str, ...]) -> tuple[ToolRecord, Call] | None:
    position = 0
    while position < len(rest) and rest[position].startswith("-") and not rest[position].startswith("-m"):
        position += 2 if rest[position] in ("-X", "-W") else 1
    told = rest[position:]
    if told[:1] == ("-m",):
        told = told[1:]
    elif told and told[0].startswith("-m"):
        told = (told[0][2:], *told[1:])
    else:
        return None
    name = told[0].lower() if told else ""
    records = _MODULES.get(name, ()) or _MODULES.get(name.split(".")[0], ())
    return (records[0], Call(argv=told)) if records else None


def _of_go(rest: tuple[str, ...]) -> tuple[ToolRecord, Call] | None:
    words = list(rest[1:])
    while words and words[0].startswith("-"):
        words.pop(0)
    if not words:
        return None
    records = by_go_package(words[0])
    if not records and rest[0] == "tool":  # go tool NAME, since Go 1.24
        records = _EXECUTABLES.get(words[0].rsplit("/", 1)[-1].lower(), ())
    name = records[0].executables[0] if records and records[0].executables else words[0]
    return (records[0], Call(argv=(name, *words[1:]))) if records else None


def _of_maven(rest: tuple[str, ...]) -> tuple[ToolRecord, Call] | None:
    for word in rest:
        if ":" in word and not word.startswith("-"):
            records = by_maven_plugin(word)
            if records:
                return records[0], Call(argv=("mvn", *rest))
    return None


def _of_words(head: str, rest: tuple[str, ...]) -> tuple[ToolRecord, Call] | None:
    if head not in _FIRST_WORDS:
        return None
    words = rest[1:] if head == "cargo" and rest[:1] and rest[0].startswith("+") else rest
    for wanted, record in _HEADS:
        if wanted[0] == head:
            arguments = _after(words, wanted[1:])
            if arguments is not None:
                return record, Call(argv=(" ".join(wanted), *arguments))
    return None


def _after(words: Iterable[str], wanted: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words without ``wanted``, which stand first among those that are no options; None where they do not."""
    left, kept, skip = list(wanted), [], False
    for word in words:
        if skip:
            kept.append(word)
            skip = False
        elif not left or word.startswith("-"):
            kept.append(word)
            skip = bool(left) and word in _WITH_VALUE
        elif word.lower() == left[0].lower():
            left.pop(0)
        else:
            return None
    return None if left else tuple(kept)
