"""Wants in, answers out, in one pass: each want goes to the gatherer that its type names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec

from troth.evidence.repository import Repository
from troth.terms.answer import Answer, Answers, Gap, Want


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What gatherers look at: the tree, the date of the check, and whether tools may be run.

    ``memory`` keeps what one gatherer worked out for the others during one check (parsed automation, parsed manifests).
    """

    repository: Repository
    at: date
    run_tools: bool = False
    progress: Callable[[str], None] = lambda _: None
    memory: dict[str, Any] = msgspec.field(default_factory=dict)


class Gatherer(msgspec.Struct, frozen=True, kw_only=True):
    """Answers one type of want."""

    wants: type[Want[Any]]
    answer: Callable[[Scene, Any], Answer[Any]]


GATHERERS: tuple[Gatherer, ...] = ()


def gather(scene: Scene, wants: Iterable[Want[Any]], gatherers: tuple[Gatherer, ...] = GATHERERS) -> Answers:
    """Answer every want; one that nothing answers yet is a gap."""
    by_type = {gatherer.wants: gatherer for gatherer in gatherers}
    answers: dict[Want[Any], Answer[Any]] = {}
    for want in wants:
        if want in answers:
            continue
        gatherer = by_type.get(type(want))
        if gatherer is None:
            gap = Gap(wanted=type(want).__name__, reason="nothing gathers this yet")
            answers[want] = Answer(gaps=(gap,))
        else:
            answers[want] = gatherer.answer(scene, want)
    return Answers(answers)
