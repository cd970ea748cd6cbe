"""Which sentence of one text became which of another: what was moved, reworded or changed is found again.

Surest first: the same words, then the same meaning, then the same subject with words alike. What a person would call
"changed" must not become one thing gone and another new, and two promises must never be taken for one. Where they stand
among the others only decides between equals, so that moving a section changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import msgspec

from troth.terms.commitment import Commitment
from troth.terms.meaning import meaning
from troth.terms.wording import alike, numbers, plainly

LIKELY = 0.5
"""How alike the words of two sentences of one kind and subject must be to be one that was changed."""
SURE = 0.75
"""How alike they must be where the kind or the subject differs."""
MOST = 60_000
"""Pairs of sentences whose words are held against each other; beyond, only what is the same is found again."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence and what it was understood as. ``name`` is the id that it had, "" where it had none.

    ``meaning`` is equal for those that promise the same; ``subject`` for those that promise something of the same
    thing, () where the kind has no such thing.
    """

    kind: str
    sentence: str
    document: str = ""
    heading: tuple[str, ...] = ()
    meaning: Hashable = ()
    subject: Hashable = ()
    name: str = ""


Pair = tuple[int | None, int | None]
"""Places in the older and in the newer text."""

_SUBJECTS = {
    "contact": ("channel",),
    "supported_version": ("version",),
    "deadline": ("action", "severity", "upper"),
    "recurrence": ("action", "subject", "severity"),
    "tool": ("name", "claim", "config"),
    "pin": ("ecosystem", "what"),
    "standard": ("name",),
    "advisory_channel": ("channel",),
    "incident_class": ("name",),
    "incident_phase": ("name",),
    "disclosure_step": ("name", "severity"),
    "document": ("name",),
    "severity_band": ("name",),
    "practice": ("topic", "what"),
}
"""Fields that name what a promise of the kind is about. Two of one kind and subject are one that was changed."""
_ONE = frozenset({"public_issue_ban", "pgp", "sbom", "credit", "bounty", "safe_harbor", "coordinated_disclosure"})
"""Kinds of which a policy has one: the kind is the subject."""


def said(one: Commitment, name: str = "") -> Said:
    """``one`` as it is held against others."""
    return Said(
        kind=one.kind,
        sentence=one.sentence,
        document=one.span.path,
        heading=one.heading,
        meaning=meaning(one),
        subject=subject(one),
        name=name,
    )


def subject(one: Commitment) -> Hashable:
    """What ``one`` speaks of; () where it cannot be told without its words."""
    if one.kind in _ONE:
        return (one.kind,)
    values = tuple(_folded(getattr(one, name)) for name in _SUBJECTS.get(one.kind, ()))
    return (one.kind, *values) if any(value not in ("", None, (), False, True) for value in values) else ()


def pair(old: Sequence[Said], new: Sequence[Said]) -> tuple[Pair, ...]:
    """Every one of ``old`` and of ``new`` exactly once: with its like, or alone. In the order of ``new``, gone last."""
    finder = _Finder(old, new)
    for key in (*_WORDS, *_MEANINGS):
        finder.join(key)
    finder.liken(LIKELY, lambda one, other: _firm(one) and _of_one(one, other))
    finder.liken(SURE, lambda one, other: one.kind == other.kind)
    finder.liken(LIKELY, _of_one)
    finder.join(lambda one: (one.subject, one.heading[-1:]) if _firm(one) else None)
    finder.join(lambda one: (one.subject,) if _firm(one) else None, alone=True)
    finder.liken(LIKELY, lambda one, other: one.kind == other.kind and _near(one, other))
    finder.liken(SURE, lambda one, other: one.kind != other.kind)
    return finder.pairs()


def same_words(old: Sequence[Said], new: Sequence[Said]) -> tuple[tuple[int, int], ...]:
    """Those alone that say the same words and were understood as the same kind."""
    finder = _Finder(old, new)
    for key in _WORDS:
        finder.join(key)
    return tuple((one, other) for one, other in finder.pairs() if one is not None and other is not None)


def steady(before: Said, after: Said) -> bool:
    """Whether a sentence that was reworded still says the same: the same fields, figures and denials."""
    return before.meaning == after.meaning and numbers(before.sentence) == numbers(after.sentence)


_WORDS: tuple[Callable[[Said], Any], ...] = (
    lambda one: (one.kind, plainly(one.sentence), one.meaning, one.document, one.heading[-1:], one.name),
    lambda one: (one.kind, plainly(one.sentence), one.meaning, one.document, one.heading[-1:]),
    lambda one: (one.kind, plainly(one.sentence), one.meaning, one.document),
    lambda one: (one.kind, plainly(one.sentence), one.meaning, one.heading[-1:]),
    lambda one: (one.kind, plainly(one.sentence), one.meaning),
    lambda one: (one.kind, plainly(one.sentence), one.subject, one.document, one.heading[-1:]),
    lambda one: (one.kind, plainly(one.sentence), one.subject),
    lambda one: (one.kind, plainly(one.sentence), one.document, one.heading[-1:]),
    lambda one: (one.kind, plainly(one.sentence), one.heading[-1:]),
    lambda one: (one.kind, plainly(one.sentence)),
)
_MEANINGS: tuple[Callable[[Said], Any], ...] = (
    lambda one: (one.meaning, one.heading[-1:]) if _firm(one) else None,
    lambda one: (one.meaning,) if _firm(one) else None,
)
"""What is the same, the surest first; None where it says nothing."""


class _Finder:
    """Those of both sides that are still alone, and those that are joined."""

    def __init__(self, old: Sequence[Said], new: Sequence[Said]) -> None:
        self._old, self._new = old, new
        self._alone_old = dict.fromkeys(range(len(old)))
        self._alone_new = dict.fromkeys(range(len(new)))
        self._joined: dict[int, int] = {}

    def join(self, key: Callable[[Said], Any], *, alone: bool = False) -> None:
        """Join those of equal ``key``, twins in their order; with ``alone`` only where each side has just one."""
        olds, news = self._by(key, self._old, self._alone_old), self._by(key, self._new, self._alone_new)
        for value, candidates in olds.items():
            others = news.get(value, [])
            if alone and not len(candidates) == len(others) == 1:
                continue
            for one, other in zip(candidates, others, strict=False):
                self._take(one, other)

    def liken(self, least: float, fits: Callable[[Said, Said], bool]) -> None:
        """Join those that ``fits`` and whose words are alike by ``least``, the most alike first."""
        if len(self._alone_old) * len(self._alone_new) > MOST:
            return
        found = [
            (-score, abs(one - other), one, other)
            for one in self._alone_old
            for other in self._alone_new
            if fits(self._old[one], self._new[other])
            and (score := alike(self._old[one].sentence, self._new[other].sentence)) >= least
        ]
        for _, _, one, other in sorted(found):
            if one in self._alone_old and other in self._alone_new:
                self._take(one, other)

    def pairs(self) -> tuple[Pair, ...]:
        by_new = {other: one for one, other in self._joined.items()}
        return (
            *((by_new.get(other), other) for other in range(len(self._new))),
            *((one, None) for one in self._alone_old),
        )

    def _take(self, one: int, other: int) -> None:
        self._joined[one] = other
        del self._alone_old[one], self._alone_new[other]

    @staticmethod
    def _by(key: Callable[[Said], Any], side: Sequence[Said], alone: Iterable[int]) -> dict[Any, list[int]]:
        found: defaultdict[Any, list[int]] = defaultdict(list)
        for number in alone:
            value = key(side[number])
            if value is not None:
                found[value].append(number)
        return found


def _firm(one: Said) -> bool:
    """Whether the subject alone makes two sentences one: a topic of practices is too wide for that."""
    return bool(one.subject) and one.kind != "practice"


def _of_one(one: Said, other: Said) -> bool:
    """Whether both promise something of the same thing."""
    return one.kind == other.kind and bool(one.subject) and one.subject == other.subject


def _near(one: Said, other: Said) -> bool:
    """Whether both stand under the same heading, as far as is known."""
    return not (one.heading and other.heading) or one.heading[-1:] == other.heading[-1:]


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
