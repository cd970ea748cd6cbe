"""The small trees on which tools are recorded, as data: each shows one thing that a tool does, or one of its traps."""

from __future__ import annotations

from evidence.tools.runs.recorded import Case
from evidence.tools.runs.trees import go, locks, python, rust, secrets, workflows

CASES: tuple[Case, ...] = (*python.CASES, *go.CASES, *rust.CASES, *secrets.CASES, *locks.CASES, *workflows.CASES)


def case(tool: str, name: str) -> Case:
    return next(one for one in CASES if (one.tool, one.name) == (tool, name))
