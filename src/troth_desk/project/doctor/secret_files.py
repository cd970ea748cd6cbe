"""Who on this machine can read the desk's secrets, its database file and its attachments?"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import connection

from troth_desk.project import configuration
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe
from troth_desk.project.doctor.clauses import NO_COMMITTED_SECRETS, SECRETS

GROUP = stat.S_IRGRP | stat.S_IWGRP
MOST_NAMED = 5
"""Files that are named where many are open."""


def _look(desk: Desk) -> Iterator[Finding]:
    files = sorted(_files())
    by_all = [path for path in files if _open_to(path, stat.S_IROTH | stat.S_IWOTH, stat.S_IXOTH)]
    by_group = [path for path in files if path not in by_all and _open_to(path, GROUP, stat.S_IXGRP)]
    if by_all:
        yield unsafe(
            f"Everybody on this machine can read or write {_named(by_all)}.", f"chmod 600 {_named(by_all, ' ')}"
        )
    if by_group:
        yield at_risk(
            f"A group can read or write {_named(by_group)}.",
            "Unless that group is the desk's own: chmod 600 on each, 700 on folders.",
        )
    replaceable = _replaceable(files)
    if replaceable:
        yield unsafe(
            f"Everybody on this machine can put other files in the place of the desk's: {_named(replaceable)} can be "
            "written to by all.",
            f"chmod o-w {_named(replaceable, ' ')}",
        )
    tracked = _in_version_control()
    if tracked is not None:
        yield at_risk(
            f"The data folder lies in a repository ({tracked}), from where secrets get into version control.",
            "Move it, or name it in the repository's .gitignore.",
        )
    if not (by_all or by_group or replaceable) and tracked is None:
        yield safe(f"{len(files)} files with secrets are readable by the desk's own account alone.")


def _files() -> Iterator[Path]:
    """Everything that holds a secret: given by ``…_FILE``, kept in ``keys``, the database file with its journals."""
    for name, value in os.environ.items():
        if name.startswith("TROTH_DESK_") and name.endswith("_FILE") and value and Path(value).is_file():
            yield Path(value)
    data = configuration.data_directory()
    yield from (each for each in (data / "keys").rglob("*") if each.is_file() and each.parent.name != "retired")
    if connection.vendor == "sqlite":
        yield from data.glob("desk.sqlite3*")


def _open_to(path: Path, rights: int, passing: int) -> bool:
    """Whether the file has one of ``rights``, and each folder above it ``passing``: a closed folder closes it.

    Where a link leads is what counts: whoever cannot pass the folder of the link goes there by its own path.
    """
    return bool(path.stat().st_mode & rights) and all(
        folder.stat().st_mode & (passing | stat.S_IXOTH) for folder in path.resolve().parents
    )


def _replaceable(files: Iterable[Path]) -> list[Path]:
    """Folders above ``files`` in which everybody can rename and make files; one with the sticky bit is none."""
    folders = {folder for path in files for folder in path.resolve().parents}
    return sorted(
        each
        for each in folders
        if not each.stat().st_mode & stat.S_ISVTX and _open_to(each, stat.S_IWOTH, stat.S_IXOTH)
    )


def _in_version_control() -> Path | None:
    """The repository that the data folder lies in and does not name as ignored."""
    data = configuration.data_directory()
    for folder in data.parents:
        if (folder / ".git").exists():
            ignored = folder / ".gitignore"
            names = ignored.read_text(errors="replace").split() if ignored.is_file() else []
            return None if any(name.strip("/") == data.relative_to(folder).parts[0] for name in names) else folder
    return None


def _named(paths: list[Path], between: str = ", ") -> str:
    more = f" and {len(paths) - MOST_NAMED} more" if len(paths) > MOST_NAMED else ""
    return between.join(str(each) for each in paths[:MOST_NAMED]) + more


CHECK = Check(
    name="secret-files",
    asks="Who on this machine can read the desk's secrets?",
    applies=(SECRETS, NO_COMMITTED_SECRETS),
    look=_look,
    before_start=True,
)
