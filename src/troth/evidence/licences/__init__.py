"""Licences: the allow-lists of tools, and what each dependency declares, without a network."""

from __future__ import annotations

from collections.abc import Callable

from troth.evidence.licences import declared, deny
from troth.evidence.scene import Gatherer, Scene
from troth.terms import wants
from troth.terms.answer import Answer
from troth.terms.seen.components import Component


def gatherers(components: Callable[[Scene], Answer[Component]]) -> tuple[Gatherer, ...]:
    """The gatherers of licences; ``components`` tells what the tree depends on."""
    return (
        Gatherer(wants=wants.LicenceLists, answer=lambda scene, _: deny.lists(scene.repository)),
        Gatherer(wants=wants.DeclaredLicences, answer=lambda scene, _: declared.licences(scene, components)),
    )
