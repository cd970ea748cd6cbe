"""Secrets in the tree and in its past: which values look like one, which of them are none, and why."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from troth.evidence.scene import Gatherer, Scene
from troth.terms import wants
from troth.terms.answer import Answer, Want
from troth.terms.seen.secrets import SecretScan

_MEMORY = "secrets.look"
_PAST = "secrets.history"


def prepare(scene: Scene, asked: Iterable[Want[Any]]) -> None:
    """Note whether anybody asks for the past, so that one look serves all."""
    scene.memory[_PAST] = any(isinstance(want, wants.Secrets) and want.history for want in asked)


def answer(scene: Scene, want: wants.Secrets) -> Answer[SecretScan]:
    """One look for the whole check; a want that speaks of the present alone is not told the past."""
    scanning = import_module("troth.evidence.secrets.scanning")  # not before somebody asks: it knows many expressions
    if _MEMORY not in scene.memory:
        history = scene.history or want.history or scene.memory.get(_PAST, False)
        scene.memory[_MEMORY] = scanning.look(scene, history=history)
    found: Answer[SecretScan] = scene.memory[_MEMORY]
    present: Answer[SecretScan] = found if want.history or scene.history else scanning.present(found)
    return present


GATHERERS: tuple[Gatherer, ...] = (Gatherer(wants=wants.Secrets, answer=answer, prepare=prepare),)
