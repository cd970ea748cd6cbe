"""What a person vouches for, where no machine can see, and when it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from troth.terms.span import Span

FOLDER = "attestations"
"""Where attestations stand in the tree."""
Signature = Literal["", "good", "unknown", "bad"]
"""Of an attestation: none, by a key that is named for whoever attests, by a key that is not (or that could not be
looked at), or one that does not fit what is signed."""
LASTS = 366
"""Days for which an attestation without an end holds."""
LONGEST = 731
"""Days after which any attestation has ended, unless ``troth.toml`` says otherwise."""
DUE_SOON = 0.2
"""The part of a period, or of an attestation, in which its end is near (VERDICTS §3)."""
SOON = timedelta(days=30)
"""No end is near before this."""
_MARKS = re.compile(r"[*_`~]+")


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What a project asks of attestations (``[attestations]`` of ``troth.toml``).

    ``lasts`` are the days of one without an end, ``longest`` the most days of any; ``signed``: one without a good
    signature is none.
    """

    lasts: int = LASTS
    longest: int = LONGEST
    signed: bool = False


class About(msgspec.Struct, frozen=True, kw_only=True):
    """A promise that is attested: its id, its sentence on that day, and the document that says it ("" for any).

    The sentence binds: whoever vouched for another one has not vouched for this one.
    """

    id: str
    sentence: str = ""
    document: str = ""

    def speaks_of(self, called: str, sentences: Iterable[str]) -> bool:
        """Whether it is about the promise ``called`` so, which is worded as one of ``sentences`` now.

        White space and marks aside. Which of several that say the same is told first may change with their order.
        """
        return self.id == called and bool(self.sentence) and any(same_words(self.sentence, one) for one in sentences)


class Attestation(msgspec.Struct, frozen=True, kw_only=True):
    """``by`` says that ``what`` was true or done ``on`` that day, and holds it for true ``until`` then.

    ``name`` is how ``troth.toml`` points at it; several may have one name, of which the newest that counts is meant.
    ``about`` are the promises it speaks of. ``signer`` tells whose key signed it, where that is known, ``remark`` why
    a signature is no good one. ``span`` is its place in the tree.
    """

    name: str
    by: str
    what: str
    on: date
    span: Span
    until: date | None = None
    note: str = ""
    about: tuple[About, ...] = ()
    signature: Signature = ""
    signer: str = ""
    remark: str = ""

    @property
    def promises(self) -> tuple[str, ...]:
        """Ids of the promises it speaks of."""
        return tuple(one.id for one in self.about)

    def speaks_of(self, called: str, sentences: Sequence[str]) -> bool:
        """Whether it is about the promise whose id is ``called`` as it is worded now."""
        return any(one.speaks_of(called, sentences) for one in self.about)


def same_words(one: str, other: str) -> bool:
    """Whether two sentences have the same words; white space and Markdown's marks of emphasis aside."""
    return _MARKS.sub("", one).split() == _MARKS.sub("", other).split()


def ends(one: Attestation, rules: Rules) -> date:
    """The last day on which ``one`` holds: its own end or that of ``rules``, never later than the longest."""
    return min(one.until or _later(one.on, rules.lasts), _later(one.on, rules.longest))


def is_near(end: date, one: Attestation, at: date) -> bool:
    """Whether ``end``, until which ``one`` holds, is near on the day ``at``."""
    return end - at <= min(SOON, (end - one.on) * DUE_SOON)


def flaw(one: Attestation, at: date, rules: Rules) -> str:
    """Why ``one`` is no attestation on the day ``at``, whatever its end; "" where it is one."""
    if one.signature == "bad":
        return f"its signature is bad: {one.remark}" if one.remark else "its signature is bad"
    if one.on > at:
        return f"it is of {one.on}, a day to come"
    if one.until is not None and one.until < one.on:
        return f"it ended on {one.until}, before it was made"
    if rules.signed and one.signature != "good":
        return f"troth.toml asks for a good signature, and it is {signed(one)}"
    return ""


def void(one: Attestation, at: date, rules: Rules) -> str:
    """Why ``one`` does not count on the day ``at``: a flaw, or its end; "" where it counts."""
    end = ends(one, rules)
    return flaw(one, at, rules) or (f"it ended on {end}" if end < at else "")


def signed(one: Attestation) -> str:
    """How ``one`` is signed, in words that follow its author."""
    if one.signature == "good":
        return f"signed by {one.signer}" if one.signer else "signed"
    if one.signature == "bad":
        return "with a bad signature"
    if one.signature == "unknown":
        return f"signed, but {one.remark or 'by a key that the project does not name'}"
    return "unsigned"


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
