"""The shape of a remedy: what it looks at, and the changes that it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from troth.remedy.written import Written
from troth.terms.answer import Answer, Answers, Want
from troth.terms.edit import Serves, Unmended
from troth.terms.result import Judged, Result
from troth.terms.span import Span


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Characters ``begin`` to ``end`` of the file ``path`` become ``new``; ``why`` says in one sentence what for."""

    path: str
    begin: int
    end: int
    new: str
    remedy: str
    why: str
    serves: tuple[Serves, ...] = ()


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What a remedy is given: a check, everything that was gathered for it and for the remedies, and the files.

    ``file`` gives the text of a file as it is written, None where it is none of the tree or no text. ``paths`` are all
    files of the tree. ``judged`` are the verdicts to serve, ``beside`` tells whether findings are to be mended too.
    """

    result: Result
    answers: Answers
    file: Callable[[str], Written | None]
    paths: tuple[str, ...]
    judged: tuple[Judged, ...]
    beside: bool = True

    def by(self, *controls: str) -> Iterator[Judged]:
        """The verdicts of ``controls`` that say *broken* or *at risk*."""
        for judged in self.judged:
            if judged.verdict.control in controls and judged.verdict.standing in ("broken", "at_risk"):
                yield judged

    def citing(self, *spans: Span) -> tuple[Serves, ...]:
        """The promises that do not hold because of one of ``spans``."""
        return tuple(
            serves(judged)
            for judged in self.judged
            if judged.verdict.standing in ("broken", "at_risk")
            and any(fact.weakness and fact.span in spans for fact in judged.verdict.because)
        )

    def answer(self, want: Want[Any]) -> Answer[Any]:
        """The answer to ``want``; an empty one where nobody asked."""
        return self.answers.get(want) or Answer()

    def answered(self, kind: type[Want[Any]]) -> Iterator[tuple[Any, Answer[Any]]]:
        """All wants of one type that were asked, with their answers."""
        for want, answer in self.answers.items():
            if isinstance(want, kind):
                yield want, answer


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of fault is mended.

    ``name`` is the name of its file with dashes; ``what`` says what it does in a few words; ``wants`` asks for what a
    check does not gather by itself.
    """

    name: str
    what: str
    mend: Callable[[Ground], Iterable[Change | Unmended]]
    wants: Callable[[Result], tuple[Want[Any], ...]] = lambda _: ()


def serves(judged: Judged) -> Serves:
    """The promise of ``judged`` as an edit names it."""
    span = judged.verdict.commitment.span
    return Serves(id=judged.id, place=str(span), sentence=span.text)
