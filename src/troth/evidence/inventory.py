"""What the tree is made of: every lockfile, each read once, and a gap for each that could not be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from troth.evidence import structured
from troth.evidence.dependencies import OTHERS_CODE
from troth.evidence.given import GivenFiles
from troth.evidence.lockfiles import READERS, Locked, Reader, go_sum, go_vendor, pylock
from troth.evidence.manifests.reader import scope_of_folder
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.unlocked import unlocked
from troth.terms import wants
from troth.terms.answer import Answer, Gap
from troth.terms.seen.components import Component, Inventoried
from troth.terms.span import Span

UNREAD = {
    "flake.lock": "Nix inputs are commits, not packages",
    ".terraform.lock.hcl": "providers of Terraform have no advisories",
    "go.work.sum": "it holds versions that were looked at; the go.mod files name those that are built",
}
"""Lockfiles that are known by name and name no packages that advisories know, and why."""
ADDITIONS = (go_sum.READER, go_vendor.READER)
"""What only adds to a manifest beside it, and alone says more than is used."""
_BINARY = "the binary form of bun; `bun install --save-text-lockfile` writes bun.lock"
_LOCK = ("*.lock", "*.lockb", "*.lockfile", "*-lock.json", "*-lock.yaml", "*.lock.json", "*.lock.hcl", "go.work.sum")
_CONFLICT = re.compile(r"^(?:<{7} |>{7} |={7}$)", re.MULTILINE)
_PYLOCK = re.compile(r"^(?:lock-version|created-by) ?= ?['\"]|^packages ?= ?\[|^\[\[packages\]\]", re.MULTILINE)
_MANIFESTS = frozenset({"Cargo.toml", "pyproject.toml", "Pipfile.toml", "deny.toml", "netlify.toml", "rustfmt.toml"})


def inventory(repository: Repository, *, keep: bool = True) -> Iterator[Inventoried]:
    """Every lockfile of the tree, by path, and then the manifests that have none.

    Without ``keep`` the content of each is forgotten when it was read.
    """
    locked: dict[str, set[str]] = {}
    for path, reader in sorted(readers(repository).items()):
        found = read(repository, path, reader) if reader else _unread(path)
        if not keep:
            repository.forget(path)
        if reader and (found.components or not found.gaps):
            locked.setdefault(reader.ecosystem, set()).add(path.rpartition("/")[0])
        yield Inventoried(
            path=path,
            kind=kind_of(reader) if reader else "",
            components=found.components,
            gaps=found.gaps,
            notes=found.notes,
        )
    own = {path for path in repository.paths if _is_own(repository, path)}
    yield from unlocked(repository, {ecosystem: frozenset(folders) for ecosystem, folders in locked.items()}, own)


def readers(repository: Repository) -> dict[str, Reader | None]:
    """Lockfiles and what reads them; None where nothing does."""
    found: dict[str, Reader | None] = {}
    for reader in READERS:
        for path in repository.matching(*reader.globs):
            if path not in found and reader.accepts(path):
                found[path] = reader
    folders = set()
    for path in repository.matching("*.toml"):
        if path not in found and path.rpartition("/")[2] not in _MANIFESTS:
            marks = _PYLOCK.findall(repository.text(path) or "")
            if len({mark.strip("['\"")[:8] for mark in marks}) > 1:  # PEP 751 asks for a name, not all tools keep to it
                found[path] = pylock.READER
                folders.add(path.rpartition("/")[0])
    for path in repository.matching("*.toml"):  # one among such files, with nothing in it, is one of them
        if path not in found and path.rpartition("/")[0] in folders and not (repository.text(path) or "").strip():
            found[path] = pylock.READER
    for path in repository.matching(*_LOCK):
        found.setdefault(path, None)
    return found


def read(repository: Repository, path: str, reader: Reader) -> Locked:
    """What one file names; whatever is wrong with it is a gap."""
    text = repository.text(path)
    if text is None:
        reason = repository.unreadable.get(path, "cannot be read")
        return Locked(gaps=(Gap(wanted=path, reason=reason, span=Span(path)),))
    if "\r" in text:
        text = "\n".join(structured.split_lines(text))
    if "<<<<<<<" in text or ">>>>>>>" in text:
        mark = _CONFLICT.search(text)
        if mark:
            line = text.count("\n", 0, mark.start()) + 1
            return Locked(gaps=(Gap(wanted=path, reason="a merge that is not finished", span=Span(path, line)),))
    return _placed(repository, path, reader.read(repository, path, text))


def parse(path: str, data: bytes) -> tuple[Component, ...] | None:
    """Components of a file that is given, without what lies beside it; None where it cannot be read whole.

    go.sum and what Go vendors give none, since without go.mod they name versions that were never built.
    """
    files = GivenFiles({path: data})
    reader = readers(files).get(path)
    if reader is None:
        return None
    if reader in ADDITIONS:
        return ()
    found = read(files, path, reader)
    unread = any(gap.wanted == path for gap in found.gaps)
    return None if unread else found.components


def kind_of(reader: Reader) -> str:
    """The format in one word: the module of its reader ("cargo_lock")."""
    return _module(reader.read.__module__)


@cache
def _module(name: str) -> str:
    return name.rpartition(".")[2]


def _placed(repository: Repository, path: str, found: Locked) -> Locked:
    """``found`` with what the folder of the file says: whose it is, and whether it is shipped."""
    own = _is_own(repository, path)
    aside = scope_of_folder(path)
    if own and aside is None:
        return found
    components = tuple(
        msgspec.structs.replace(
            one, own=own, scope=aside if aside is not None and one.scope in ("", "runtime") else one.scope
        )
        for one in found.components
    )
    return msgspec.structs.replace(found, components=components)


def _is_own(repository: Repository, path: str) -> bool:
    folders = path.removesuffix("vendor/modules.txt").split("/")[:-1]  # copies, but of what the project builds
    if OTHERS_CODE.intersection(folders):
        return False
    return not any(path.startswith(f"{link}/") for link in repository.submodules)


def _unread(path: str) -> Locked:
    name = path.rpartition("/")[2]
    if name in UNREAD:
        return Locked(notes=(Gap(wanted=path, reason=UNREAD[name], span=Span(path)),))
    reason = _BINARY if name == "bun.lockb" else "a lockfile by its name, of a kind that is not known"
    return Locked(gaps=(Gap(wanted=path, reason=reason, span=Span(path)),))


def components(scene: Scene, _: wants.Components) -> Answer[Component]:
    """Every component of every file, and the gaps of those that lie among the project's own files."""
    found, gaps, read_paths = list[Component](), list[Gap](), list[str]()
    for one in inventory(scene.repository):
        found += one.components
        gaps += one.gaps
        read_paths.append(one.path)
    tree = scene.repository
    links = [Gap(wanted=path, reason="git link without its content", span=Span(path)) for path in tree.git_links]
    rest = [Gap(wanted="the rest of the tree", reason=tree.limit)] if tree.limit else []
    return Answer(found=tuple(found), gaps=(*rest, *links, *dict.fromkeys(gaps)), read=tuple(read_paths))
