"""How far a standard is met by promises that are kept: never further than what is proven.

A requirement is *met* where a kept promise answers each part of it, *partly* where some of that is there, *not
promised* where no sentence speaks of it, *unproven* where a sentence does and nothing shows it, *not kept* where what
speaks of it is broken, and *beyond* where no promise of a security policy could show it. A promise for some
severities alone answers a requirement wholly only together with those for the others.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from troth.standards.standard import ABOUT, Means, Requirement, Standard
from troth.terms.activity import Activity, serves
from troth.terms.commitment import Commitment, Tool
from troth.terms.result import Judged
from troth.terms.time.period import longest
from troth.terms.verdict import Standing

Activities = Callable[[str], frozenset[Activity]]
"""What the tool of a name is for."""


class Answered(enum.StrEnum):
    """How far a requirement is met."""

    MET = "met"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"
    UNPROVEN = "unproven"
    NOT_PROMISED = "not_promised"
    BEYOND = "beyond"


WORDS: Mapping[Answered, str] = {
    Answered.MET: "met",
    Answered.PARTLY: "partly",
    Answered.NOT_KEPT: "promised, not kept",
    Answered.UNPROVEN: "promised, unproven",
    Answered.NOT_PROMISED: "not promised",
    Answered.BEYOND: "not for a policy",
}
STANDINGS: Mapping[Answered, Standing] = {
    Answered.MET: Standing.KEPT,
    Answered.PARTLY: Standing.AT_RISK,
    Answered.NOT_KEPT: Standing.BROKEN,
    Answered.UNPROVEN: Standing.UNPROVEN,
    Answered.NOT_PROMISED: Standing.UNPROVEN,
    Answered.BEYOND: Standing.NOTED,
}
"""In whose colour each is shown; the word stands beside it."""
EVERY = frozenset({"critical", "high", "medium", "low"})
NAMING = frozenset({"contact", "pgp", "document", "supported_version"})
"""Kinds whose sentences can be wrong by themselves."""
AT_MOST = "<"
"""Before a length of time: not longer than that."""
_GOOD = (Standing.KEPT, Standing.AT_RISK)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A promise that answers a requirement: wholly or in part, and whether its words alone are enough.

    ``limited``: the requirement itself speaks of some severities.
    """

    judged: Judged
    whole: bool
    said: bool
    limited: bool = False

    @property
    def standing(self) -> Standing:
        """How the answer stands: a sentence that is enough by being there is kept, unless what it names is wrong.

        A time that was missed is still said; an address that leads nowhere names no contact.
        """
        verdict = self.judged.verdict
        wrong = verdict.standing in (Standing.BROKEN, Standing.AT_RISK) and verdict.commitment.kind in NAMING
        return Standing.KEPT if self.said and not wrong else verdict.standing


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement with what answers it. ``open_groups`` counts the parts of it of which no promise speaks."""

    requirement: Requirement
    answered: Answered
    answers: tuple[Answer, ...] = ()
    open_groups: int = 0


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """A standard, and how far each of its requirements is met. ``promised`` are the sentences that name it."""

    standard: Standard
    covered: tuple[Covered, ...]
    promised: tuple[Judged, ...] = ()

    @property
    def counts(self) -> dict[Answered, int]:
        """How many requirements are met how far; each is a key."""
        counted = Counter(one.answered for one in self.covered)
        return {each: counted[each] for each in Answered}

    @property
    def answerable(self) -> int:
        """How many requirements a promise could answer."""
        return sum(one.answered is not Answered.BEYOND for one in self.covered)


def cover(standard: Standard, judged: Sequence[Judged], activities: Activities) -> Coverage:
    """How far ``standard`` is met by what was ``judged``; ``activities`` tells what a tool is for."""
    binding = [one for one in judged if _binds(one)]
    return Coverage(
        standard=standard,
        covered=tuple(_covered(requirement, binding, activities) for requirement in standard.requirements),
        promised=tuple(one for one in judged if _names(one.verdict.commitment, standard)),
    )


def _binds(one: Judged) -> bool:
    """Whether it is owed and is judged: neither discretion, nor a refusal, nor advice, nor silenced."""
    commitment = one.verdict.commitment
    if one.verdict.standing is Standing.NOTED or commitment.silenced:
        return False
    return commitment.strength in ("promise", "target")


def _names(commitment: Commitment, standard: Standard) -> bool:
    return commitment.kind == "standard" and getattr(commitment, "name", "") in standard.answers


def _covered(requirement: Requirement, judged: Iterable[Judged], activities: Activities) -> Covered:
    if not requirement.answerable:
        return Covered(requirement=requirement, answered=Answered.BEYOND)
    judged = tuple(judged)
    groups = [_answers(group, judged, activities, whole=True) for group in requirement.groups]
    parts = _answers(requirement.parts, judged, activities, whole=False)
    answers = _once(one for group in (*groups, parts) for one in group)
    return Covered(
        requirement=requirement,
        answered=_answered(groups, parts),
        answers=answers,
        open_groups=sum(not group for group in groups),
    )


def _answered(groups: Sequence[Sequence[Answer]], parts: Sequence[Answer]) -> Answered:
    every = [one for group in (*groups, parts) for one in group]
    if not every:
        return Answered.NOT_PROMISED
    met = bool(groups) and all(_kept(group) for group in groups)
    spoilt = any(one.standing in (Standing.BROKEN, Standing.AT_RISK) for group in groups for one in group)
    if met and not spoilt:
        return Answered.MET
    if any(one.standing in _GOOD for one in every):
        return Answered.PARTLY
    broken = any(one.standing is Standing.BROKEN for one in every)
    return Answered.NOT_KEPT if broken else Answered.UNPROVEN


def _kept(group: Sequence[Answer]) -> bool:
    """Whether what is kept in ``group`` holds for every severity."""
    kept = [one for one in group if one.standing is Standing.KEPT]
    bands: set[str] = set()
    for one in kept:
        severities = getattr(one.judged.verdict.commitment, "severity", ())
        if not severities or one.limited:
            return True
        bands.update(severities)
    return bands >= EVERY


def _answers(
    group: Sequence[Means], judged: Sequence[Judged], activities: Activities, *, whole: bool
) -> tuple[Answer, ...]:
    found = []
    for one in judged:
        meant = next((each for each in group if _meets(one.verdict.commitment, each, activities)), None)
        if meant is not None:
            limited = any(name == "severity" for name, _ in meant.where)
            found.append(Answer(judged=one, whole=whole, said=meant.said, limited=limited))
    return tuple(found)


def _once(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Each promise once; where it answers the whole and a part, the whole."""
    found: dict[str, Answer] = {}
    for one in answers:
        found.setdefault(one.judged.id, one)
    return tuple(found.values())


