"""The shape of a phrase: one kind of sentence that promises, and the sentences that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from troth.policy.saying import Saying
from troth.terms.commitment import Commitment

PROSE = frozenset({"sentence", "bullet", "row"})


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A document that makes commitments, and four like it that make none.

    ``makes`` gives, for each commitment, its kind and the fields that matter, in the guide's words. The twins say the
    same negated, as advice to users, of the past, and inside a code block that is only an example; none of them may
    make a commitment of those kinds (refusals apart, where a negation is one).
    """

    text: str
    makes: tuple[dict[str, Any], ...]
    negated: str
    advice: str
    past: str
    code: str


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of phrase.

    ``find`` yields the commitments of a saying. ``gate`` are lower-case words of which one must stand in the saying,
    its label, lead-in or innermost heading before ``find`` is asked; empty asks always. ``abroad`` is the table of
    words in the files of other languages that does the same there. ``forms`` are what it reads.
    ``reporter`` marks phrases that speak to reporters, who are told "you should" without it being advice.
    ``signs`` tells, for phrases that sum points, which traits of a saying weighed most.
    ``advises`` marks those that look for advice, which silences all others.
    ``done`` marks those on what is done: a mark, a value, a title or a lead-in that says no silences them.
    ``anywhere`` marks those that are also heard in advice, scope lists and the like.
    """

    name: str
    find: Callable[[Saying], Iterable[Commitment]]
    signs: Callable[[Saying], tuple[str, ...]] | None = None
    gate: tuple[str, ...] = ()
    abroad: str = ""
    forms: frozenset[str] = PROSE
    reporter: bool = False
    advises: bool = False
    anywhere: bool = False
    tells_past: bool = False
    done: bool = False
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[str, ...] = ()
