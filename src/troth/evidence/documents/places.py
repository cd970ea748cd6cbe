"""Where a link of a document leads: to a path of the tree, to a page of the host, or out of sight.

Relative links resolve as the hosts show a file, below ``/owner/project/blob/<branch>/``
(https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#relative-links).
"""

from __future__ import annotations

import posixpath
import re
from typing import Literal
from urllib.parse import unquote
from weakref import WeakKeyDictionary

import msgspec

from troth.evidence import git, origin
from troth.evidence.history import USUAL_BRANCHES, default_branch
from troth.evidence.repository import Repository
from troth.terms.own_links import in_own_tree

HOSTED = frozenset(
    (
        *("security", "issues", "discussions", "pulls", "pull", "wiki", "releases", "actions", "projects", "graphs"),
        *("compare", "commits", "commit", "tags", "branches", "network", "pulse", "settings", "labels", "milestones"),
        *("stargazers", "-"),
    )
)
"""First words of pages that the hosts show beside the files of a project."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_ODD = re.compile(r"[*<>{}|\0$]|\s{2,}")
_LINE = re.compile(r"(?<=\w):\d+(?:[-:]\d+)?$")
"""A line behind a path, as editors write it ("src/lamp.py:12"); hosts take it for part of the name."""
_BRANCHES = ("main", "master", "develop", "trunk")
_WITHOUT_END = (".md", ".rst", ".adoc", ".txt", ".mdx", "/index.md", "/README.md")
LONGEST = 1000
"""Characters of the longest target that is followed."""
_LOWER: WeakKeyDictionary[Repository, dict[str, str]] = WeakKeyDictionary()
_ADDRESS: WeakKeyDictionary[Repository, str] = WeakKeyDictionary()
_OWN_BRANCHES: WeakKeyDictionary[Repository, frozenset[str]] = WeakKeyDictionary()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a target leads. ``path`` is as the tree spells it; ``odd_case`` where it differs in capitals."""

    kind: Literal["file", "folder", "missing", "hosted", "unknown"]
    path: str = ""
    anchor: str = ""
    odd_case: bool = False


def place(repository: Repository, document: str, target: str, *, as_link: bool = True) -> Place:
    """Resolve ``target`` as named in ``document``: as a link, else (not ``as_link``) also as a path from the root."""
    text = target.strip().strip("`'\"<>").strip()
    if "://" in text:
        return _own(repository, text)
    address, _, anchor = text.partition("#")
    address = unquote(address.partition("?")[0]).strip()
    if not text or len(text) > LONGEST or _SCHEME.match(text) or _ODD.search(address):
        return Place(kind="unknown")
    if not address:
        return Place(kind="file" if document in repository.path_set else "unknown", path=document, anchor=anchor)
    address = address if as_link else _LINE.sub("", address)
    folder = posixpath.dirname(document)
    found = _resolve(repository, ["blob", "HEAD", *filter(None, folder.split("/"))], address, anchor)
    if found.kind in ("missing", "unknown") and not as_link:
        again = _resolve(repository, ["blob", "HEAD"], "/" + address.lstrip("/"), anchor)
        found = again if again.kind in ("file", "folder") or found.kind == "unknown" else found
    return _of_site(repository, folder, address, anchor) or found if found.kind == "missing" else found


def _of_site(repository: Repository, folder: str, address: str, anchor: str) -> Place | None:
    """A path from the root of the site that is built from the folder of a document: "/guides/review" in docs/.

    Hosts of code resolve it from the root of the repository, where nothing is. None where it is no such path.
    """
    of_page = address.startswith("/") and posixpath.splitext(address)[1] in ("", ".html")
    if not of_page or not folder or folder.startswith("."):
        return None
    address = address.strip("/").removesuffix(".html")
    above = folder
    while above:
        here = _in_tree(repository, f"{above}/{address}", anchor)
        if here.kind in ("file", "folder"):
            return here
        above = posixpath.dirname(above)
    return Place(kind="unknown")


