"""Which files of the tree a hook of pre-commit is handed (pre-commit.com, "Filtering files with types", ``files``).

A hook that no file passes to is skipped, and pre-commit calls that a success.
"""

from __future__ import annotations

import msgspec

from troth.evidence.automation.nodes import Node
from troth.evidence.automation.patterns import Plain, measured
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


_MOST_STEPS = 200_000_000
"""Steps that the patterns of one configuration may take, all hooks and files together: less than a second."""


class Work(msgspec.Struct):
    """What is left to spend on the patterns of one configuration, and what its own filters let pass."""

    left: int = _MOST_STEPS
    passed: dict[tuple[str, ...], list[str]] = {}


def nothing_left(repository: Repository, top: Node, hook: Node, work: Work) -> Filter | Gap | None:
    """The filter because of which no file of the tree reaches ``hook``, if any; a gap where it cannot be told."""
    if hook.get("always_run").value is True:
        return None
    paths = list(repository.paths)
    gap = None
    for place, key in ((top, "files"), (top, "exclude"), (hook, "files"), (hook, "exclude")):
        node = place.get(key)
        if not node.is_text or not node.text:
            continue
        pattern = measured(node.text)
        left = None if pattern is None else _passing(pattern, paths, work, key, of_all=place is top)
        if left is None:
            reason = f"which files a hook is handed is not worked out: {key}: {node.text[:60]}"
            gap = gap or Gap(wanted="what the hook looks at", reason=reason, span=node.span)
            continue
        paths = left
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


def _passing(pattern: Plain, paths: list[str], work: Work, key: str, *, of_all: bool) -> list[str] | None:
    """Those of ``paths`` that a filter lets pass; None where telling it would take too long."""
    name = (key, pattern.found.pattern, *(paths[:1] + paths[-1:]), str(len(paths)))
    if of_all and name in work.passed:
        return work.passed[name]
    asked = [path for path in paths[:_MOST_PATHS] if len(path) <= _LONGEST_PATH]
    work.left -= sum(pattern.work(len(path)) for path in asked)
    if work.left < 0:
        return None
    beyond = [*(path for path in paths[:_MOST_PATHS] if len(path) > _LONGEST_PATH), *paths[_MOST_PATHS:]]
    passing = [path for path in asked if bool(pattern.found.search(path)) is (key == "files")] + beyond
    if of_all:
        work.passed[name] = passing
    return passing
