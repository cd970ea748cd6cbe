"""A git revision as a checkout of its own, in a folder that goes again: history, tags and files as of that revision.

Objects are borrowed from the checkout (gitrepository-layout(5), ``objects/info/alternates``); its configuration is not,
so that no filter, hook or other program of it runs. Nothing is fetched. What came later is not there: tags are those
that are merged into the revision, and every branch ends at it.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from troth.evidence import git
from troth.evidence.history import is_shallow
from troth.evidence.results.store import TOP
from troth.terms.errors import TrothError

MOST_FILES = 400_000
MOST_BYTES = 4 * 1024**3
"""Files, and bytes of them, that are written out; larger trees are refused."""
MOST_KEPT = 512 * 1024**2
"""Bytes of kept results that are taken along."""
DEEPEST = 3
"""Submodules in submodules that are written out too."""
_LINK = "160000"


class UnknownRevisionError(TrothError):
    """The revision is none of this checkout, or cannot be written out."""


class Revision(msgspec.Struct, frozen=True):
    """``top`` is the folder of the checkout, ``commit`` what it is a checkout of."""

    top: Path
    commit: str


@contextmanager
def revision(top: Path, named: str) -> Iterator[Revision]:
    """The commit ``named`` of the checkout ``top``, in a folder that lasts as long as the block.

    ``named`` is what ``git rev-parse`` takes; with three dots at its end (``main...``) the point at which the checked
    commit left it, as ``git diff`` has it.

    Raises:
        UnknownRevisionError: there is no such commit here, or it cannot be written out.
    """
    commit = _commit(top, named)
    with tempfile.TemporaryDirectory(prefix="troth-") as folder:
        place = Path(folder) / (top.name or "tree")
        place.mkdir()
        _write_out(top, commit, place, DEEPEST)
        _take_results(top, place)
        yield Revision(place, commit)


def moved(top: Path, commit: str) -> dict[str, str]:
    """Files that were renamed since ``commit``: the path at HEAD → the path then."""
    asked = git.ask(top, "diff-tree", "-r", "-M", "-z", "--diff-filter=R", "--name-status", commit, "HEAD", "--")
    words = asked.output.split("\0") if asked.passed else []
    return {words[at + 2]: words[at + 1] for at in range(0, len(words) - 2, 3)}


def _commit(top: Path, named: str) -> str:
    plain = named.removesuffix("...")
    if not plain or plain.startswith("-") or "\0" in plain or "\n" in plain:
        raise UnknownRevisionError(f"{named!r} is no revision", "name a commit, tag or branch: --since main")
    asked = git.ask(top, "rev-parse", "--verify", "--quiet", f"{plain}^{{commit}}")
    commit = asked.output.strip()
    if not asked.passed or not commit:
        hint = "name a commit, tag or branch that git log knows"
        if is_shallow(top):
            hint = "this clone is shallow: git fetch --unshallow, or fetch-depth: 0 in GitHub's checkout"
        raise UnknownRevisionError(f"git knows no revision {plain} here", hint)
    if plain == named:
        return commit
    base = git.ask(top, "merge-base", commit, "HEAD")
    if not base.passed or not base.output.strip():
        raise UnknownRevisionError(
            f"{plain} and the checked commit have no ancestor in common here",
            "a shallow clone may lack it: git fetch --unshallow"
            if is_shallow(top)
            else f"name it alone: --since {plain}",
        )
    return base.output.split()[0]


def _write_out(top: Path, commit: str, place: Path, depth: int) -> None:
    files, links = _measured(top, commit)
    shared = git.shared(top)
    if shared is None:
        raise UnknownRevisionError("git cannot tell where its objects lie", "is this a whole checkout?")
    form = git.ask(top, "rev-parse", "--show-object-format").output.strip() or "sha1"
    _must(git.ask(place, "init", "--quiet", "--template=", f"--object-format={form}"), "a checkout cannot be made")
    (place / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (place / ".git" / "objects" / "info" / "alternates").write_bytes(os.fsencode(shared / "objects") + b"\n")
    if (shared / "shallow").is_file():
        shutil.copyfile(shared / "shallow", place / ".git" / "shallow")
    _refs(top, commit, place)
    _must(git.ask(place, "read-tree", commit), "its tree cannot be read")
    given = "".join(f"{path}\0" for path in files).encode("utf-8", "surrogateescape")
    asked = git.ask(place, "checkout-index", "-z", "--stdin", "--force", "--quiet", given=given)
    _must(asked, "its files cannot be written out")
    for path in links:
        inner, outer = top / path, place / path
        outer.mkdir(parents=True, exist_ok=True)
        if not depth or not (inner / ".git").exists() or not outer.resolve().is_relative_to(place.resolve()):
            continue
        with suppress(UnknownRevisionError):  # stays a link without its content, as a check tells it
            _write_out(inner, _linked(top, commit, path), outer, depth - 1)


def _measured(top: Path, commit: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Paths of the files of ``commit`` and of its git links; counted and weighed first.

    Files whose content this clone lacks are left out where the checkout lacks them too: both sides are told that they
    are absent. A clone that lacks others cannot be compared with.
    """
    listed = _must(git.ask(top, "ls-tree", "-r", "-l", "-z", "--full-tree", commit), "its files cannot be listed")
    files, links, size = list[str](), list[str](), 0
    for line in listed.split("\0"):
        facts, _, path = line.partition("\t")
        words = facts.split()
        if len(words) != 4:
            continue
        if words[0] == _LINK:
            links.append(path)
        elif words[3].isdigit():
            size += int(words[3])
            files.append(path)
        elif os.path.lexists(top / path):
            raise UnknownRevisionError(
                f"this clone lacks files of that revision, {path} among them",
                "it was cloned in part: git fetch --refetch --no-filter, or clone it whole",
            )
    if len(files) > MOST_FILES or size > MOST_BYTES:
        raise UnknownRevisionError(f"that revision has {len(files)} files of {size // 2**20} MiB, which is too much")
    return tuple(files), tuple(links)


