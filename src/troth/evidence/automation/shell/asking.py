"""What a shell text asks of variables before it goes on, and whether that holds where nothing sets them.

Conditions are those of ``test`` and ``[[`` (POSIX.1-2024, XCU "test"; Bash manual, 3.2.5.2): equality, ``-n``
and ``-z``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tree_sitter import Node

from troth.evidence.automation.shell.syntax import source

_ONE = re.compile(
    r"""(?P<not>!\s*)?(?:(?:\[\[?|test)\s+)?(?P<not2>!\s+)?(?:(?P<sign>-[nz])\s+)?
    (?P<quote>["']?)\$\{?(?P<name>[A-Za-z_]\w*)(?::?-(?P<default>[^${}"']*))?\}?(?P=quote)
    (?:\s*(?P<how>==?|!=|-eq|-ne)\s*["']?(?P<value>[^"'$`*?\s\]]*)["']?)?\s*(?:\]\]?)?""",
    re.VERBOSE,
)
_JOINED = re.compile(r"\s*(?:\]\]?\s*)?(&&|\|\||\s-a\s|\s-o\s)\s*")
_GIVEN = re.compile(
    r"(?:GITHUB|RUNNER|ACTIONS|CI|GITLAB|BASH|LC|XDG)(?:_\w+)?"
    r"|HOME|PATH|PWD|OLDPWD|USER|LOGNAME|SHELL|HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|OS|LANG|TMPDIR|TERM|E?UID|IFS|RANDOM"
)
"""Variables that a runner or a shell sets by itself."""
_WORD = re.compile(r"""["']?\$\{?(?P<name>[A-Za-z_]\w*|[1-9])(?::?-(?P<default>[^${}"']*))?\}?["']?""")
_MOVES = re.compile(r"\bshift\b|\bset\s+--?|\bfunction\b|\w\s*\(\)")
_LONGEST = 500


def holds(condition: Node | None, variables: Mapping[str, str], text: str) -> bool | None:
    """Whether ``condition`` holds by ``variables``, those that nothing sets being empty; None where it cannot be told.

    ``text`` is the whole text: a variable that it sets itself may have any value by now.
    """
    words = source(condition).strip() if condition is not None else ""
    if not words or len(words) > _LONGEST or "\n" in words:
        return None
    parts = _JOINED.split(words)
    values = [_holds(part.strip(), variables, text) for part in parts[::2]]
    joints = {joint.strip() for joint in parts[1::2]}
    if joints <= {"&&", "-a"}:
        return False if False in values else None if None in values else True
    if joints <= {"||", "-o"}:
        return True if True in values else None if None in values else False
    return None


def _holds(words: str, variables: Mapping[str, str], text: str) -> bool | None:
    found = _ONE.fullmatch(words)
    if found is None or not (found["sign"] or found["how"] or "[[" in words or "[ " in words):
        return None
    value = _value(found["name"], found["default"] or "", variables, text)
    if value is None:
        return None
    if found["how"]:
        same = value == found["value"]
        answer = same if found["how"] in ("=", "==", "-eq") else not same
    else:
        answer = not value if found["sign"] == "-z" else bool(value)
    return not answer if bool(found["not"]) != bool(found["not2"]) else answer


def value_of(node: Node | None, variables: Mapping[str, str], text: str) -> str | None:
    """The value of a word that is one variable, empty where nothing sets it; None where it cannot be told.

    An argument that is not handed over is empty too, unless the text moves its arguments or sets them anew.
    """
    found = _WORD.fullmatch(source(node)) if node is not None else None
    if found is None or (found["name"].isdigit() and _MOVES.search(text)):
        return None
    return _value(found["name"], found["default"] or "", variables, text)


def _value(name: str, default: str, variables: Mapping[str, str], text: str) -> str | None:
    set_here = (
        rf"\b{name}\+?=|\b(?:for|select)\s+{name}\b|"
        rf"\b(?:read|local|getopts|mapfile|readarray|printf -v)\b[^\n;]*\b{name}\b"
    )
    if _GIVEN.fullmatch(name) or re.search(set_here, text):
        return None
    value = variables.get(name) or default
    return None if "$" in value or "__" in value or "`" in value else value
