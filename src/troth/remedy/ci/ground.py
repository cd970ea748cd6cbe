"""What remedies may know of the tree: its files, its manifests, what runs, and where it is hosted."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

import msgspec

from troth.terms.answer import Answer
from troth.terms.edit import Serves
from troth.terms.result import Judged
from troth.terms.seen.automation import Invocation, UpdateBot
from troth.terms.seen.documents import IssueTemplates
from troth.terms.seen.manifests import Manifest, Release
from troth.terms.settings import Settings

Host = Literal["github", "gitlab", "pre-commit"]
SAMPLES = frozenset({"test", "tests", "testdata", "fixtures", "examples", "example", "samples", "node_modules",
                     "vendor", "third_party"})  # fmt: skip
"""Folders whose manifests are nobody's dependencies."""
_PLAIN = re.compile(r"[A-Za-z0-9][\w.@+ /-]{0,200}|\.[A-Za-z0-9][\w.@+ /-]{0,200}|")
_LONGEST = 160


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """``text`` gives a file of the tree as it is written (line ends and all), None where it is not UTF-8 or not there.

    ``home`` is "github.com/owner/name" where the remote tells it, ``branch`` the default branch, both else "".
    ``seed`` chooses the minute at which schedules fire. ``troth`` is what pip installs where a step of Troth itself
    is asked for, else ""; ``security_txt`` that a security.txt is, whatever the tree holds.
    """

    host: Host
    today: date
    paths: tuple[str, ...]
    text: Callable[[str], str | None]
    manifests: tuple[Manifest, ...] = ()
    invocations: Answer[Invocation] = Answer()
    bots: tuple[UpdateBot, ...] = ()
    forms: tuple[IssueTemplates, ...] = ()
    releases: tuple[Release, ...] = ()
    settings: Settings | None = None
    home: str = ""
    branch: str = ""
    seed: int = 0
    troth: str = ""
    security_txt: bool = False

    def has(self, path: str) -> bool:
        """Whether ``path`` is a file of the tree."""
        return path in self.paths

    def matching(self, *globs: str) -> tuple[str, ...]:
        """Files whose path or name matches one of ``globs``, those of samples left out."""
        return tuple(
            path
            for path in self.paths
            if not sample(path)
            and any(
                fnmatch.fnmatchcase(path, glob) or fnmatch.fnmatchcase(posixpath.basename(path), glob) for glob in globs
            )
        )

    def ecosystems(self) -> tuple[str, ...]:
        """Ecosystems that have manifests outside of samples, in order of the files."""
        return tuple(dict.fromkeys(one.ecosystem for one in self.manifests if not sample(one.span.path)))

    def unwritable(self) -> tuple[str, ...]:
        """Manifests outside of samples whose folder has a name that is not written anywhere."""
        found = dict.fromkeys(one.span.path for one in self.manifests if not sample(one.span.path))
        return tuple(path for path in found if not plain(posixpath.dirname(path)))

    def folders(self, names: Iterable[str]) -> tuple[str, ...]:
        """Folders that hold a file of one of ``names``, "" for the top; those whose names are safe to write only."""
        found = dict.fromkeys(posixpath.dirname(path) for path in self.matching(*names))
        return tuple(folder for folder in found if plain(folder))


def sample(path: str) -> bool:
    """Whether ``path`` lies in a folder of examples, test data or code of others."""
    return bool(SAMPLES & set(posixpath.dirname(path).lower().split("/")))


def plain(path: str) -> bool:
    """Whether a path can be written into YAML and shell as it is: no quote, no ``${{``, no line end."""
    return _PLAIN.fullmatch(path) is not None


def serves(judged: Judged) -> Serves:
    """The promise of ``judged``, as edits name it."""
    commitment = judged.verdict.commitment
    return Serves(id=judged.id, place=str(commitment.span), sentence=commitment.sentence)


def comment(one: Serves, about: int = _LONGEST) -> str:
    """The promise on one line, fit for a comment: printable characters only."""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in one.sentence).split())
    words = words if len(words) <= about else words[: about - 1] + "…"
    document = "".join(sign for sign in one.place.rpartition(":")[0] or one.place if sign.isprintable())
    return f"{document}: {words}"


def listed(names: Iterable[str]) -> str:
    """ "a, b and c"."""
    items = list(dict.fromkeys(names))
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))
