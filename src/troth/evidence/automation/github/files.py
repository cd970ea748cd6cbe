"""Which files GitHub reads as workflows, which only look like one, and how workflows start each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from troth.evidence.automation.follow import Follower
from troth.evidence.automation.github.live import Live
from troth.evidence.automation.github.triggers import USUAL_BRANCHES, Trigger, admitted, triggers
from troth.evidence.automation.github.workflow import Call, Walker
from troth.evidence.automation.nodes import Node, root
from troth.evidence.dependencies import OTHERS_CODE

FOLDER = ".github/workflows/"
MOST_WORKFLOWS = 400
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|in|dev)")
"""A folder named like a host holds what came from there: "licenses/github.com/harbour/ferry"."""
_ON = re.compile(r"^(?:on|\"on\"|'on'|true)\s*:", re.MULTILINE)
_JOBS = re.compile(r"^jobs\s*:", re.MULTILINE)


def is_workflow(path: str) -> bool:
    """Whether GitHub reads ``path`` as a workflow: directly in the folder, with one of two endings."""
    return path.startswith(FOLDER) and "/" not in path[len(FOLDER) :] and path.endswith((".yml", ".yaml"))


def read(follower: Follower, default_branch: str) -> None:
    """Note every invocation of every workflow, and of files that look like workflows where GitHub never reads."""
    repository = follower.repository
    branches = (default_branch,) if default_branch else USUAL_BRANCHES
    walker = Walker(follower, branches[0])
    paths = [path for path in repository.paths if is_workflow(path)][:MOST_WORKFLOWS]
    started = _Started(walker, paths, branches)
    callees = []
    for path in paths:
        follower.read.setdefault(path)
        lives = tuple(Live(trigger=trigger) for trigger in started.triggers(path, 0))
        if lives:
            walker.workflow(path, Call(lives=lives))
        else:
            callees.append(path)
    for path in callees:
        if path not in walker.called:
            walker.workflow(path, Call(lives=(), unreached="nothing starts this workflow"))
    _near_misses(follower, walker)


class _Started:
    """What starts each workflow, workflows that run after others included."""

    def __init__(self, walker: Walker, paths: Sequence[str], branches: Sequence[str]) -> None:
        self.walker = walker
        self.branches = branches
        self.on = {path: root(walker.repository, path).get("on", "true") for path in paths}
        self.names: dict[str, list[str]] = {}
        for path in paths:
            name = root(walker.repository, path).get("name").text or path
            self.names.setdefault(name, []).append(path)

    def triggers(self, path: str, depth: int) -> tuple[Trigger, ...]:
        """The triggers of one workflow."""
        on = self.on[path]
        found = triggers(self.walker.repository, on, self.branches)
        after = on.get("workflow_run")
        return found if not after or depth > 3 else (*found, *self._after(after, depth))

    def _after(self, after: Node, depth: int) -> list[Trigger]:
        allowed = admitted(self.branches, after.get("branches"), after.get("branches-ignore"))
        if not allowed:
            return []
        return [
            msgspec.structs.replace(trigger, name="workflow_run", span=after.span, ref=f"refs/heads/{allowed}")
            for name in after.get("workflows").words()
            for path in self.names.get(name, ())
            for trigger in self.triggers(path, depth + 1)
        ]


def _of_others(path: str) -> bool:
    """Whether ``path`` lies in a copy of another project, whose workflows are not meant to run here."""
    folders = path.split("/")[:-1]
    return bool(OTHERS_CODE.intersection(folders)) or any(_HOST.fullmatch(folder) for folder in folders)


def _near_misses(follower: Follower, walker: Walker) -> None:
    repository = follower.repository
    count = 0
    for path in repository.paths:
        if is_workflow(path) or count >= MOST_WORKFLOWS or _of_others(path):
            continue
        disabled = path.startswith(FOLDER)
        if not disabled and not path.endswith((".yml", ".yaml")):
            continue
        words = repository.text(path) or ""
        if not _ON.search(words) or not _JOBS.search(words):
            continue
        count += 1
        where = (
            "its name does not end in .yml" if disabled and "/" not in path[len(FOLDER) :] else f"it is not in {FOLDER}"
        )
        walker.workflow(path, Call(lives=(), unreached=f"GitHub never reads this file: {where}"))
