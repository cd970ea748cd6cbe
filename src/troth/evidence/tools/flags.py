"""How a call is taken apart: options, their values, operands, the inputs of an action, the files that are loaded."""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.structured import MalformedError, compose, plain
from troth.evidence.tools.record import Call, Reading
from troth.terms.seen.automation import Exits

Reader = Callable[[Call, Repository, str], Reading]

HELP = frozenset({"--help", "-h", "--version", "-V", "help", "version", "-version", "-help"})
NO = frozenset({"", "false", "no", "off", "0", "never"})


def words(call: Call, *inputs: str) -> tuple[str, ...]:
    """The words after the head of a command, then those of the named ``inputs`` of an action."""
    return call.argv[1:] + tuple(word for name in inputs for word in split(given(call, name)))


def split(text: str) -> tuple[str, ...]:
    """``text`` as a shell would split it; at blanks where its quotes do not close."""
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())


def given(call: Call, name: str, default: str = "") -> str:
    """The value of an action's input, as written; names differ neither by case nor by ``-`` and ``_``."""
    wanted = _plain_name(name)
    return next((value.strip() for key, value in call.inputs if _plain_name(key) == wanted), default)


def surroundings(call: Call, name: str) -> str:
    """The value of an environment variable of the call."""
    return next((value for key, value in call.environment if key == name), "")


def value(arguments: Iterable[str], *names: str) -> str | None:
    """The value of the last of the options ``names``: ``--name value``, ``--name=value``, ``-nvalue``."""
    return next(iter(values(arguments, *names)[::-1]), None)


def values(arguments: Iterable[str], *names: str) -> tuple[str, ...]:
    """All values of the options ``names``, in order."""
    found, waiting = [], False
    for word in arguments:
        if waiting:
            found.append(word)
            waiting = False
        elif word in names:
            waiting = True
        else:
            head, equals, tail = word.partition("=")
            if equals and head in names:
                found.append(tail)
            else:
                short = [name for name in names if len(name) == 2 and word.startswith(name) and len(word) > 2]
                found += [word[2:] for _ in short[:1]] if not word.startswith("--") else []
    return tuple(found)


def has(arguments: Iterable[str], *names: str) -> str:
    """The word that sets one of the switches ``names``, as written; "" where none does (``--name=false``)."""
    for word in arguments:
        head, equals, tail = word.partition("=")
        if head in names and not (equals and tail.lower() in NO):
            return word
    return ""


def operands(arguments: Iterable[str], *with_value: str) -> tuple[str, ...]:
    """Words that are neither options nor the values of the options ``with_value``."""
    found, skip = [], False
    for word in arguments:
        if skip:
            skip = False
        elif word.startswith("-") and word != "-":
            skip = word in with_value
        else:
            found.append(word)
    return tuple(found)


def truthy(text: str) -> bool:
    """Whether an input of an action switches something on. Expressions are taken to do so."""
    return text.strip().lower() not in NO


def asks_help(arguments: tuple[str, ...]) -> bool:
    """Whether the call only shows its help or version."""
    return any(word in HELP for word in arguments[:2]) or "--help" in arguments


def inside(directory: str, path: str) -> str:
    """``path``, as seen from ``directory``, relative to the root of the tree; "" where it leads out of it."""
    if not path or path.startswith(("/", "~", "$")) or "://" in path:
        return ""
    joined = posixpath.normpath(posixpath.join(directory, path))
    return "" if joined.startswith("..") or joined == "." else joined


def upwards(directory: str) -> tuple[str, ...]:
    """``directory`` and its parents up to the root, which is ""."""
    here = posixpath.normpath(directory) if directory not in ("", ".") else ""
    found = [here]
    while here:
        here = posixpath.dirname(here)
        found.append(here)
    return tuple(found)


def present(repository: Repository, directory: str, names: Iterable[str], *, climb: bool = False) -> tuple[str, ...]:
    """The first of ``names`` that stands in ``directory``; with ``climb`` in the nearest parent that has one."""
    for folder in upwards(directory) if climb else (directory,):
        for name in names:
            path = inside(folder, name)
            if path in repository.path_set:
                return (path,)
    return ()


