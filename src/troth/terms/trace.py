"""Why a sentence of a policy was understood as it was."""

from __future__ import annotations

import enum

import msgspec

from troth.terms.commitment import Commitment
from troth.terms.span import Span
from troth.terms.statement import Statement


class Reason(enum.Enum):
    """Why a phrase makes nothing of a sentence; all but ``DENIED`` keep it from listening at all."""

    WORDS = "none of the words it listens for"
    FORM = "it does not read this form"
    SECTION = "the section makes no promises"
    USERS = "the section is advice to users"
    PAST = "the sentence tells of what was"
    PLANNED = "the sentence tells of what is still to come"
    QUESTION = "the sentence asks a question"
    ADVICE = "the sentence gives advice"
    WITHHELD = "its value, its mark or what leads to it says that it is not done"
    OTHERS = "it tells what others do, or stands in words of theirs"
    DENIED = "a negation stands before it"


class Found(msgspec.Struct, frozen=True):
    """A commitment and the words at which its value was found."""

    commitment: Commitment
    words: str


class Answer(msgspec.Struct, frozen=True):
    """What one phrase made of a sentence: what it ``found``, or the ``reason`` why nothing.

    Neither means that it listened and heard nothing of its kind.

    ``phrase`` is its name. ``signs`` are, for a phrase that sums points, the traits of the sentence that weighed most.
    """

    phrase: str
    found: tuple[Found, ...] = ()
    reason: Reason | None = None
    signs: tuple[str, ...] = ()


class Near(msgspec.Struct, frozen=True):
    """A phrase that is about words of a sentence and made nothing of it, and a sentence that it does understand."""

    phrase: str
    wants: str


class Trace(msgspec.Struct, frozen=True):
    """One sentence of a line: what it is, what its headings say of it, and the answer of every phrase.

    ``near`` are the nearest phrases where none fired, the nearest first.
    """

    statement: Statement
    roles: tuple[str, ...]
    answers: tuple[Answer, ...]
    near: tuple[Near, ...] = ()


class Miss(msgspec.Struct, frozen=True):
    """A line that was not understood, the ``words`` that sound like a promise, and the answer of every phrase.

    ``near`` are the nearest phrases, the nearest first.
    """

    span: Span
    words: str
    answers: tuple[Answer, ...]
    near: tuple[Near, ...] = ()
