"""Answers what runs what: all invocations of the tree, worked out once per check."""

from __future__ import annotations

from troth.evidence import history
from troth.evidence.automation import elsewhere, standing
from troth.evidence.automation.follow import Follower
from troth.evidence.automation.github import files as github
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.terms.answer import Answer
from troth.terms.seen.automation import Invocation
from troth.terms.wants import Invocations

MEMORY = "automation"
"""Key of the scene's memory under which the answer is kept."""


def invocations(repository: Repository) -> Answer[Invocation]:
    """Everything that runs a tool in ``repository``, or would; with what could not be read, and what was."""
    follower = Follower(repository)
    github.read(follower, history.default_branch(repository))
    standing.read_developer_hooks(follower)
    standing.read_uncalled(follower)
    gaps = (*follower.gaps, *elsewhere.gaps(repository), *repository.gaps_of(follower.read))
    return Answer(found=tuple(follower.found), gaps=gaps, read=tuple(sorted(follower.read)))


def _answer(scene: Scene, _want: Invocations) -> Answer[Invocation]:
    if MEMORY not in scene.memory:
        scene.memory[MEMORY] = invocations(scene.repository)
    found: Answer[Invocation] = scene.memory[MEMORY]
    return found


INVOCATIONS = Gatherer(wants=Invocations, answer=_answer)
GATHERERS: tuple[Gatherer, ...] = (INVOCATIONS,)
