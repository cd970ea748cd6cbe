"""Why the reader took a line as it did: each phrase, and what it heard or why it did not listen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from troth.policy.reader import GATED, called, hear, prepared, refusal
from troth.policy.saying import Saying
from troth.policy.scene import Scene
from troth.policy.section import Role
from troth.policy.unread import sounds, unread
from troth.policy.words.spoken import LANGUAGES, one_document
from troth.terms.commitment import Commitment
from troth.terms.statement import Statement
from troth.terms.tool_name import ToolName
from troth.terms.trace import Answer, Found, Miss, Reason, Trace

C = TypeVar("C", bound=Commitment)
WORDS = 48
"""Characters shown from where a value was found."""


class _Recorded(Saying):
    """A saying that remembers where the values of its commitments stood."""

    def __init__(self, statement: Statement, scene: Scene) -> None:
        super().__init__(statement, scene)
        self.offsets: list[int] = []
        self.denied = False

    def make(self, kind: type[C], offset: int, **fields: Any) -> C:
        """As ``Saying.make``."""
        self.offsets.append(max(0, offset))
        return super().make(kind, offset, **fields)

    def negated(self, start: int, reach: int = 70) -> bool:
        """As ``Saying.negated``."""
        found = super().negated(start, reach)
        self.denied = self.denied or found
        return found


@one_document()
def trace(document: str, text: str, line: int, tools: Iterable[ToolName] = ()) -> tuple[Trace, ...]:
    """The sentences that stand on ``line`` of ``text`` and how each was understood; ``line`` counts from 1."""
    _, every = prepared(document, text, tools, _Recorded)
    return tuple(_on_line(every, line))


def _on_line(every: Iterable[_Recorded], line: int) -> Iterator[Trace]:
    """Traces of the sentences on ``line``; those before are heard, for some phrases ask what was said there."""
    for each in every:
        if _covers(each.statement, line):
            yield _traced(each)
        elif (each.statement.span.line or 0) < line:
            for _ in hear(each):
                pass


@one_document()
def misses(document: str, text: str, tools: Iterable[ToolName] = ()) -> tuple[Miss, ...]:
    """What ``read`` calls unread, what was cut apart: each line with what every phrase made of it."""
    _, every = prepared(document, text, tools, _Recorded)
    return tuple(miss for each in every for miss in _missed(each))


def _missed(saying: _Recorded) -> Iterator[Miss]:
    LANGUAGES.set(saying.scene.languages)
    spans = tuple(unread(saying))
    answers = tuple(_answers(saying)) if spans else ()
    if not any(each.found for each in answers):
        for span in spans:
            yield Miss(span, sounds(saying), answers)


def _covers(statement: Statement, line: int) -> bool:
    first = statement.span.line or 1
    return first <= line <= max(first + len(statement.breaks), statement.span.end_line or first)


def _traced(saying: _Recorded) -> Trace:
    return Trace(saying.statement, _roles(saying), tuple(_answers(saying)))


def _roles(saying: Saying) -> tuple[str, ...]:
    named = ((name, bit) for name, bit in vars(Role).items() if isinstance(bit, int) and name.isupper())
    return tuple(name.lower() for name, bit in named if saying.role & bit)


def _answers(saying: _Recorded) -> Iterator[Answer]:
    LANGUAGES.set(saying.scene.languages)
    for phrase, gate, _ in GATED:
        reason = refusal(phrase, saying) if called(phrase, gate, saying) else Reason.WORDS
        if reason is not None:
            yield Answer(phrase.name, reason=reason)
            continue
        saying.offsets.clear()
        saying.denied = False
        signs = phrase.signs(saying) if phrase.signs else ()
        commitments = []
        for commitment in phrase.find(saying):
            saying.said.add(type(commitment).__name__)
            commitments.append(commitment)
        found = tuple(
            Found(each, _words(saying.text, at)) for each, at in zip(commitments, saying.offsets, strict=False)
        )
        yield Answer(phrase.name, found, Reason.DENIED if saying.denied and not found else None, signs)


def _words(text: str, start: int) -> str:
    """At most ``WORDS`` characters from ``start`` on, whole words where there are any."""
    words = text[start : start + WORDS]
    if len(text) <= start + WORDS:
        return words
    return (words.rsplit(" ", 1)[0] if " " in words else words) + " …"
