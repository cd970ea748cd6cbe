"""Files that are given instead of read: old states of a file, or one file with what lies beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from troth.evidence.listing import Listing
from troth.evidence.repository import Repository

MOST_BESIDE = 5_000
"""Files beside a single one that are known."""


class GivenFiles(Repository):
    """A tree that exists in memory only."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(Path("/"), Listing(paths=tuple(sorted(files))))
        self._given = files

    def _read(self, path: str, largest: int = 0) -> bytes | None:  # noqa: ARG002 -- what is given is whole
        return self._given.get(path)


def beside(file: Path) -> Repository:
    """The folder of ``file`` with the folders in it, as far as a lockfile looks for manifests; nothing is ignored.

    Raises:
        UnreadableTreeError: the folder cannot be read.
    """
    root, names = file.parent, [file.name]
    for path in (*root.glob("*"), *root.glob("*/*")):
        if len(names) > MOST_BESIDE:
            break
        if path.is_file():
            names.append(path.relative_to(root).as_posix())
    return Repository(root, Listing(paths=tuple(sorted(set(names)))))
