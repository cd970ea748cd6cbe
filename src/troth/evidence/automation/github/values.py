"""Values of GitHub expressions: null, booleans, numbers, text, lists, maps, and what cannot be known from here."""

from __future__ import annotations

from typing import Any

import msgspec


class Unknown(msgspec.Struct, frozen=True):
    """A value that the tree does not tell. ``reason`` says why, in words for a gap."""

    reason: str


class Varies(Unknown, frozen=True, kw_only=True):
    """What differs from event to event: an actor, a label, a branch.

    ``usual`` is its value in the event that is imagined first, ``prefix`` how it begins in every event, ``choices`` all
    that it can be where the workflow itself confines it (``types``, ``branches``).
    """

    usual: Any = None
    prefix: str = ""
    choices: tuple[Any, ...] = ()


Value = Any
"""None, bool, float, str, list, dict or ``Unknown``."""


def truth(value: Value) -> bool | Unknown:
    """Whether ``value`` holds (docs.github.com, "Evaluate expressions": false, 0, -0, "" and null do not)."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, (dict, list)):
        return True
    return value is not None and value is not False and value not in (0, "")


def text(value: Value) -> str:
    """``value`` as it appears inside text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def number(value: Value) -> float | None:
    """``value`` as a number, as loose comparison takes it; None for not a number."""
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value) if value.strip() else 0.0
        except ValueError:
            return None
    return None


def equal(left: Value, right: Value) -> bool | Unknown:
    """Loose equality: text without regard to case, different types as numbers."""
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Varies) and not isinstance(other, Unknown):
            return _may_equal(side, other)
    for side in (left, right):
        if isinstance(side, Unknown):
            return side
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    if isinstance(left, (dict, list)) or isinstance(right, (dict, list)):
        return left is right
    one, other = number(left), number(right)
    return one is not None and one == other


def _may_equal(varying: Varies, value: Value) -> bool | Unknown:
    """Whether ``varying`` equals ``value`` in every event, or in none; itself where in some."""
    if varying.choices:
        each = {equal(choice, value) for choice in varying.choices}
        return each.pop() if len(each) == 1 else varying
    return varying if text(value).casefold().startswith(varying.prefix.casefold()) else False


def unsure(one: Unknown, other: Value) -> Unknown:
    """Of two values that decide together, the one that no event tells, if there is one."""
    return other if isinstance(one, Varies) and isinstance(other, Unknown) else one
