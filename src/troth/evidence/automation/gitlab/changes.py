"""Path patterns of GitLab: ``rules:changes``, ``rules:exists`` and ``include:local`` (docs.gitlab.com)."""

from __future__ import annotations

import re
from functools import lru_cache

from troth.evidence.automation.nodes import Node
from troth.evidence.repository import Repository
from troth.terms.seen.automation import Filter


@lru_cache(maxsize=4096)
def path_glob(glob: str) -> re.Pattern[str]:
    """A pattern as a regular expression: ``**`` crosses folders, ``*`` does not, ``{a,b}`` is a choice."""
    out, at, open_braces = [], 0, 0
    glob = glob[:400]
    while at < len(glob):
        mark = glob[at]
        if glob.startswith("**/", at):
            out.append("(?:.*/)?")
            at += 3
            continue
        if glob.startswith("**", at):
            out.append(".*")
            at += 2
            continue
        if mark == "*":
            out.append("[^/]*")
        elif mark == "?":
            out.append("[^/]")
        elif mark == "{" and "}" in glob[at:]:
            out.append("(?:")
            open_braces += 1
        elif mark == "}" and open_braces:
            out.append(")")
            open_braces -= 1
        elif mark == "," and open_braces:
            out.append("|")
        else:
            out.append(re.escape(mark))
        at += 1
    try:
        return re.compile("".join(out) + ")" * open_braces)
    except re.error:
        return re.compile(re.escape(glob))


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
    pattern = path_glob(glob.removeprefix("./").lstrip("/"))
    return any(pattern.fullmatch(path) for path in repository.paths)
