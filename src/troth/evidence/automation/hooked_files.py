"""Which files of the tree a hook of pre-commit is handed (pre-commit.com, "Filtering files with types", ``files``).

A hook that no file passes to is skipped, and pre-commit calls that a success.
"""

from __future__ import annotations

import re

from troth.evidence.automation.nodes import Node
from troth.evidence.repository import Repository
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
_LONGEST = 2_000
_LETTERS = r"(?:[\w./@ -]|\\[./-])*"
_PLAIN = re.compile(rf"\^?(?:\((?:\?:)?{_LETTERS}(?:\|{_LETTERS})*\))?{_LETTERS}(?:\.[*+])?\$?")
"""Patterns of names alone, at most one choice and one rest: matched in time that a tree cannot make long."""


def nothing_left(repository: Repository, top: Node, hook: Node) -> Filter | None:
    """The filter because of which no file of the tree reaches ``hook``, if that is so.

    A pattern that is not plain is passed over: it could only leave fewer files.
    """
    if hook.get("always_run").value is True:
        return None
    paths = list(repository.paths)
    for place, key in ((top, "files"), (top, "exclude"), (hook, "files"), (hook, "exclude")):
        node = place.get(key)
        if node.is_text and node.text and len(node.text) <= _LONGEST and _PLAIN.fullmatch(node.text):
            pattern = re.compile(node.text)
            paths = [path for path in paths if bool(pattern.search(path)) is (key == "files")]
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
    return None
