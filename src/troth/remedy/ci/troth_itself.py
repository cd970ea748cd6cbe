"""A step of Troth itself, where it is asked for: the promises are checked on every change."""

from __future__ import annotations

from troth.remedy.ci.github import Placed
from troth.remedy.ci.ground import Ground
from troth.remedy.ci.job import Job, Step
from troth.terms.event import Event


def placed(ground: Ground) -> Placed:
    """The job, with the Troth that was named."""
    steps = (Step(run=f"python -m pip install {ground.troth}"), Step(run="troth check --no-tools"))
    return Placed(
        job=Job(tool="troth", steps=steps, language="python", history=True),
        events=frozenset({Event.PUSH, Event.PULL_REQUEST}),
        every=None,
        serves=(),
    )
