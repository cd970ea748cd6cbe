"""What was read of the automation, and whether that is all there is: the ground on which absence may break."""

from __future__ import annotations

import msgspec

from troth.terms.answer import Answer, Gap
from troth.terms.seen.automation import Invocation

_HOOK_FILES = (".pre-commit-config", "lefthook", ".husky/", ".lintstagedrc")


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """``pipelines`` are the files of a CI system, ``hooks`` those of hooks on developers' machines.

    ``gaps`` are what of the automation could not be read: another CI, an unresolved call, an unreadable file.
    """

    pipelines: tuple[str, ...]
    hooks: tuple[str, ...]
    others: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def complete(self) -> bool:
        """Whether there is a CI in the tree and every line of it was read: only then does absence contradict."""
        return bool(self.pipelines) and not self.gaps

    @property
    def words(self) -> str:
        """ "7 workflows, 2 hook files read"."""
        counts = (
            (len(self.pipelines), "workflow"),
            (len(self.hooks), "hook file"),
            (len(self.others), "other file"),
        )
        said = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts if count]
        return f"{', '.join(said)} read" if said else "no automation files in the tree"


def is_pipeline(path: str) -> bool:
    """Whether ``path`` belongs to a CI system rather than to a developer's machine."""
    return path.startswith((".github/workflows/", ".gitlab-ci", ".gitlab/")) or (
        "gitlab-ci" in path and path.endswith((".yml", ".yaml"))
    )


def writer(answer: Answer[Invocation], *, hook: bool = False) -> str:
    """The command that writes what would run, for the host whose pipelines the tree has."""
    paths = [path for path in answer.read if is_pipeline(path)]
    gitlab = bool(paths) and not any(path.startswith(".github/") for path in paths)
    return f"troth init --ci {'pre-commit' if hook else 'gitlab' if gitlab else 'github'}"


def reach(answer: Answer[Invocation]) -> Reach:
    """Sort what ``answer`` read, and what it could not read."""
    pipelines = tuple(path for path in answer.read if is_pipeline(path))
    hooks = tuple(path for path in answer.read if any(word in path for word in _HOOK_FILES))
    others = tuple(path for path in answer.read if path not in pipelines and path not in hooks)
    return Reach(pipelines=pipelines, hooks=hooks, others=others, gaps=answer.gaps)
