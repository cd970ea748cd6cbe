"""The gatherer of components. The readers of lockfiles are loaded by the first want, since most checks ask for none."""

from __future__ import annotations

from importlib import import_module

from troth.evidence.scene import Gatherer, Scene
from troth.terms import wants
from troth.terms.answer import Answer
from troth.terms.seen.components import Component

_MEMORY = "components"


def components(scene: Scene, want: wants.Components) -> Answer[Component]:
    """What every lockfile names, worked out once for all who ask."""
    if _MEMORY not in scene.memory:
        scene.memory[_MEMORY] = import_module("troth.evidence.inventory").components(scene, want)
    found: Answer[Component] = scene.memory[_MEMORY]
    return found


GATHERER = Gatherer(wants=wants.Components, answer=components)
