"""The line of a lockfile that names a package in a version, whatever its format: for people to look at."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from troth.evidence.repository import Repository
from troth.evidence.tools.runs.documents import plain
from troth.terms.package import PYPI, package
from troth.terms.span import Span, excerpt

_NAME = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def line_of(repository: Repository, path: str, name: str, version: str) -> Span:
    """The line that names ``name``, where a line after it (or itself) bears ``version``; the file as a whole else."""
    rows = repository.lines(path) if path in repository.path_set else ()
    wanted, pairs = package(PYPI, name).name, tuple(pairwise((*rows, "")))
    forms: tuple[Callable[[str, str], bool], ...] = (
        lambda text, after: _table(text, after, name, version),
        lambda text, _: path.endswith((".txt", ".in")) and _requirement(text, wanted),
        lambda text, _: _words(text, name, version),
    )
    for form in forms:
        for row, (text, after) in enumerate(pairs, start=1):
            if form(text, after):
                return Span(path, row, excerpt(plain(text)))
    return Span(path, None, excerpt(plain(f"{name} {version}".strip())))


def _table(text: str, after: str, name: str, version: str) -> bool:
    """``name = "…"`` followed by ``version = "…"``: Cargo.lock, uv.lock, poetry.lock, pylock.toml."""
    return text.strip() == f'name = "{name}"' and after.strip() == f'version = "{version}"'


def _requirement(text: str, wanted: str) -> bool:
    """A requirement line of pip."""
    head = _NAME.match(text)
    if not head or package(PYPI, head[1]).name != wanted:
        return False
    rest = text[head.end() :].lstrip()
    return not rest or rest.startswith(("==", ">=", "<=", "~=", "!=", ">", "<", "[", ";", "@", "#", "--hash"))


def _words(text: str, name: str, version: str) -> bool:
    """Both on one line, each as a whole word: go.mod, package-lock.json, yarn.lock, pnpm-lock.yaml."""
    if not version or name not in text or version not in text:
        return False
    both = (re.escape(name), rf"v?{re.escape(version)}")
    return all(re.search(rf"(?<![\w.-]){word}(?![\w.-])", text) for word in both)
