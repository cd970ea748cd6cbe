"""Semantic versions in order (SemVer 2.0.0 §11, https://semver.org/#spec-item-11).

Read as widely as the registries do: a leading "v" or "=", missing numbers are 0, more than three count on, and a word
that follows the numbers without a dash marks a pre-release ("1.0.0beta2", as npm reads it in loose mode). Builds after
"+", "+incompatible" among them, do not count.
"""

from __future__ import annotations

import re

from troth.terms.versions.unreadable import UnreadableVersionError

_FORM = re.compile(
    r"[vV=\s]*"
    r"([0-9]+(?:\.[0-9]+)*)"
    r"(?:(?:-|(?=[A-Za-z]))([0-9A-Za-z_-]+(?:\.[0-9A-Za-z_-]+)*))?"
    r"(?:\+[0-9A-Za-z._+-]*)?\s*"
)
Key = tuple[tuple[int, ...], int, tuple[tuple[int, int | str], ...]]


def key(text: str) -> Key:
    """Numbers, then releases after pre-releases, then identifiers: numbers before words, fewer before more."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise UnreadableVersionError(text)
    pre = match[2]
    if pre is None:
        return (numbers(match[1]), 1, ())
    return (numbers(match[1]), 0, tuple(rank(identifier) for identifier in pre.split(".")))


def numbers(text: str) -> tuple[int, ...]:
    """The numbers between dots, without zeros at their end: "1.2" and "1.2.0" are the same release."""
    found = [int(number) for number in text.split(".")]
    while found and found[-1] == 0:
        found.pop()
    return tuple(found)


def rank(identifier: str) -> tuple[int, int | str]:
    """Numbers come before words."""
    return (0, int(identifier)) if identifier.isdigit() else (1, identifier)
