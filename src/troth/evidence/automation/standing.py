"""What developers' hooks run, and what stands ready although nothing runs it: hooks, uncalled targets and scripts."""

from __future__ import annotations

import posixpath

from troth.evidence.automation.context import Context, Script
from troth.evidence.automation.follow import Follower
from troth.evidence.automation.hooks import FILES, LEFTHOOK, hook_context, read_husky, read_lefthook
from troth.evidence.automation.nodes import root
from troth.evidence.automation.shell import Options
from troth.evidence.automation.targets import KINDS
from troth.evidence.tools import index
from troth.evidence.tools.record import Call

MOST_FILES = 400
"""Makefiles, manifests and scripts whose targets are looked through though nothing calls them."""


def read_developer_hooks(follower: Follower) -> None:
    """Hooks of pre-commit, lefthook and husky, as a developer's own machine runs them."""
    repository = follower.repository
    for path in repository.paths:
        if posixpath.basename(path) in FILES[:2]:
            hooks = follower.shelf.hooks(posixpath.dirname(path))
            follower.read.setdefault(path)
            record = index.by_name("pre-commit")
            if hooks and record is not None:
                events = tuple(dict.fromkeys(event for hook in hooks for event in hook.events))
                place = root(repository, path).get("repos").span
                call = Call(argv=("pre-commit", "run"))
                follower.sighted(record, call, place, hook_context("pre-commit", events, place))
            for hook in hooks:
                follower.hook(hook, hook_context("pre-commit", hook.events, hook.span))
    for path in LEFTHOOK:
        if path in repository.path_set:
            follower.read.setdefault(path)
            for event, target in read_lefthook(repository, path):
                follower.target(target, hook_context("lefthook", (event,), target.span))
    for event, target in read_husky(repository):
        follower.read.setdefault(target.path)
        follower.target(target, hook_context("husky", (event,), target.span))


def read_uncalled(follower: Follower) -> None:
    """Targets and shell scripts that nothing reached: configured, never run."""
    repository = follower.repository
    follower.alone = True
    names = {name for kind in KINDS for name in kind.files}
    paths = [path for path in repository.paths if posixpath.basename(path) in names or path.endswith(".mk")]
    for path in [one for one in paths if "node_modules/" not in one][:MOST_FILES]:
        for target in follower.shelf.of_file(path):
            if (target.path, target.name) not in follower.reached:
                follower.target(target, Context(system=target.system, path=path))
    scripts = [path for path in repository.paths if path.endswith((".sh", ".bash"))]
    for path in scripts[:MOST_FILES]:
        text = repository.text(path)
        if ("script", path) not in follower.reached and text is not None:
            follower.read.setdefault(path)
            follower.script(Script(text, path, 1), Options(), Context(system="script", path=path))
    follower.alone = False