def _own(repository: Repository, url: str) -> Place:
    """What a full address leads to: a file of the tree where it is one of the project's own, else out of sight.

    Another branch may hold what is not in this tree, so nothing is missing; and what it holds is not what is here.
    """
    if repository not in _ADDRESS:
        _ADDRESS[repository] = origin.address(repository.root)
    address, _, anchor = in_own_tree(url, _ADDRESS[repository], _branches(repository)).partition("#")
    found = _resolve(repository, ["blob", "HEAD"], unquote(address), anchor) if address else Place(kind="unknown")
    return found if found.kind in ("file", "folder") and not found.odd_case else Place(kind="unknown")


def _resolve(repository: Repository, base: list[str], address: str, anchor: str) -> Place:
    """Follow ``address`` from ``base``; one that climbs above the tree may mean a tree around this one: unknown.

    The word after the climb is a branch to the hosts: "../plan.md" in the root is no file, whatever lies here.
    """
    parts = ["blob", "HEAD"] if address.startswith("/") else list(base)
    lowest = len(parts)
    for word in address.split("/"):
        if word == "..":
            if not parts:
                return Place(kind="unknown")
            parts.pop()
            lowest = min(lowest, len(parts))
        elif word not in ("", "."):
            parts.append(word)
    if parts[:1] == ["blob"] or parts[:1] == ["tree"] or parts[:1] == ["raw"]:
        if len(parts) == 1:
            return Place(kind="missing")
        found = _in_tree(repository, "/".join(parts[2:]), anchor)
        if found.kind in ("file", "folder") and lowest < 2 and parts[1] not in ("HEAD", *_branches(repository)):
            return Place(kind="unknown")
        left = lowest < 2 and parts[1] not in ("HEAD", "blob", "tree", "raw", *HOSTED)
        branch = lowest == 0 or parts[1] in _BRANCHES
        strange = left and (found.kind == "missing" or not branch or (lowest == 1 and not found.path))
        return Place(kind="unknown") if strange else found
    if not parts or parts[0] in HOSTED:
        return Place(kind="hosted")
    return Place(kind="unknown")


def _branches(repository: Repository) -> frozenset[str]:
    """The branches whose files are taken for those of the tree: the default one and the one that is checked out.

    Where the default one is not known, its usual names.
    """
    if repository not in _OWN_BRANCHES:
        top = repository.checkout
        default = default_branch(repository)
        here = git.ask(top, "symbolic-ref", "--quiet", "--short", "HEAD") if top is not None else None
        names = {"HEAD", *([default] if default else USUAL_BRANCHES)}
        _OWN_BRANCHES[repository] = frozenset(
            names | ({here.output.strip()} if here is not None and here.passed else set())
        )
    return _OWN_BRANCHES[repository]


def _in_tree(repository: Repository, path: str, anchor: str) -> Place:
    if not path:
        return Place(kind="folder", path="")
    if path in repository.path_set:
        return Place(kind="file", path=path, anchor=anchor)
    if path in repository.folders:
        return Place(kind="folder", path=path, anchor=anchor)
    if any(path == link or path.startswith(link + "/") for link in repository.git_links):
        return Place(kind="unknown", path=path)
    if not posixpath.splitext(path)[1]:
        for end in _WITHOUT_END:
            if path + end in repository.path_set:
                return Place(kind="file", path=path + end, anchor=anchor)
    other = _by_lower(repository).get(path.lower(), "")
    if other:
        return Place(kind="file", path=other, anchor=anchor, odd_case=True)
    return Place(kind="missing", path=path, anchor=anchor)


def _by_lower(repository: Repository) -> dict[str, str]:
    """Paths by their lower-case spelling, worked out once for a tree."""
    if repository not in _LOWER:
        _LOWER[repository] = {path.lower(): path for path in reversed(repository.paths)}
    return _LOWER[repository]