def _meets(commitment: Commitment, means: Means, activities: Activities) -> bool:
    if commitment.kind != means.kind or (isinstance(commitment, Tool) and commitment.claim != "use"):
        return False  # a documented command or configuration is no promise that the tool runs
    return all(_has(commitment, name, values, activities) for name, values in means.where)


def _has(commitment: Commitment, name: str, values: tuple[str, ...], activities: Activities) -> bool:
    if name == ABOUT:
        said = f"{commitment.sentence} {commitment.subject}".lower()
        return any(value.replace("_", " ") in said for value in values)
    if name == "activity":
        return any(_does(commitment, Activity(value), activities) for value in values)
    found = getattr(commitment, name, None)
    if values[0].startswith(AT_MOST):
        length = longest(str(found or ""), getattr(commitment, "basis", "calendar"))
        most = longest(values[0].removeprefix(AT_MOST))
        return bool(length and most and length <= most)
    if isinstance(found, tuple):
        return any(str(each) in values for each in found)
    return found is not None and str(found) in values


def _does(commitment: Commitment, wanted: Activity, activities: Activities) -> bool:
    if isinstance(commitment, Tool):
        return serves(activities(commitment.name), wanted)
    activity = getattr(commitment, "activity", None)
    return activity is not None and (activity is wanted or serves(frozenset({activity}), wanted))
