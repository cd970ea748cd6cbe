"""Answers what runs what: all invocations of the tree, worked out once per check."""

from __future__ import annotations

import msgspec

from troth.evidence import history
from troth.evidence.automation import aim, bots, elsewhere, gates, jobs, standing
from troth.evidence.automation.follow import Follower
from troth.evidence.automation.github import files as github
from troth.evidence.automation.gitlab import jobs as gitlab
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.terms.answer import Answer
from troth.terms.seen.automation import Invocation, UpdateBot
from troth.terms.seen.proof import JobSeen
from troth.terms.wants import Invocations, Jobs, UpdateBots

MEMORY = "automation"
"""Key of the scene's memory under which the answer is kept."""


def invocations(repository: Repository) -> Answer[Invocation]:
    """Everything that runs a tool in ``repository``, or would; with what could not be read, and what was."""
    return _walked(repository)[0]


def _walked(repository: Repository) -> tuple[Answer[Invocation], Answer[JobSeen]]:
    follower = Follower(repository)
    branch = history.default_branch(repository)
    github.read(follower, branch)
    gitlab.read(follower, branch)
    standing.read_developer_hooks(follower)
    standing.read_uncalled(follower)
    gaps = (*follower.gaps, *elsewhere.gaps(repository), *repository.gaps_of(follower.read))
    read = tuple(sorted(follower.read))
    placed = (
        msgspec.structs.replace(
            one,
            systems=_systems(follower.systems[one]),
            outside=aim.outside(repository, one.tool, one.looks),
            leaves=aim.leaves(repository, one.tool, one.argv, one.directory),
            narrow=aim.narrow(one.tool, one.argv, one.span),
        )
        for one in follower.found
    )
    found = tuple(gates.gated(repository, placed))
    return Answer(found=found, gaps=gaps, read=read), Answer(found=jobs.seen(follower, found), gaps=gaps, read=read)


def _systems(met: set[str]) -> tuple[str, ...]:
    """The systems of the machines on which something runs; none where one of them cannot be told."""
    return () if "" in met else tuple(sorted(met))


def _once(scene: Scene) -> tuple[Answer[Invocation], Answer[JobSeen]]:
    if MEMORY not in scene.memory:
        scene.memory[MEMORY] = _walked(scene.repository)
    found: tuple[Answer[Invocation], Answer[JobSeen]] = scene.memory[MEMORY]
    return found


INVOCATIONS = Gatherer(wants=Invocations, answer=lambda scene, _: _once(scene)[0])
JOBS = Gatherer(wants=Jobs, answer=lambda scene, _: _once(scene)[1])


def _bots(scene: Scene, _want: UpdateBots) -> Answer[UpdateBot]:
    return bots.update_bots(scene.repository)


UPDATE_BOTS = Gatherer(wants=UpdateBots, answer=_bots)

GATHERERS: tuple[Gatherer, ...] = (INVOCATIONS, JOBS, UPDATE_BOTS)
