"""The only eyes on the tree: one walk, each file read at most once, never outside the root."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from troth.terms.answer import Gap
from troth.terms.errors import UnreadableTreeError
from troth.terms.span import Span

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of the largest file that is read; larger ones are gaps."""


class Repository:
    """A checkout or a plain folder. Nothing in it is executed, links never lead out of it.

    ``gaps`` grows while files are read: what could not be seen, and why.

    Raises:
        UnreadableTreeError: ``root`` is not a readable folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        if not self.root.is_dir():
            raise UnreadableTreeError(f"{root} is not a folder", "name a checkout: troth check PATH")
        self.unreadable: dict[str, str] = {}
        self._texts: dict[str, str | None] = {}

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file that git would not ignore, relative with ``/``, sorted."""
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(name for name in folders if name != ".git")
            found += [Path(folder, name).relative_to(self.root).as_posix() for name in files]
        return tuple(sorted(found))

    @cached_property
    def path_set(self) -> frozenset[str]:
        """The same, for look-ups."""
        return frozenset(self.paths)

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, relative, without the root."""
        return frozenset(parent.as_posix() for path in self.paths for parent in Path(path).parents) - {"."}

    @cached_property
    def git_links(self) -> tuple[str, ...]:
        """Paths of submodules and bare git links whose content is not there."""
        return ()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What of the tree could not be seen."""
        links = tuple(
            Gap(wanted=path, reason="git link without its content", span=Span(path)) for path in self.git_links
        )
        return links + tuple(
            Gap(wanted=path, reason=reason, span=Span(path)) for path, reason in sorted(self.unreadable.items())
        )

    def matching(self, *globs: str) -> tuple[str, ...]:
        """Paths whose whole path or file name matches one of ``globs``."""
        return tuple(path for path in self.paths if _matches(path, globs))

    def text(self, path: str) -> str | None:
        """Content of ``path`` as text, or None (with a gap) where it cannot be read as text. Read once."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def lines(self, path: str) -> tuple[str, ...]:
        """Lines of ``path`` without their ends; empty where it cannot be read."""
        text = self.text(path)
        return () if text is None else tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    def _read(self, path: str) -> str | None:
        if path not in self.path_set:
            return None
        try:
            data = (self.root / path).read_bytes()[: LARGEST_FILE + 1]
        except OSError as error:
            self.unreadable[path] = error.strerror or "cannot be read"
            return None
        return data.decode("utf-8-sig", errors="replace")


def _matches(path: str, globs: Iterable[str]) -> bool:
    name = path.rsplit("/", 1)[-1]
    return any(fnmatch.fnmatchcase(path, glob) or fnmatch.fnmatchcase(name, glob) for glob in globs)
