"""Which kind of test a node names, and where it stands: one reader a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.evidence.selectors import cargo_node, go_node, pytest_node
from troth.terms.answer import Answer, Gap
from troth.terms.seen.proof import UNWRITTEN, NamedTest
from troth.terms.wants import NamedTests

Find = Callable[[Repository, str], Answer[NamedTest]]
LANGUAGES: Mapping[str, tuple[re.Pattern[str], Find]] = {
    "pytest": (pytest_node.NODE, pytest_node.find),
    "go": (go_node.NODE, go_node.find),
    "cargo": (cargo_node.NODE, cargo_node.find),
}
"""How a node of each language is written, and who finds it; the first whose pattern fits."""
_MEMORY = "selectors.named"


def find(scene: Scene, node: str) -> Answer[NamedTest]:
    """The tests that ``node`` names, looked for once."""
    known: dict[str, Answer[NamedTest]] = scene.memory.setdefault(_MEMORY, {})
    if node not in known:
        by = next((by for pattern, by in LANGUAGES.values() if pattern.fullmatch(node)), None)
        near = "" if by is not None else go_node.nearest(scene.repository, node)
        reason = f"{UNWRITTEN}{f'; is it {near}?' if near else ''}"
        known[node] = Answer(gaps=(Gap(wanted=node, reason=reason),)) if by is None else by(scene.repository, node)
    return known[node]


GATHERER = Gatherer(wants=NamedTests, answer=lambda scene, want: find(scene, want.node))
