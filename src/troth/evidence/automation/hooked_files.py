"""Which files of the tree a hook of pre-commit is handed (pre-commit.com, "Filtering files with types", ``files``).

A hook that no file passes to is skipped, and pre-commit calls that a success.
"""

from __future__ import annotations

import re

from troth.evidence.automation.nodes import Node
from troth.evidence.automation.patterns import compiled
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.seen.automation import Filter

_ENDINGS = {
    "c": (".c", ".h"),
    "c++": (".cc", ".cpp", ".cxx", ".hpp", ".hh", ".h"),
    "cython": (".pyx", ".pxd"),
    "go": (".go",),
    "go-mod": ("go.mod",),
    "html": (".html", ".htm"),
    "java": (".java",),
    "javascript": (".js", ".mjs", ".cjs"),
    "json": (".json",),
    "jsx": (".jsx",),
    "jupyter": (".ipynb",),
    "kotlin": (".kt", ".kts"),
    "lua": (".lua",),
    "markdown": (".md", ".markdown"),
    "php": (".php",),
    "pyi": (".pyi",),
    "rust": (".rs",),
    "scala": (".scala",),
    "swift": (".swift",),
    "terraform": (".tf", ".tfvars"),
    "toml": (".toml",),
    "ts": (".ts", ".mts", ".cts"),
    "tsx": (".tsx",),
    "yaml": (".yaml", ".yml"),
}
"""Tags of the library identify that only the ending of a name gives, not a first line such as ``#!``."""
_MOST_PATHS = 5_000
_LONGEST_PATH = 200
"""What a pattern is held against: files beyond these pass it."""


def nothing_left(repository: Repository, top: Node, hook: Node) -> Filter | Gap | None:
    """The filter because of which no file of the tree reaches ``hook``, if any; a gap where it cannot be told."""
    if hook.get("always_run").value is True:
        return None
    paths = list(repository.paths)
    gap = None
    for place, key in ((top, "files"), (top, "exclude"), (hook, "files"), (hook, "exclude")):
        node = place.get(key)
        if not node.is_text or not node.text:
            continue
        pattern = compiled(node.text)
        if pattern is None:
            reason = f"which files a hook is handed is not worked out: {key}: {node.text[:60]}"
            gap = gap or Gap(wanted="what the hook looks at", reason=reason, span=node.span)
            continue
        paths = _passing(pattern, paths, wanted=key == "files")
        if not paths:
            return Filter(what=f"{key}: {node.text[:100]} leaves no file here", span=node.span, fatal=True)
    for tag in hook.get("types").each():
        endings = _ENDINGS.get(tag.text)
        paths = [path for path in paths if path.endswith(endings)] if endings else paths
        if not paths:
            return Filter(what=f"types: no file here is {tag.text}", span=tag.span, fatal=True)
    either = hook.get("types_or")
    known = [_ENDINGS.get(word) for word in either.words()]
    if known and all(known) and not any(path.endswith(one) for path in paths for one in known if one):
        return Filter(what=f"types_or: no file here is {', '.join(either.words())}", span=either.span, fatal=True)
    return gap


def _passing(pattern: re.Pattern[str], paths: list[str], *, wanted: bool) -> list[str]:
    asked = [path for path in paths[:_MOST_PATHS] if len(path) <= _LONGEST_PATH]
    beyond = [*(path for path in paths[:_MOST_PATHS] if len(path) > _LONGEST_PATH), *paths[_MOST_PATHS:]]
    return [path for path in asked if bool(pattern.search(path)) is wanted] + beyond
