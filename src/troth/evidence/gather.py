"""Wants in, answers out, in one pass: each want goes to the gatherer that its type names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from troth.evidence import history
from troth.evidence.scene import Gatherer, Scene
from troth.terms.answer import Answer, Answers, Gap, Want

__all__ = ["GATHERERS", "Gatherer", "Scene", "gather"]

GATHERERS: tuple[Gatherer, ...] = (*history.GATHERERS,)


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
