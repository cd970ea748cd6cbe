"""Why the reader took a line as it did: each phrase, and what it heard or why it did not listen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

from troth.policy.company import Company
from troth.policy.nearest import nearest
from troth.policy.reader import GATED, called, hear, prepared, refusal
from troth.policy.saying import Saying
from troth.policy.scene import Scene
from troth.policy.section import Role
from troth.policy.unread import introduced, sounds, unread
from troth.policy.words.spoken import LANGUAGES, one_document
from troth.terms.commitment import Commitment
from troth.terms.statement import Statement
from troth.terms.tool_name import ToolName
from troth.terms.trace import Answer, Found, Miss, Near, Reason, Trace

C = TypeVar("C", bound=Commitment)
WORDS = 48
"""Characters shown from where a value was found."""


class _Recorded(Saying):
    """A saying that remembers where the values of its commitments stood."""

    def __init__(self, statement: Statement, scene: Scene, company: Company[Saying], number: int) -> None:
        super().__init__(statement, scene, company, number)
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

    def theirs_at(self, start: int) -> bool:
        """As ``Saying.theirs_at``."""
        found = super().theirs_at(start)
        self.denied = self.denied or found
        return found


@one_document()
def trace(document: str, text: str, line: int, tools: Iterable[ToolName] = ()) -> tuple[Trace, ...]:
    """The sentences that stand on ``line`` of ``text`` and how each was understood; ``line`` counts from 1."""
    return traces(document, text, (line,), tools)[line]


@one_document()
def traces(
    document: str, text: str, lines: Collection[int], tools: Iterable[ToolName] = ()
) -> dict[int, tuple[Trace, ...]]:
    """As ``trace``, of each of ``lines``, the document read once; a sentence on several is the same trace at each.

    Sentences that stand on none of them are heard, for some phrases ask what was said before.
    """
    names = tuple(tools)
    _, every = prepared(document, text, names, _Recorded)
    told: dict[int, list[Trace]] = {line: [] for line in lines}
    last = max(lines, default=0)
    for each in every:
        on = [line for line in each.statement.lines if line in told]
        if on:
            one = _traced(each, names)
            for line in on:
                told[line].append(one)
        elif (each.statement.span.line or 0) < last:
            for _ in hear(each):
                pass
    return {line: tuple(ones) for line, ones in told.items()}


@one_document()
def misses(document: str, text: str, tools: Iterable[ToolName] = ()) -> tuple[Miss, ...]:
    """What ``read`` calls unread, what was cut apart: each line with what every phrase made of it."""
    names = tuple(tools)
    _, every = prepared(document, text, names, _Recorded)
    heard = {place for place, each in enumerate(every) if list(hear(each))}
    return tuple(
        miss
        for place, each in enumerate(every)
        if place not in heard and not heard & set(introduced(every, place))
        for miss in _missed(each, names)
    )


def _missed(saying: _Recorded, tools: tuple[ToolName, ...]) -> Iterator[Miss]:
    LANGUAGES.set(saying.scene.languages)
    spans = tuple(unread(saying))
    answers = tuple(_answers(saying)) if spans else ()
    if not any(each.found for each in answers):
        for span in spans:
            yield Miss(span, sounds(saying), answers, _near(saying, answers, tools))


def _traced(saying: _Recorded, tools: tuple[ToolName, ...]) -> Trace:
    answers = tuple(_answers(saying))
    return Trace(saying.statement, _roles(saying), answers, _near(saying, answers, tools))


def _near(saying: Saying, answers: Iterable[Answer], tools: tuple[ToolName, ...]) -> tuple[Near, ...]:
    """The phrases that come nearest to ``saying``, of those that listened; none where one fired."""
    if any(each.found for each in answers) or saying.statement.form in {"heading", "code"}:
        return ()
    told = tuple(answers)
    silent = (each.phrase for each in told if each.reason is None)
    return nearest(saying.statement, silent, tools, (each.phrase for each in told if each.reason is Reason.WORDS))


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
    """At most ``WORDS`` characters from ``start`` on, whole words where there are any; "…" tells what is left out.

    Where few are left from there on, those before are told too: "…s." says nothing.
    """
    if len(text) - start < WORDS // 2:
        start = max(0, len(text) - WORDS)
        while start and start < len(text) and text[start - 1].isalnum():
            start += 1
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    words = text[start : start + WORDS]
    before = "… " if text[:start].strip() else ""
    if len(text) <= start + WORDS:
        return f"{before}{words}"
    return before + (words.rsplit(" ", 1)[0] if " " in words else words) + " …"
