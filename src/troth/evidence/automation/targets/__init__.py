"""Named pieces of work that the tree defines, each reader listed once."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from troth.evidence.automation.targets import just, make, nox, npm, project_scripts, taskfile, tox
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository

__all__ = ["KINDS", "Kind", "Step", "Target"]


class Kind(msgspec.Struct, frozen=True):
    """One kind of file that defines targets: what its targets are called by, its file names, its reader."""

    system: str
    files: tuple[str, ...]
    read: Callable[[Repository, str], tuple[Target, ...]]


KINDS: tuple[Kind, ...] = (
    Kind("make", make.FILES, make.read),
    Kind("just", just.FILES, just.read),
    Kind("task", taskfile.FILES, taskfile.read),
    Kind("tox", tox.FILES, tox.read),
    Kind("nox", nox.FILES, nox.read),
    Kind("npm", npm.FILES, npm.read),
    Kind("project", project_scripts.FILES, project_scripts.read),
)
