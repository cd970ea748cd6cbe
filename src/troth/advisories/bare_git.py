"""A git repository with one commit, written without git, for tools that want a clone of a database and no more.

Objects are those of gitformat-object(5); the work tree stands beside them. The repository says nothing about who made
what: one commit by "Troth", at the instant of the data, so equal data makes an equal repository.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from troth.advisories.zips import safe

_FILE, _FOLDER = "100644", "40000"
_AUTHOR = "Troth <troth@localhost>"


def write(root: Path, files: Mapping[str, bytes], at: datetime, message: str) -> str:
    """Make a repository of ``files`` at ``root``, a new folder; the id of its commit.

    ``FETCH_HEAD`` is as old as ``at``, since tools take its age for that of the data; so is every file.
    """
    git = root / ".git"
    for folder in ("objects", "refs/heads"):
        (git / folder).mkdir(parents=True)
    tree: dict[str, object] = {}
    for name, content in files.items():
        if not safe(name) or name.split("/")[0].lower() == ".git":
            raise ValueError(f"{name!r} is no name of a file")
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        *folders, last = name.split("/")
        here = tree
        for folder in folders:
            here = here.setdefault(folder, {})  # type: ignore[assignment]
        here[last] = _object(git, "blob", content)
    stamp = f"{int(at.timestamp())} +0000"
    lines = [f"tree {_tree(git, tree)}", f"author {_AUTHOR} {stamp}", f"committer {_AUTHOR} {stamp}", "", message, ""]
    commit = _object(git, "commit", "\n".join(lines).encode())
    (git / "refs/heads/main").write_text(f"{commit}\n")
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = false\n")
    (git / "FETCH_HEAD").write_text(f"{commit}\t\tbranch 'main' of troth advisories\n")
    return commit


def _tree(git: Path, entries: Mapping[str, object]) -> str:
    """Entries in the order of git, where a folder counts with a slash at its end."""
    named = []
    for name, entry in entries.items():
        folder = isinstance(entry, dict)
        id_ = _tree(git, entry) if isinstance(entry, dict) else str(entry)
        named.append((f"{name}/" if folder else name, _FOLDER if folder else _FILE, name, id_))
    body = b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(id_) for _, mode, name, id_ in sorted(named))
    return _object(git, "tree", body)


def _object(git: Path, kind: str, body: bytes) -> str:
    content = f"{kind} {len(body)}".encode() + b"\0" + body
    id_ = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    path = git / "objects" / id_[:2] / id_[2:]
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(content, 1))
    return id_
