"""Flags of make, on its command line and in ``MAKEFLAGS``, by their letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

_VALUED = "CfjlIoWE"
"""Flags of one letter behind which a value may stand (manual, 9.8)."""
_LONG = {
    "--dry-run": "n", "--just-print": "n", "--recon": "n", "--question": "q", "--touch": "t", "--ignore-errors": "i",
    "--always-make": "B", "--version": "v", "--help": "h",
}  # fmt: skip
NOTHING = frozenset("nqtvh")
"""Flags with which make runs no recipe."""

ALWAYS = "-B"
"""Given among the variables of a command line, it says that make takes no target to be up to date (manual, 9.8)."""


def given(words: Iterable[str]) -> set[str]:
    """The flags among ``words`` by their letters (manual, 9.8)."""
    found = set[str]()
    for word in words:
        if word.startswith("--"):
            found.add(_LONG.get(word, ""))
        elif word.startswith("-"):
            for letter in word[1:]:
                if letter in _VALUED:
                    break
                found.add(letter)
    return found


def held(variable: str) -> set[str]:
    """The flags that ``MAKEFLAGS`` holds: its first word may be letters alone (manual, 5.7.3)."""
    words = variable.split()
    if words and re.fullmatch(r"[a-zA-Z]+", words[0]):
        words[0] = f"-{words[0]}"
    return given(words)