def _linked(top: Path, commit: str, path: str) -> str:
    """The commit of a submodule at ``path``."""
    asked = _must(git.ask(top, "ls-tree", "-z", "--full-tree", commit, "--", path), f"{path} cannot be read")
    words = asked.partition("\t")[0].split()
    return words[2] if len(words) == 3 and words[0] == _LINK else ""


def _refs(top: Path, commit: str, place: Path) -> None:
    """The branches by their names, all of them at ``commit``; the tags that are merged into it; HEAD and the remote."""
    branches = git.ask(top, "for-each-ref", "--format=%(refname) %(symref)", "refs/heads", "refs/remotes").output
    tags = git.ask(top, "for-each-ref", f"--merged={commit}", "--format=%(refname) %(objectname)", "refs/tags").output
    orders = [f"create {line.rstrip()} {commit}" for line in branches.splitlines() if len(line.split()) == 1]
    orders += [f"create {line}" for line in tags.splitlines() if len(line.split()) == 2]
    given = "".join(f"{order}\n" for order in orders).encode("utf-8", "surrogateescape")
    _must(git.ask(place, "update-ref", "--stdin", given=given), "its branches and tags cannot be written")
    for line in branches.splitlines():
        words = line.split()
        if len(words) == 2:
            git.ask(place, "symbolic-ref", words[0], words[1])
    head = git.ask(top, "symbolic-ref", "--quiet", "HEAD").output.strip()
    if head:
        _must(git.ask(place, "symbolic-ref", "HEAD", head), "its HEAD cannot be written")
    _must(
        git.ask(place, "update-ref", *(() if head else ("--no-deref",)), "HEAD", commit), "its HEAD cannot be written"
    )
    remote = git.ask(top, "config", "--local", "--get", "remote.origin.url")
    if remote.passed and remote.output.strip():
        git.ask(place, "config", "--local", "remote.origin.url", remote.output.strip())


def _must(ran: git.Ran, trouble: str) -> str:
    """What git answered.

    Raises:
        UnknownRevisionError: it did not.
    """
    if not ran.passed:
        words = (ran.trouble or ran.errors).strip().splitlines()
        raise UnknownRevisionError(f"{trouble}: {words[-1][:200] if words else 'git does not say why'}")
    return ran.output


def _take_results(top: Path, place: Path) -> None:
    """Results of tools that are kept for the checkout: they count for the revision where their files are the same."""
    kept = top / TOP
    if not kept.is_dir() or kept.is_symlink() or (place / TOP).exists():
        return
    files = _plain_files(kept)
    if sum(path.stat().st_size for path in files) > MOST_KEPT:
        return
    for path in files:
        target = place / TOP / path.relative_to(kept)
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            shutil.copy2(path, target)


def _plain_files(folder: Path) -> Sequence[Path]:
    return [path for path in folder.rglob("*") if stat.S_ISREG(path.lstat().st_mode)]
