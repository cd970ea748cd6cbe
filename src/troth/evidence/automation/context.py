"""Where a command stands: what starts it, through which lines, in which folder, and how far its failure reaches."""

from __future__ import annotations

import posixpath

import msgspec

from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.event import Event
from troth.terms.seen.automation import Filter, Firing
from troth.terms.span import Span, excerpt

FILES = "what it looks at"
"""What is wanted by a gap that doubts only what files of the tree are there: tools that read none are left alone."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """All that an invocation inherits from what runs it. ``chain`` ends at the line that led here."""

    system: str
    chain: tuple[Span, ...] = ()
    directory: str = ""
    environment: tuple[tuple[str, str], ...] = ()
    job: str = ""
    firings: tuple[Firing, ...] = ()
    doubts: tuple[Gap, ...] = ()
    unreached: str = ""
    sparse: tuple[str, ...] = ()
    """The folders that alone are checked out, beside the files at the top; empty where all is."""
    shallow: Span | None = None
    """The checkout that brings the newest commit alone, where every one does."""
    runner: str = ""
    """The system of the machine ("Windows", "macOS", "Linux"); "" where it cannot be told."""
    path: str = ""
    """The file whose text is being followed; scripts beside it are found through it."""

    def softened(self, by: Span) -> Context:
        """The same where a failure does not count, because of ``by``."""
        return msgspec.structs.replace(self, firings=tuple(soften(firing, by) for firing in self.firings))

    def filtered(self, by: Filter, *, but: frozenset[Event] = frozenset()) -> Context:
        """The same where ``by`` keeps what it starts from seeing anything; ``but`` are events that it leaves alone."""
        kept = [
            one if one.event in but else msgspec.structs.replace(one, filters=(*one.filters, by))
            for one in self.firings
        ]
        return msgspec.structs.replace(self, firings=tuple(kept))

    def doubted(self, gap: Gap) -> Context:
        """The same where it cannot be told whether it goes on."""
        return msgspec.structs.replace(self, doubts=(*self.doubts, gap))

    def through(self, *spans: Span) -> Context:
        """The same, reached through one line more."""
        more = tuple(span for span in spans if span not in self.chain[-1:])
        return msgspec.structs.replace(self, chain=self.chain + more)

    def inside(self, folder: str) -> Context:
        """The same in a folder, seen from where it stands; a folder that cannot be told keeps the place."""
        return msgspec.structs.replace(self, directory=joined(self.directory, folder)) if folder else self

    def knowing(self, pairs: tuple[tuple[str, str], ...]) -> Context:
        """The same with more variables."""
        return msgspec.structs.replace(self, environment=self.environment + pairs) if pairs else self

    def within(self, path: str) -> Context:
        """The same, following the text of ``path``."""
        return msgspec.structs.replace(self, path=path)

    @property
    def variables(self) -> dict[str, str]:
        """The variables, the last word winning."""
        return dict(self.environment)


class Script(msgspec.Struct, frozen=True):
    """Text that a shell runs, and where it stands: ``first`` is the line of its first row.

    ``exact`` is false where rows of the text are not lines of the file (folded YAML, one line of JSON).
    """

    text: str
    path: str
    first: int
    exact: bool = True
    last: int = 0

    def line(self, repository: Repository, row: int, head: str) -> int:
        """The line of the file that row ``row`` stands on; ``head`` helps to find it in folded text."""
        if self.exact:
            return self.first + row
        lines = repository.lines(self.path)
        for number in range(self.first, min(max(self.last, self.first), len(lines)) + 1):
            if head and head in lines[number - 1]:
                return number
        return self.first


def soften(firing: Firing, by: Span) -> Firing:
    """``firing`` where a failure does not count, because of ``by``."""
    return msgspec.structs.replace(firing, blocking=False, softened_by=(*firing.softened_by, by))


def span_at(repository: Repository, path: str, line: int | None) -> Span:
    """The place in ``path`` with the words that stand there."""
    if line is None:
        return Span(path)
    lines = repository.lines(path)
    return Span(path, line, excerpt(lines[line - 1]) if 0 < line <= len(lines) else "")


ROOTS = ("${{ github.workspace }}", "$GITHUB_WORKSPACE", "${GITHUB_WORKSPACE}", "$CI_PROJECT_DIR",
         "${CI_PROJECT_DIR}", "$(CURDIR)", "$(PWD)", "$PWD", "${PWD}", "$(pwd)",
         "$(git rev-parse --show-toplevel)", "{{justfile_directory()}}", "{{.ROOT_DIR}}", "{toxinidir}")  # fmt: skip
"""Words that mean the top of the checkout."""


def joined(directory: str, folder: str) -> str:
    """``folder`` seen from ``directory``, relative to the root; ``directory`` where it cannot be told."""
    for root in ROOTS:
        if folder.startswith(root):
            directory, folder = "", folder[len(root) :].lstrip("/")
    if folder.startswith("/") or any(mark in folder for mark in "$`{~*"):
        return directory
    found = posixpath.normpath(posixpath.join(directory, folder))
    return "" if found == "." or found.startswith("..") else found
