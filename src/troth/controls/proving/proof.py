"""The shape of a kind of proof, and the facts and outcomes that they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec

from troth.controls.wiring import Outcome
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment
from troth.terms.selector import Selector
from troth.terms.span import Span
from troth.terms.verdict import Standing, Step


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """``wants`` asks the world about a selector, ``judge`` says what the answers make of it for a sentence."""

    wants: Callable[[Any], tuple[Want[Any], ...]]
    judge: Callable[[Any, Commitment, Answers, date], Outcome]


def pointed(selector: Selector, words: str) -> Fact:
    """The fact that ``troth.toml`` points at something, and what is wrong with that."""
    return Fact(fact=words, kind=Class.CONFIGURED, span=selector.span, weakness=True)


def seen(words: str, span: Span, kind: Class = Class.CONFIGURED, *, weakness: bool = False) -> Fact:
    """A fact about what a selector points at."""
    return Fact(fact=words, kind=kind, span=span, weakness=weakness)


def gone(selector: Selector, what: str, read: Iterable[str] = ()) -> Outcome:
    """A selector that resolves to nothing: who points at proof that is gone has lost it."""
    looked = tuple(dict.fromkeys(read))[:3]
    facts = (pointed(selector, what), *(seen("was looked through", Span(path), weakness=True) for path in looked))
    step = Step(text=f"Bring it back, or point {selector.span} at what proves the sentence now.")
    return Outcome(standing=Standing.BROKEN, reason=what, because=facts, next=step)


def hidden(reason: str, gaps: tuple[Gap, ...], settles: str, step: Step | None = None) -> Outcome:
    """A proof that cannot be seen from here."""
    return Outcome(standing=Standing.UNPROVEN, reason=reason, gaps=gaps, settles=settles, next=step)
