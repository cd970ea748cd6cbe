"""The state of a checkout in one digest: equal digests, equal trees, as far as a check can see."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from troth.evidence import git
from troth.evidence.listing import Listing, list_tree
from troth.evidence.results.digests import Digests

KEPT = ".troth"
"""The folder of kept results: git ignores it, and a check looks into it."""
USUAL = (".github", "", "docs", ".gitlab", "doc", ".well-known", "public/.well-known", "static/.well-known")
"""Folders in which documents are found by their names, ignored by git or not."""
_NAMED = ("security", "support")
MOST_ENTRIES = 100_000


class _Root(msgspec.Struct, frozen=True):
    root: Path


def state(root: Path) -> str:
    """A digest of the files of the checkout at ``root``, of its history, refs and remote, and of what is kept of it.

    Of the history also how far back the clone reaches, and which packs of objects it has. "" where ``root`` is no
    checkout, or where not all of it could be seen.

    Raises:
        UnreadableTreeError: the tree holds a pipe where git wants a file.
    """
    real = Path(os.path.realpath(root))
    listing = list_tree(real)
    if listing.checkout is None or listing.limit:
        return ""
    refs = git.ask(listing.checkout, "for-each-ref", "--format=%(refname) %(objectname) %(symref)")
    head = git.ask(listing.checkout, "rev-parse", "--symbolic-full-name", "HEAD")
    commit = git.ask(listing.checkout, "rev-parse", "HEAD")
    shared = git.shared(listing.checkout)
    if not (refs.passed and head.passed and commit.passed) or shared is None:
        return ""
    digests = Digests(_Root(real))
    parts = [str(real), str(listing.checkout), refs.output, head.output, commit.output]
    parts += [repr(sorted(listing.tracked)), *_told(listing), digests.whole(listing.paths)]
    parts += _behind_links(real, listing.paths)
    parts += [_content(shared / name) for name in ("config", "shallow")]
    parts.append(facts(shared / "objects" / "pack"))
    parts += _below(real / KEPT)
    parts += [fact for folder in USUAL for fact in _documents(real / folder)]
    digests.save()
    whole = hashlib.blake2b(digest_size=32)
    for part in parts:
        whole.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return whole.hexdigest()


def _told(listing: Listing) -> Iterator[str]:
    yield from map(repr, (listing.links, listing.empty_links, listing.unnameable))


def _behind_links(root: Path, paths: Iterable[str]) -> Iterator[str]:
    """Facts of the files that links lead to: these may be ignored by git."""
    for path in paths:
        name = f"{root}/{path}"
        if os.path.islink(name):  # noqa: PTH114 - thousands of files: strings are faster
            yield f"{path} {facts(Path(name))}"


def _below(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*"))[:MOST_ENTRIES] if folder.is_dir() else ():
        yield f"{path} {facts(path)}"


def _documents(folder: Path) -> Iterator[str]:
    """Names and facts of the documents of a folder."""
    try:
        with os.scandir(folder) as entries:
            named = sorted(entry.path for entry in entries if entry.name.lower().startswith(_NAMED))
    except OSError:
        return
    yield from (f"{path} {facts(Path(path))}" for path in named)


def _content(path: Path) -> str:
    try:
        return hashlib.blake2b(path.read_bytes()[:1_000_000]).hexdigest()
    except OSError:
        return ""


def facts(path: Path) -> str:
    """Size, times and inode of what ``path`` leads to; "" where it leads nowhere."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
