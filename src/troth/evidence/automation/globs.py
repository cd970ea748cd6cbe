"""Path patterns of pipelines, matched in one pass over the path, whatever a hostile pattern looks like.

GitHub: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet.
GitLab: https://docs.gitlab.com/ci/yaml/#ruleschanges (braces, ``?`` for one character).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import msgspec

LONGEST = 400
"""Characters of a pattern that are read."""
MOST_CHOICES = 64
"""Patterns that one pattern with braces is spread into."""
Test = Callable[[str], bool]


class _Part(msgspec.Struct, frozen=True):
    """One place of a pattern: the characters it takes, whether it may be left out, whether it may be repeated."""

    takes: Test
    optional: bool = False
    repeats: bool = False
    skips: int = 1
    """Places that are left out together where it is optional."""


class Glob:
    """A compiled pattern. ``matches`` costs at most the length of the path times the length of the pattern."""

    def __init__(self, parts: tuple[_Part, ...]) -> None:
        self._parts = parts

    def matches(self, path: str) -> bool:
        """Whether the whole of ``path`` is covered."""
        states = self._closed({0})
        for character in path:
            if not states:
                return False
            following: set[int] = set()
            for state in states:
                if state < len(self._parts) and self._parts[state].takes(character):
                    following |= {state, state + 1} if self._parts[state].repeats else {state + 1}
            states = self._closed(following)
        return len(self._parts) in states

    def _closed(self, states: set[int]) -> set[int]:
        """``states`` and all that can be reached from them without a character."""
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state < len(self._parts) and self._parts[state].optional:
                following = state + self._parts[state].skips
                if following not in states:
                    states.add(following)
                    waiting.append(following)
        return states


def _anything(_character: str) -> bool:
    return True


def _in_folder(character: str) -> bool:
    return character != "/"


def _only(wanted: str) -> Test:
    return wanted.__eq__


def _one_of(body: str) -> Test:
    """The characters of ``[…]``: single ones and ranges."""
    singles, ranges, at = set(), [], 0
    while at < len(body):
        if at + 2 < len(body) and body[at + 1] == "-":
            ranges.append((body[at], body[at + 2]))
            at += 3
        else:
            singles.add(body[at])
            at += 1
    return lambda character: character in singles or any(low <= character <= high for low, high in ranges)


@lru_cache(maxsize=4096)
def compiled(glob: str, flavour: Literal["github", "gitlab"]) -> tuple[Glob, ...]:
    """The pattern as one or more globs, of which one has to match."""
    choices = _spread(glob[:LONGEST]) if flavour == "gitlab" else (glob[:LONGEST],)
    return tuple(Glob(_parts(choice, github=flavour == "github")) for choice in choices)


def matches(glob: str, path: str, flavour: Literal["github", "gitlab"]) -> bool:
    """Whether ``path`` is covered by ``glob``."""
    return any(each.matches(path) for each in compiled(glob, flavour))


def _spread(glob: str) -> tuple[str, ...]:
    """``a/{b,c}`` as ``a/b`` and ``a/c``; braces inside braces are left as they are."""
    found = [""]
    rest = glob
    while rest:
        before, opened, after = rest.partition("{")
        body, closed, following = after.partition("}")
        if not opened or not closed:
            return tuple(each + rest for each in found)
        found = [each + before + choice for each in found for choice in body.split(",")][:MOST_CHOICES]
        rest = following
    return tuple(found)


def _parts(glob: str, *, github: bool) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    at = 0
    while at < len(glob):
        mark = glob[at]
        if glob.startswith("**/", at):
            # at least one character and a slash, or nothing at all
            parts.append(_Part(_anything, optional=True, skips=3))
            parts += [_Part(_anything, optional=True, repeats=True), _Part(_only("/"))]
            at += 2
        elif glob.startswith("**", at):
            parts.append(_Part(_anything, optional=True, repeats=True))
            at += 1
        elif mark == "*":
            parts.append(_Part(_in_folder, optional=True, repeats=True))
        elif mark == "?" and not github:
            parts.append(_Part(_in_folder))
        elif mark == "[" and "]" in glob[at + 1 :]:
            end = glob.index("]", at + 1)
            parts.append(_Part(_one_of(glob[at + 1 : end])))
            at = end
        elif mark in "?+" and github and parts and not parts[-1].repeats and not parts[-1].optional:
            parts[-1:] = _repeated(parts[-1].takes, mark)
        elif mark == "\\" and at + 1 < len(glob):
            at += 1
            parts.append(_Part(_only(glob[at])))
        else:
            parts.append(_Part(_only(mark)))
        at += 1
    return tuple(parts)


def _repeated(takes: Test, mark: str) -> list[_Part]:
    """``x?`` and ``x+`` of GitHub: what stands before, none or once, or once and more."""
    if mark == "?":
        return [_Part(takes, optional=True)]
    return [_Part(takes), _Part(takes, optional=True, repeats=True)]
