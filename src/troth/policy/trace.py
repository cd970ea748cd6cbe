"""Why the reader took a line as it did: each phrase, and what it heard or why it did not listen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from troth.policy.document import parse
from troth.policy.reader import GATED, called, refusal
from troth.policy.saying import Saying, sayings
from troth.policy.scene import Scene
from troth.policy.section import Role
from troth.policy.words.tools import tools_named
from troth.terms.commitment import Commitment
from troth.terms.statement import Statement
from troth.terms.tool_name import ToolName
from troth.terms.trace import Answer, Found, Reason, Trace

C = TypeVar("C", bound=Commitment)
WORDS = 48
"""Characters shown from where a value was found."""


class _Recorded(Saying):
    """A saying that remembers where the values of its commitments stood."""

    def __init__(self, statement: Statement, scene: Scene) -> None:
        super().__init__(statement, scene)
        self.offsets: list[int] = []

    def make(self, kind: type[C], offset: int, **fields: Any) -> C:
        """As ``Saying.make``."""
        self.offsets.append(max(0, offset))
        return super().make(kind, offset, **fields)


def trace(document: str, text: str, line: int, tools: Iterable[ToolName] = ()) -> tuple[Trace, ...]:
    """The sentences that stand on ``line`` of ``text`` and how each was understood; ``line`` counts from 1."""
    parsed = parse(document, text)
    scene = Scene(parsed.statements, tools_named(tuple(tools)))
    every = sayings(parsed.statements, scene, _Recorded)
    return tuple(_traced(each) for each in every if _covers(each.statement, line))


def _covers(statement: Statement, line: int) -> bool:
    first = statement.span.line or 1
    return first <= line <= max(first + len(statement.breaks), statement.span.end_line or first)


def _traced(saying: _Recorded) -> Trace:
    return Trace(saying.statement, _roles(saying), tuple(_answers(saying)))


def _roles(saying: Saying) -> tuple[str, ...]:
    named = ((name, bit) for name, bit in vars(Role).items() if isinstance(bit, int) and name.isupper())
    return tuple(name.lower() for name, bit in named if saying.role & bit)


def _answers(saying: _Recorded) -> Iterator[Answer]:
    for phrase, gate in GATED:
        reason = refusal(phrase, saying) if called(phrase, gate, saying) else Reason.WORDS
        if reason is not None:
            yield Answer(phrase.name, reason=reason)
            continue
        saying.offsets.clear()
        commitments = list(phrase.find(saying))
        signs = phrase.signs(saying) if phrase.signs else ()
        saying.said.update(type(each).__name__ for each in commitments)
        found = zip(commitments, saying.offsets, strict=False)
        yield Answer(phrase.name, tuple(Found(each, saying.text[at : at + WORDS]) for each, at in found), signs=signs)
