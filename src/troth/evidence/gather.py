"""Wants in, answers out, in one pass: each want goes to the gatherer that its type names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from troth.evidence import (
    components,
    cryptography,
    dependencies,
    desk_records,
    documents,
    history,
    licences,
    openpgp_keys,
    own_packages,
    past_lockfiles,
    secrets,
    selectors,
    sentences,
    signatures,
    source,
)
from troth.evidence.attestations import gatherer as attestations
from troth.evidence.automation import gatherer as automation
from troth.evidence.automation import privileges
from troth.evidence.configuration import gatherer as configuration
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.tools import documented, pinned, recorded, running
from troth.evidence.waivers import gatherer as waivers
from troth.terms.answer import Answer, Answers, Gap, Want
from troth.terms.seen.automation import Invocation
from troth.terms.seen.components import Component
from troth.terms.seen.proof import JobSeen
from troth.terms.settings import Settings
from troth.terms.wants import Components, Invocations, Jobs, OwnSettings

__all__ = ["GATHERERS", "Gatherer", "Scene", "gather"]

T = TypeVar("T")


def invocations(scene: Scene) -> Answer[Invocation]:
    """What is run in the tree, worked out once for every gatherer that needs it."""
    return _once(scene, Invocations())


def _components(scene: Scene) -> Answer[Component]:
    """What the tree depends on, worked out once for every gatherer that needs it."""
    return _once(scene, Components())


def _settings(scene: Scene) -> Answer[Settings]:
    """What ``troth.toml`` says, worked out once for every gatherer that needs it."""
    return _once(scene, OwnSettings())


def _jobs(scene: Scene) -> Answer[JobSeen]:
    """The jobs of the automation, worked out once for every gatherer that needs it."""
    return _once(scene, Jobs())


def _once(scene: Scene, want: Want[T]) -> Answer[T]:
    name = f"gather.{type(want).__name__}"
    if name not in scene.memory:
        known = next((gatherer for gatherer in GATHERERS if gatherer.wants is type(want)), None)
        gap = Gap(wanted=type(want).__name__, reason="nothing gathers this yet")
        scene.memory[name] = known.answer(scene, want) if known else Answer(gaps=(gap,))
    found: Answer[T] = scene.memory[name]
    return found


GATHERERS: tuple[Gatherer, ...] = (
    *history.GATHERERS,
    *sentences.GATHERERS,
    *signatures.GATHERERS,
    *dependencies.GATHERERS,
    components.GATHERER,
    past_lockfiles.GATHERER,
    *source.GATHERERS,
    *secrets.GATHERERS,
    *documents.GATHERERS,
    attestations.GATHERER,
    *automation.GATHERERS,
    *privileges.GATHERERS,
    *configuration.gatherers(invocations),
    *waivers.gatherers(invocations),
    *licences.gatherers(_components),
    *cryptography.gatherers(_components),
    openpgp_keys.GATHERER,
    own_packages.GATHERER,
    *selectors.gatherers(_settings, _jobs),
    *desk_records.gatherers(_settings),
    documented.GATHERER,
    pinned.GATHERER,
    running.GATHERER,
    recorded.GATHERER,
)


def gather(scene: Scene, wants: Iterable[Want[Any]], gatherers: tuple[Gatherer, ...] = GATHERERS) -> Answers:
    """Answer every want; one that nothing answers yet is a gap."""
    by_type = {gatherer.wants: gatherer for gatherer in gatherers}
    answers: dict[Want[Any], Answer[Any]] = {}
    asked = tuple(dict.fromkeys(wants))
    for gatherer in gatherers:
        if gatherer.prepare is not None and any(isinstance(want, gatherer.wants) for want in asked):
            gatherer.prepare(scene, asked)
    for want in asked:
        by = by_type.get(type(want))
        if by is None:
            gap = Gap(wanted=type(want).__name__, reason="nothing gathers this yet")
            answers[want] = Answer(gaps=(gap,))
        else:
            answers[want] = by.answer(scene, want)
    return Answers(answers)