def loaded(
    arguments: tuple[str, ...],
    flags: tuple[str, ...],
    repository: Repository,
    directory: str,
    defaults: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """The configuration that a call names with ``flags``, else the first of ``defaults`` that is there."""
    named = tuple(inside(directory, path) for path in values(arguments, *flags)) if flags else ()
    named = tuple(path for path in named if path)
    return named or present(repository, directory, defaults)


def yaml_of(repository: Repository, path: str) -> Any:  # the shape is the file's own
    """The first YAML document in ``path``; None where there is none that can be read."""
    text = repository.text(path) if path else None
    if text is None:
        return None
    try:
        return next((plain(node) for node in compose(text)), None)
    except MalformedError:
        return None


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How an ordinary scanner behaves, as data.

    ``softeners`` are switches, or pairs of option and value, that keep findings from failing it; ``soft_inputs`` pairs
    of an action's input and value. ``strict`` are the switches without which it never fails. ``thresholds`` are options
    (and inputs) that let lower findings pass; ``all_of`` are their values that let nothing pass, ``none_of`` those that
    let everything pass. ``config`` are options that name a configuration, ``defaults`` files it finds by itself.
    ``only`` are subcommands that scan, ``never`` words that do not. ``arguments`` are inputs that hold words.
    """

    exits: Exits = Exits.FINDINGS_FAIL
    softeners: tuple[str | tuple[str, str], ...] = ()
    soft_inputs: tuple[tuple[str, str], ...] = ()
    strict: tuple[str, ...] = ()
    thresholds: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ("low", "info", "none", "negligible", "unknown")
    none_of: tuple[str, ...] = ()
    config: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ("args",)
    formats: tuple[str, ...] = ()
    output: tuple[str, ...] = ()


def ordinary(manner: Manner) -> Reader:
    """A ``read`` that follows ``manner``."""

    def read(call: Call, repository: Repository, directory: str) -> Reading:
        arguments = words(call, *manner.arguments)
        exits, threshold = manner.exits, ""
        if manner.strict and has(arguments, *manner.strict):
            exits = Exits.FINDINGS_FAIL
        limit = value(arguments, *manner.thresholds) if manner.thresholds else None
        limit = limit or next(
            (given(call, name.lstrip("-")) for name in manner.thresholds if given(call, name.lstrip("-"))), ""
        )
        if limit and limit.lower() in manner.none_of:
            exits = Exits.FINDINGS_PASS
        elif limit and limit.lower() not in manner.all_of:
            exits, threshold = Exits.THRESHOLD, limit.lower()
        if only_comments(call):
            exits, threshold = Exits.FINDINGS_PASS, ""
        named = loaded(arguments, manner.config, repository, directory, manner.defaults)
        asked = tuple(inside(directory, given(call, name.lstrip("-"))) for name in manner.config)
        return Reading(
            runs=_scans(call, arguments, manner),
            exits=exits,
            threshold=threshold,
            softeners=softening(arguments, manner.softeners) + soft_inputs(call, manner.soft_inputs),
            configuration=tuple(path for path in asked if path) or named,
            sbom_formats=manner.formats,
            output=values(arguments, *manner.output) if manner.output else (),
        )

    return read


def only_comments(call: Call) -> bool:
    """Whether the call is an action of reviewdog that comments and, as it does unless told otherwise, passes."""
    if not call.action.lower().startswith("reviewdog/"):
        return False
    return given(call, "fail_level", "none") == "none" and given(call, "fail_on_error", "false") != "true"


def softening(arguments: tuple[str, ...], softeners: Iterable[str | tuple[str, str]]) -> tuple[str, ...]:
    """The words of ``arguments`` that soften: switches that are set, options that have the softening value."""
    found = []
    for softener in softeners:
        if isinstance(softener, str):
            found.append(has(arguments, softener))
        elif value(arguments, softener[0]) == softener[1]:
            found.append(f"{softener[0]} {softener[1]}")
    return tuple(dict.fromkeys(word for word in found if word))


def soft_inputs(call: Call, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The inputs of ``call`` that soften, as "name: value"."""
    return tuple(f"{name}: {wanted}" for name, wanted in pairs if given(call, name).lower() == wanted)


def _scans(call: Call, arguments: tuple[str, ...], manner: Manner) -> bool:
    if not call.argv:
        return True
    first = operands(arguments)[:1]
    if asks_help(arguments) or (manner.never and any(word in manner.never for word in arguments[:3])):
        return False
    return not manner.only or bool(first and first[0] in manner.only)


def _plain_name(name: str) -> str:
    return name.lower().replace("_", "-")
