"""The shape of a reader of manifests, and what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.seen.manifests import DeclaredVersion, Requirement, Scope, Toolchain
from troth.terms.span import Span, excerpt

_SCOPES: tuple[tuple[Scope, str], ...] = (
    ("test", " test tests testing e2e __tests__ spec pytest coverage "),
    (
        "development",
        (
            " dev develop development lint linting linters docs doc documentation ci typing types style format local "
            "debug tools tooling mypy quality release bench benchmark benchmarks pre-commit sphinx security audit "
        ),
    ),
    ("build", " build builder packaging "),
    ("optional", " optional extra extras all full "),
)
_SIDE_FOLDERS: tuple[tuple[Scope, str], ...] = (
    ("test", " test tests e2e __tests__ integration-tests "),
    ("development", " docs doc .github .circleci ci .devcontainer example examples samples bench benchmarks "),
)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What one manifest says, and what of it could not be read."""

    requirements: tuple[Requirement, ...] = ()
    toolchains: tuple[Toolchain, ...] = ()
    versions: tuple[DeclaredVersion, ...] = ()
    gaps: tuple[Gap, ...] = ()
    also_read: tuple[str, ...] = ()


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Reads one format.

    ``globs`` are as in ``Repository.matching``; ``gives`` are the ecosystems of its requirements. ``ecosystem`` is ""
    for files that are no manifests of one. ``always`` is false for files that are manifests only where they say so.
    """

    ecosystem: str
    globs: tuple[str, ...]
    read: Callable[[Repository, str], Found]
    gives: tuple[str, ...] = ()
    always: bool = True


def place(repository: Repository, path: str, line: int | None, end: int | None = None) -> Span:
    """The place ``path:line`` with the words that stand there."""
    lines = repository.lines(path)
    if line is None or not 0 < line <= len(lines):
        return Span(path)
    return Span(path, line, excerpt(lines[line - 1]), end if end is not None and end > line else None)


def scope_of_word(word: str) -> Scope | None:
    """What the name of a group or file says of its dependencies: "dev-tools" → development; None where nothing."""
    parts = {part for part in re.split(r"[^a-z0-9]+", word.lower()) if part} | {word.lower()}
    return next((scope for scope, words in _SCOPES if any(f" {part} " in words for part in parts)), None)


def scope_of_folder(path: str) -> Scope | None:
    """Folders that hold no part of what is shipped: tests, documentation, examples, automation."""
    folders = path.lower().split("/")[:-1]
    return next((scope for scope, names in _SIDE_FOLDERS if any(f" {folder} " in names for folder in folders)), None)
