"""What a commitment says, apart from its words and its place; how two differ, and which of them promises less."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal

import msgspec

from troth.terms.commitment import Commitment, Demand
from troth.terms.time.period import length

Direction = Literal["", "weaker", "stronger", "mixed"]
"""Which way a promise went: "" where nobody can tell, "mixed" where some of it went either way."""

COMMON = ("strength", "condition", "place", "events", "demand", "subject", "universal")
"""Fields of every kind that are said by the sentence, not by its place or by ``troth.toml``."""
MADE = frozenset({"neighbours", "crowded", "product", "excepted", "tools"})
"""Fields that are made of what stands around the sentence."""
OF = "product"
"""What a row is of; said only where the table lists several, so that a table which lost all others changed no row."""

_STRENGTH = {"discretion": 0, "target": 1, "promise": 2}
_DEMAND = {Demand.ADVISORY: 0, Demand.RUNS: 1, Demand.ENFORCED: 2}
_RULES = {"~=": 0, "lockfile": 1, "==": 1, "hash": 2}
_THRESHOLD = {"low": 0, "medium": 1, "moderate": 1, "high": 2, "critical": 3}


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A field that two commitments say otherwise; ``name`` as JSON calls it, the values as they are."""

    name: str
    before: Any
    after: Any
    direction: Direction = ""


@cache
def names(kind: type[Commitment]) -> tuple[tuple[str, str], ...]:
    """(attribute, name in JSON) of every field that says what is promised: those of the kind first."""
    base = frozenset(Commitment.__struct_fields__)
    pairs = zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    own = [(name, told) for name, told in pairs if name not in base and name not in MADE]
    return (*own, *((name, name) for name in COMMON))


def meaning(one: Commitment) -> tuple[Any, ...]:
    """What is equal for commitments that promise the same, however they are worded and wherever they stand."""
    of = (_plain(one, OF),) if getattr(one, OF, "") else ()
    return (one.kind, *(_plain(one, name) for name, _ in names(type(one))), *of)


def differences(before: Commitment, after: Commitment) -> tuple[Difference, ...]:
    """The fields that ``after`` says otherwise than ``before``; the kind alone where that differs."""
    if type(before) is not type(after):
        return (Difference(name="kind", before=before.kind, after=after.kind),)
    of = ((OF, OF),) if getattr(before, OF, "") and getattr(after, OF, "") else ()
    return tuple(
        Difference(
            name=told,
            before=getattr(before, name),
            after=getattr(after, name),
            direction=_direction(name, before, after),
        )
        for name, told in (*names(type(before)), *of)
        if _plain(before, name) != _plain(after, name)
    )


def together(differ: tuple[Difference, ...]) -> Direction:
    """Where all of ``differ`` lead, taken together."""
    led = {each.direction for each in differ} - {""}
    if not led:
        return ""
    return next(iter(led)) if len(led) == 1 else "mixed"


def direction(before: Commitment, after: Commitment) -> Direction:
    """Which way the promise went from ``before`` to ``after``."""
    return together(differences(before, after))


def _plain(one: Commitment, name: str) -> Any:
    """A field as it is compared: lengths of time by their length, names without regard to case."""
    value = getattr(one, name)
    if name in ("within", "every", "earliest") and value:
        return length(value, getattr(one, "basis", "calendar"))
    if name in ("place", "events", "severity", "formats", "packages"):
        return tuple(sorted(str(each).casefold() for each in value))
    return value.casefold() if isinstance(value, str) and not isinstance(value, Demand) else value


def _direction(name: str, before: Commitment, after: Commitment) -> Direction:
    judge = _JUDGES.get(name)
    return judge(before, after) if judge else ""


def _ordered(name: str, order: Mapping[Any, int]) -> Callable[[Commitment, Commitment], Direction]:
    """Judges by a scale on which more is stronger; what is not on it says nothing."""

    def judge(before: Commitment, after: Commitment) -> Direction:
        old, new = order.get(getattr(before, name)), order.get(getattr(after, name))
        return "" if old is None or new is None else _by(new - old)

    return judge


def _by(more: float) -> Direction:
    return "" if not more else "stronger" if more > 0 else "weaker"


def _time(name: str) -> Callable[[Commitment, Commitment], Direction]:
    """Judges a length of time: a longer one is weaker, and none at all promises least."""

    def judge(before: Commitment, after: Commitment) -> Direction:
        old, new = (_minutes(getattr(one, name), getattr(one, "basis", "calendar")) for one in (before, after))
        if new is None or old is None:
            return _by((old is None) - (new is None))
        # a lead time ("at least a week ahead") is better for some and worse for others where it grows
        return _by(old - new) if getattr(after, "upper", True) else ""

    return judge


def _minutes(iso: str, basis: Literal["calendar", "business"]) -> float | None:
    """About how many minutes ``iso`` is: enough to say which of two is longer. None for what is no duration."""
    parts = length(iso, basis)
    if parts == ("at once",):
        return 0
    if len(parts) < 3:
        return None
    total = 0.0
    for part in parts[1:]:
        number, unit = int(part[:-1]), part[-1]
        total += number * {"M": 30.44 * 1440, "D": 1440 * 1.4, "m": 1}[unit]
    return total


def _told(name: str) -> Callable[[Commitment, Commitment], Direction]:
    """Judges a list whose names are each something promised: fewer is weaker."""

    def judge(before: Commitment, after: Commitment) -> Direction:
        old, new = set(getattr(before, name)), set(getattr(after, name))
        return "stronger" if old < new else "weaker" if new < old else ""

    return judge


def _narrowed(name: str) -> Callable[[Commitment, Commitment], Direction]:
    """Judges a list to which the promise is limited: none at all means all."""

    def judge(before: Commitment, after: Commitment) -> Direction:
        old, new = set(getattr(before, name)), set(getattr(after, name))
        if not old or not new:
            return _by(bool(old) - bool(new))
        return "stronger" if old < new else "weaker" if new < old else ""

    return judge


def _place(before: Commitment, after: Commitment) -> Direction:
    """Judges the places that are named: what is promised of one is contradicted where it is not seen there.

    A developer's own hook asks less than any other place, and no more than none.
    """
    hook = {"pre-commit"}
    if {*before.place, *after.place} == hook:
        return ""
    return _told("place")(before, after)


def _condition(before: Commitment, after: Commitment) -> Direction:
    return _by(bool(before.condition) - bool(after.condition))


def _strength(before: Commitment, after: Commitment) -> Direction:
    """A refusal takes the place of a promise: "we pay no bounty"."""
    old, new = (_STRENGTH.get(one.strength, -1) for one in (before, after))
    return _by(new - old)


_JUDGES: Mapping[str, Callable[[Commitment, Commitment], Direction]] = {
    "within": _time("within"),
    "basis": _ordered("basis", {"business": 0, "calendar": 1}),
    "every": _time("every"),
    "strength": _strength,
    "demand": _ordered("demand", _DEMAND),
    "condition": _condition,
    "universal": lambda before, after: _by(after.universal - before.universal),
    "events": _told("events"),
    "place": _place,
    "severity": _narrowed("severity"),
    "formats": _told("formats"),
    "packages": _narrowed("packages"),
    "rule": _ordered("rule", _RULES),
    "supported": _ordered("supported", {False: 0, True: 1}),
    "threshold": lambda before, after: _by(
        _THRESHOLD.get(getattr(before, "threshold", ""), -1) - _THRESHOLD.get(getattr(after, "threshold", ""), -1)
    ),
}
"""How the fields are held against each other of which more or less can be said."""
