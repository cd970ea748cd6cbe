"""How evidence answers: what was found, what could not be had, and what was read on the way."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Generic, TypeVar, cast

import msgspec

from troth.terms.span import Span

T = TypeVar("T")


class Class(enum.StrEnum):
    """How strong a fact is: a file says so < automation runs it < it ran; *record* stands beside them."""

    CONFIGURED = "configured"
    WIRED = "wired"
    RESULT = "result"
    RECORD = "record"
    TEXT = "text"
    """The document itself, for the sentences that do what they say by being published."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A line that proves, weakens or contradicts, in words a maintainer understands.

    ``weakness`` marks facts that explain *at risk* or *broken* rather than proof. ``value`` is what was seen, bare, for
    those who rewrite the line: a version.
    """

    fact: str
    kind: Class
    span: Span
    at: date | None = None
    weakness: bool = False
    value: str = ""


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Something wanted that could not be had, and why."""

    wanted: str
    reason: str
    span: Span | None = None


class Want(msgspec.Struct, Generic[T], frozen=True):
    """A typed question to the world; ``T`` is the type of what answers it. Subclasses live in ``terms.wants``."""


class Answer(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """``found`` is what was seen, ``gaps`` what stayed hidden, ``read`` the paths that were looked through.

    An empty ``found`` means "nothing there" only where ``gaps`` is empty too.
    """

    found: tuple[T, ...] = ()
    gaps: tuple[Gap, ...] = ()
    read: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything that was wanted could be read."""
        return not self.gaps


class Answers(Mapping[Want[Any], Answer[Any]]):
    """The answers to all wants of one check. ``answers[want]`` keeps the type of the want."""

    def __init__(self, answers: Mapping[Want[Any], Answer[Any]]) -> None:
        self._answers = dict(answers)

    def __getitem__(self, want: Want[T]) -> Answer[T]:
        return cast("Answer[T]", self._answers[want])

    def __iter__(self) -> Iterator[Want[Any]]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)
