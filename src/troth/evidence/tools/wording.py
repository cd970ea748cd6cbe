"""Documented lines as a run may use them: their words without a shell, held against those that the runner knows."""

from __future__ import annotations

import re

from troth.evidence.repository import Repository
from troth.evidence.tools.documented import NOWHERE, installs, simple_commands
from troth.evidence.tools.flags import inside
from troth.evidence.tools.index import by_command
from troth.evidence.tools.record import ToolRecord
from troth.evidence.tools.runs.job import Words
from troth.terms.audit import Line
from troth.terms.span import excerpt

_SHELL = re.compile(r"[$`<>*?!~{}\\]|^\(|\)$")
"""What a shell would change: variables, substitutions, globs, redirections."""


_Two = tuple[tuple[str, ...], tuple[str, ...]]


class _RefusedError(Exception):
    """A word that may not be used; its text says why."""


def worded(record: ToolRecord, line: str, repository: Repository) -> Line | None:
    """What a run makes of ``line``; None where no part of it runs the tool."""
    commands = [words for words in simple_commands(line) if words and not installs(words)[0]]
    found = [by_command(words) for words in commands]
    calls = [hit[1] for hit in found if hit is not None and hit[0] is record]
    if not calls:
        return None
    call = calls[0]
    reading = record.read(call, NOWHERE, "")
    if not reading.runs:
        return None
    shown, words_known = excerpt(line), record.runner.words if record.runner else None
    if reading.unsupported:
        return Line(line=shown, refused=reading.unsupported)
    if len(commands) > 1:
        return Line(line=shown, refused="other commands stand in the same line")
    if words_known is None:
        usual = record.runner.usual if record.runner else ()
        alike = call.argv[1:] and set(call.argv[1:]) <= set(usual)
        return Line(line=shown, refused="" if alike else "Troth runs it in its own way")
    try:
        words, left_out = _vetted(call.argv[1:], words_known, repository)
    except _RefusedError as error:
        return Line(line=shown, refused=str(error))
    return Line(line=shown, words=words, left_out=left_out)


def _vetted(
    arguments: tuple[str, ...], known: Words, repository: Repository
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that are used and those that are left out.

    Raises:
        _RefusedError: one of them may not be used.
    """
    used: list[str] = []
    left_out: list[str] = []
    rest, operands = list(arguments), 0
    while rest:
        word = rest.pop(0)
        if _SHELL.search(word):
            raise _RefusedError(f"a shell would change {word}")
        if not word.startswith("-"):
            used.append(_operand(word, operands, known, repository))
            operands += 1
        elif word in known.switches:
            used.append(word)
        elif word in known.ours:
            left_out.append(word)
        else:
            whole, value = _valued(word, rest, known)
            if word.partition("=")[0] in known.ours_valued:
                left_out += whole
                continue
            if word.partition("=")[0] in known.paths:
                _path(value, repository)
            used += whole
    if known.subcommands[operands:]:
        raise _RefusedError(f"{known.subcommands[operands]} is missing")
    return tuple(used), tuple(left_out)


def _valued(word: str, rest: list[str], known: Words) -> tuple[tuple[str, ...], str]:
    """An option with its value, which stands behind "=" or is taken from ``rest``: its words, and the value."""
    name, equals, value = word.partition("=")
    if name not in (*known.valued, *known.paths, *known.ours_valued):
        raise _RefusedError(f"{name} is no option that Troth knows to be safe")
    if not equals:
        if not rest:
            raise _RefusedError(f"{word} lacks its value")
        value = rest.pop(0)
    if _SHELL.search(value):
        raise _RefusedError(f"a shell would change {value}")
    return ((word,) if equals else (word, value)), value


def _operand(word: str, position: int, known: Words, repository: Repository) -> str:
    if position < len(known.subcommands):
        if word != known.subcommands[position]:
            raise _RefusedError(f"{word} stands where {known.subcommands[position]} is expected")
        return word
    if word in known.choices:
        return word
    if known.operands == "paths":
        return _path(word, repository)
    if known.operands == "patterns" and re.fullmatch(r"\./(?:[\w./-]*)", word) and ".." not in word.split("/"):
        return word
    raise _RefusedError(f"{word} is no word that Troth knows to be safe")


def _path(word: str, repository: Repository) -> str:
    """A path that stays in the tree and is there."""
    if word in (".", "./"):
        return word
    path = inside("", word)
    if not path:
        raise _RefusedError(f"{word} leads out of the tree")
    if path not in repository.path_set and path not in repository.folders:
        raise _RefusedError(f"{word} is not in the tree")
    return word
