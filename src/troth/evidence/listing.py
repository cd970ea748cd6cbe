"""Which files belong to a tree: those that git would not ignore, with or without git, in one walk."""

from __future__ import annotations

import re
import stat
import time
from pathlib import Path

import msgspec
import rignore

from troth.evidence import git
from troth.terms.errors import UnreadableTreeError

MOST_FILES = 400_000
"""Files that are listed; of a larger tree the rest is a gap."""
LONGEST_WALK = 60.0
"""Seconds that a walk without git may take; what was not reached by then is a gap."""
UNSPELT = "\udcff"
"""Stands for a file whose name the walker cannot tell."""
_LINK = "160000"
_GIT_FILES = ("HEAD", "config", "index", "packed-refs", "info/exclude", "objects/info/alternates")
_SUBMODULE_PATH = re.compile(r"^[ \t]*path[ \t]*=[ \t]*\"?([^\"\r\n]+?)\"?[ \t]*$", re.MULTILINE)


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What a walk found.

    ``paths`` are relative with ``/``, sorted; ``tracked`` those of them that git holds. ``links`` are git links
    (submodules, and entries of mode 160000 without a ``.gitmodules``), ``empty_links`` those whose content is not
    there. ``limit`` says where the walk stopped early, and is empty where it is whole. ``checkout`` is the folder of
    the ``.git`` that told all this; None where none did. ``unnameable`` are files whose names are no UTF-8, escaped:
    they cannot be cited and are left out of ``paths``.
    """

    paths: tuple[str, ...]
    tracked: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    empty_links: tuple[str, ...] = ()
    limit: str = ""
    checkout: Path | None = None
    unnameable: tuple[str, ...] = ()


def list_tree(root: Path) -> Listing:
    """List the files of ``root``, which may be a checkout, a folder of one, or a plain folder."""
    top = git.checkout_of(root)
    _refuse_pipes(root, top)
    listing = (_by_git(root, top) if top is not None else None) or _by_walk(root)
    odd = {path for path in listing.paths if not _is_text(path)}
    if not odd:
        return listing
    escaped = tuple(sorted(path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for path in odd))
    paths = tuple(path for path in listing.paths if path not in odd)
    return msgspec.structs.replace(listing, paths=paths, unnameable=escaped)


def _refuse_pipes(root: Path, top: Path | None) -> None:
    """Files that git and the walk open by themselves must be files: a named pipe would hold them for ever."""
    names = [root / name for name in (".git", ".gitignore", ".ignore", ".gitmodules")]
    if top is not None:
        names += [top / ".git" / name for name in _GIT_FILES]
    for name in names:
        try:
            mode = name.stat().st_mode
        except OSError:
            continue
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            what = f"{name} is no file but a pipe or device"
            raise UnreadableTreeError(what, "remove it, or check a fresh clone")


def _by_git(root: Path, top: Path) -> Listing | None:
    """By git's index and ignore rules; None where git is missing or cannot read the checkout, or holds none of it."""
    staged = git.ask(top, "ls-files", "-s", "-z", at=root)
    others = git.ask(top, "ls-files", "-o", "--exclude-standard", "-z", at=root)
    if not (staged.passed and others.passed) or (root != top and not staged.stdout):
        return None
    tracked: set[str] = set()
    links: set[str] = set()
    for entry in _entries(staged.stdout):
        facts, _, path = entry.partition("\t")
        (links if facts.startswith(_LINK) else tracked).add(path)
    # A trailing slash marks a checkout inside this one that git does not hold: another project, not part of this tree.
    untracked = {path for path in _entries(others.stdout) if not path.endswith("/")}
    empty = {link for link in links if not _has_content(root / link)}
    inside, limit = _inside(root, sorted(links - empty))
    paths = sorted(tracked | untracked | inside)
    if len(paths) > MOST_FILES:
        limit = f"more than {MOST_FILES} files"
    return Listing(
        paths=tuple(paths[:MOST_FILES]),
        tracked=frozenset(tracked),
        links=tuple(sorted(links)),
        empty_links=tuple(sorted(empty)),
        limit=limit,
        checkout=top,
    )


def _inside(root: Path, links: list[str]) -> tuple[set[str], str]:
    """Files of the submodules that are checked out."""
    found: set[str] = set()
    for link in links:
        if (root / link).is_symlink():
            continue
        files, limit = _walk(root / link)
        found |= {f"{link}/{path}" for path in files}
        if limit:
            return found, limit
    return found, ""


def _by_walk(root: Path) -> Listing:
    """Without git; submodules are known by ``.gitmodules`` alone."""
    paths, limit = _walk(root)
    links = tuple(sorted(link for link in _named_submodules(root) if not (root / link).is_symlink()))
    empty = tuple(link for link in links if not _has_content(root / link))
    return Listing(paths=tuple(sorted(paths)), links=links, empty_links=empty, limit=limit)


def _walk(root: Path) -> tuple[list[str], str]:
    """Files below ``root`` by the rules of its .gitignore files; links are listed and not followed.

    A name that the walker cannot spell comes back as ``UNSPELT``.
    """
    found: list[str] = []
    deadline, prefix = time.monotonic() + LONGEST_WALK, len(str(root).rstrip("/")) + 1
    walker = rignore.walk(
        root,
        ignore_hidden=False,
        read_ignore_files=False,
        read_parents_ignores=False,
        read_git_ignore=True,
        read_global_git_ignore=False,
        read_git_exclude=False,
        require_git=False,
        follow_links=False,
        overrides=["!.git"],
    )
    while len(found) < MOST_FILES:
        if time.monotonic() > deadline:
            return found, f"not walked through within {LONGEST_WALK:g} s"
        try:
            entry = next(walker, None)
        except (ValueError, OSError):
            found.append(UNSPELT)
            continue
        if entry is None:
            return found, ""
        if entry.is_symlink() or not entry.is_dir():
            found.append(str(entry)[prefix:])
    return found, f"more than {MOST_FILES} files"


def _named_submodules(root: Path) -> set[str]:
    modules = root / ".gitmodules"
    try:
        text = "" if modules.is_symlink() or not modules.is_file() else modules.read_text("utf-8", errors="replace")
    except OSError:
        return set()
    named = {match.strip().strip("/") for match in _SUBMODULE_PATH.findall(text[:1_000_000])}
    return {path for path in named if path and ".." not in path.split("/") and "\0" not in path}


def _has_content(folder: Path) -> bool:
    try:
        return any(entry.name != ".git" for entry in folder.iterdir())
    except (OSError, ValueError):
        return False


def _is_text(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _entries(output: bytes) -> list[str]:
    return [entry.decode("utf-8", errors="surrogateescape") for entry in output.split(b"\0") if entry]
