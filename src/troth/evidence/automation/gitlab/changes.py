"""Path patterns of GitLab: ``rules:changes``, ``rules:exists`` and ``include:local`` (docs.gitlab.com)."""

from __future__ import annotations

from troth.evidence.automation.globs import matches
from troth.evidence.automation.nodes import Node
from troth.evidence.repository import Repository
from troth.terms.seen.automation import Filter


def change_filter(repository: Repository, node: Node) -> Filter | None:
    """The filter that ``changes`` is; fatal where no file of the tree could ever match."""
    paths = node.get("paths") if node.is_map else node
    globs = paths.words()
    if not globs:
        return None
    reached = any(matched(repository, glob) for glob in globs)
    return Filter(what=f"changes: {', '.join(globs)[:120]}", span=node.span, fatal=not reached)


def matched(repository: Repository, glob: str) -> bool:
    """Whether some file of the tree matches ``glob``; a glob with variables may match anything."""
    if "$" in glob:
        return True
    bare = glob.removeprefix("./").lstrip("/")
    return any(matches(bare, path, "gitlab") for path in repository.paths)
