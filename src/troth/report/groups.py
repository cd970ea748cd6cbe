"""Verdicts put together for reading: by document, by one cause, by what would settle them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from troth.terms.answer import Fact
from troth.terms.result import Judged

SETTLED_BY = {
    "tool run": "need a tool run",
    "repository": "need something in the repository",
    "hosted": "need the host's settings",
    "people": "need people",
    "desk": "need the desk",
    "": "need somebody to look",
    "later": "come later",
    "condition": "are not due yet",
    "unjudged": "are not judged yet",
}
"""What would settle an unproven promise, cheapest first, in words that follow a count."""
COMMANDS = {SETTLED_BY["people"]: "troth attest --guide"}
"""What to type, by the words of ``SETTLED_BY``."""
_ONE = {"need": "needs", "come": "comes", "are": "is"}


def by_document(judged: Iterable[Judged]) -> tuple[tuple[str, tuple[Judged, ...]], ...]:
    """(document, its verdicts), in the order in which they come."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        found[one.verdict.commitment.span.path].append(one)
    return tuple((document, tuple(chosen)) for document, chosen in found.items())


def by_cause(judged: Iterable[Judged]) -> tuple[tuple[Judged, ...], ...]:
    """Verdicts with the same reason and the same facts together: one cause is told once."""
    found: dict[Any, list[Judged]] = defaultdict(list)
    for one in judged:
        places = tuple((_place(one, fact), fact.fact) for fact in one.verdict.because)
        found[(one.verdict.reason, places)].append(one)
    return tuple(tuple(same) for same in found.values())


def _place(one: Judged, fact: Fact) -> str:
    """Where a fact stands; the line of the promise itself is no cause of its own."""
    own = one.verdict.commitment.span
    return "itself" if (fact.span.path, fact.span.line) == (own.path, own.line) else str(fact.span)


def by_settlement(judged: Iterable[Judged]) -> tuple[tuple[str, tuple[Judged, ...]], ...]:
    """(words, verdicts) by what would settle them, cheapest first."""
    found: dict[str, list[Judged]] = {words: [] for words in SETTLED_BY.values()}
    for one in judged:
        found[SETTLED_BY.get(_settlement(one), SETTLED_BY[""])].append(one)
    return tuple((words, tuple(chosen)) for words, chosen in found.items() if chosen)


def counted(words: str, number: int) -> str:
    """``number`` before ``words``, whose verb follows it: "2 need people", "1 needs people"."""
    verb, _, rest = words.partition(" ")
    return f"{number} {_ONE[verb] if number == 1 else verb} {rest}"


def _settlement(one: Judged) -> str:
    """Waiting for a condition, or for a control, is told apart from what evidence would settle."""
    verdict = one.verdict
    if verdict.settles != "later" or verdict.control:
        return verdict.settles
    return "condition" if verdict.commitment.condition else "unjudged"
