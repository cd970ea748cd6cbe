"""Cryptography: libraries among the components and imports, the audits known of them, weak primitives in the source."""

from __future__ import annotations

from collections.abc import Callable

from troth.evidence.cryptography import libraries, source
from troth.evidence.scene import Gatherer, Scene
from troth.terms import wants
from troth.terms.answer import Answer
from troth.terms.seen.components import Component


def gatherers(components: Callable[[Scene], Answer[Component]]) -> tuple[Gatherer, ...]:
    """The gatherers of cryptography; ``components`` tells what the tree depends on."""
    return (
        Gatherer(wants=wants.CryptoLibraries, answer=lambda scene, _: libraries.found(scene, components(scene))),
        Gatherer(wants=wants.WeakCrypto, answer=lambda scene, _: source.weak(scene)),
    )
