"""package-lock.json and npm-shrinkwrap.json, versions 1 to 3 (https://docs.npmjs.com/cli/configuring-npm/package-lock-json)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from troth.evidence.lockfiles import json_places
from troth.evidence.lockfiles.npm_names import alias, checksums, place
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, introduce, locked
from troth.evidence.repository import Repository
from troth.terms.package import NPM

_FOLDER = "node_modules/"
_ASKED = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_VERSIONS = (1, 2, 3)
_DEEPEST = 64
"""Folders above a package in which its dependencies are looked for."""
_LONGEST = 4_096
"""Characters of a folder, as file systems have it; what stands in a longer one is brought in by nobody."""


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file: ``packages`` where there are any, else the tree ``dependencies`` of version 1."""
    document = repository.json(path)
    if document is None:
        return failed(repository, path, "not valid JSON")
    if not isinstance(document, dict):
        return locked(path, NPM, (), [gap(path, "packages", "not an object")])
    version, gaps = document.get("lockfileVersion", 1), []
    if version not in _VERSIONS or isinstance(version, bool):
        gaps.append(gap(path, "a known form", f"lockfileVersion {str(version)[:20]} is not known; read as version 3"))
    packages = document.get("packages")
    if isinstance(packages, dict):
        return _flat(repository, path, text, packages, gaps)
    tree = document.get("dependencies", {})
    if not isinstance(tree, dict):
        return locked(path, NPM, (), [*gaps, gap(path, "dependencies", "not an object")])
    return _nested(repository, path, text, tree, gaps)


def _flat(repository: Repository, path: str, text: str, packages: dict[str, Any], gaps: list[Any]) -> Locked:
    """Versions 2 and 3: one entry for each folder."""
    lines = json_places.Finder(repository, path, text, 2)
    entries, index_of, links = list[Entry](), dict[str, int](), dict[str, str]()
    for folder, item in packages.items():
        if not isinstance(item, dict):
            gaps.append(gap(path, str(folder) or "the project", "an entry that is no object"))
            continue
        if item.get("link") is True:
            target = item.get("resolved")
            links[folder] = target if isinstance(target, str) else ""
            continue
        if not folder:
            continue
        index_of[folder] = len(entries)
        entries.append(_entry(folder, item, lines.line("packages", folder)))
    for link, target in links.items():
        if target in index_of and not isinstance(packages[target].get("name"), str):
            entries[index_of[target]].name = link.rpartition(_FOLDER)[2]
    root = packages.get("")
    root = root if isinstance(root, dict) else {}
    for folder, index in index_of.items():
        entries[index].needs = _needs(folder, packages[folder], index_of, links)
    own = [index for index, entry in enumerate(entries) if entry.origin == "workspace"]
    introduce(entries, own, _needs("", root, index_of, links, development=True))
    if "" not in packages:
        for entry in entries:
            entry.direct = None
    return locked(path, NPM, entries, gaps)


def _entry(folder: str, item: dict[str, Any], line: int | None) -> Entry:
    before, separator, name = folder.rpartition(_FOLDER)
    inside = bool(separator) and (not before or before.endswith("/"))
    named, version = item.get("name"), item.get("version")
    entry = Entry(
        name=named if isinstance(named, str) else name if inside else posixpath.basename(folder),
        version=version if isinstance(version, str) else "",
        line=line,
        text=f'"{folder}": {{' if line else "",
        checksums=checksums(item.get("integrity")),
        licence=_licence(item.get("license")),
        scope=_scope(item),
    )
    if inside:
        place(entry, item.get("resolved"))
    elif item.get("resolved") or item.get("integrity"):  # not written by npm: a package without its folder
        entry.name = named if isinstance(named, str) else folder
        place(entry, item.get("resolved"))
    else:
        entry.origin = "workspace"
    return entry


def _scope(item: dict[str, Any]) -> ComponentScope:
    """``devOptional``: needed by a development dependency and by an optional one that is none."""
    if item.get("dev") is True:
        return "development"
    return "optional" if item.get("optional") is True or item.get("devOptional") is True else "runtime"


def _licence(value: object) -> str:
    return value if isinstance(value, str) and len(value) < 300 else ""


def _needs(
    folder: str, item: dict[str, Any], index_of: dict[str, int], links: dict[str, str], *, development: bool = False
) -> list[int]:
    """Indices of what ``item`` asks for, each looked up as node does: in its own folder, then in those above."""
    found = list[int]()
    if len(folder) > _LONGEST:
        return found
    workspace = not development and not folder.startswith(_FOLDER) and f"/{_FOLDER}" not in folder
    for key in _ASKED:
        if key == "devDependencies" and not (development or workspace):
            continue
        asked = item.get(key)
        for name in asked if isinstance(asked, dict) else ():
            index = _resolve(folder, name, index_of, links)
            if index is not None:
                found.append(index)
    return found


def _resolve(folder: str, name: str, index_of: dict[str, int], links: dict[str, str]) -> int | None:
    base = folder
    for _ in range(_DEEPEST):
        candidate = f"{base}/{_FOLDER}{name}" if base else f"{_FOLDER}{name}"
        candidate = links.get(candidate, candidate)
        if candidate in index_of:
            return index_of[candidate]
        if not base:
            return None
        cut = base.rfind(f"/{_FOLDER}")
        above = "" if base.startswith(_FOLDER) else posixpath.dirname(base)
        base = base[:cut] if cut >= 0 else above
    return None


class _Node(msgspec.Struct):
    """A place in the tree of version 1. ``inside`` are the places of its own folder by name."""

    index: int
    above: _Node | None
    inside: dict[str, _Node]
    requires: object


def _nested(repository: Repository, path: str, text: str, tree: dict[str, Any], gaps: list[Any]) -> Locked:
    """Version 1: a tree of folders, each with what it requires by name."""
    entries = list[Entry]()
    top = _Node(-1, None, {}, None)
    nodes: list[_Node] = []
    at = _Lines(text)
    stack: list[tuple[_Node, int, Iterator[tuple[str, Any]]]] = [(top, 2, iter(tree.items()))]
    while stack:
        above, depth, items = stack[-1]
        following = next(items, None)
        if following is None:
            stack.pop()
            continue
        name, item = following
        if not isinstance(item, dict):
            gaps.append(gap(path, name, "an entry that is no object"))
            continue
        node = _Node(len(entries), above, {}, item.get("requires"))
        above.inside[name] = node
        nodes.append(node)
        entries.append(_old_entry(name, item, at.next(depth, name)))
        inner = item.get("dependencies")
        if isinstance(inner, dict):
            stack.append((node, depth + 2, iter(inner.items())))
    for node in nodes:
        required = node.requires if isinstance(node.requires, dict) else {}
        entries[node.index].needs = [found.index for name in required if (found := _look_up(node, name)) is not None]
    manifest = posixpath.join(posixpath.dirname(path), "package.json")
    asked = repository.json(manifest) if manifest in repository.path_set else None
    if isinstance(asked, dict):
        names = [name for key in _ASKED if isinstance(asked.get(key), dict) for name in asked[key]]
        introduce(entries, (), [top.inside[name].index for name in names if name in top.inside])
    return locked(path, NPM, entries, gaps)


def _look_up(node: _Node, name: str) -> _Node | None:
    current: _Node | None = node
    for _ in range(_DEEPEST):
        if current is None:
            break
        if name in current.inside:
            return current.inside[name]
        current = current.above
    return None


def _old_entry(name: str, item: dict[str, Any], line: int | None) -> Entry:
    version = item.get("version")
    version = version if isinstance(version, str) else ""
    entry = Entry(
        name=name,
        version=version,
        line=line,
        text=f'"{name}": {{' if line else "",
        checksums=checksums(item.get("integrity")),
        scope=_scope(item),
    )
    aliased = alias(version)
    if aliased:
        entry.name, entry.version = aliased
        place(entry, item.get("resolved"))
    elif re.match(r"[a-z+]+:|[./~]", version):
        entry.version = ""
        place(entry, version)
        if entry.origin == "path":
            entry.origin = "workspace"
    else:
        place(entry, item.get("resolved"))
    return entry


class _Lines:
    """Lines of entries of the tree, asked for in the order of the file."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[int, dict[str, list[int]]] = {}
        self.used: dict[tuple[int, str], int] = {}

    def next(self, depth: int, name: str) -> int | None:
        """The line of the next entry ``name`` at ``depth``."""
        if depth not in self.known:
            self.known[depth] = json_places.keys(self.text, depth)
        lines = self.known[depth].get(name, [])
        number = self.used.get((depth, name), 0)
        self.used[depth, name] = number + 1
        return lines[number] if number < len(lines) else None


READER = Reader(
    globs=("package-lock.json", "npm-shrinkwrap.json"),
    ecosystem=NPM,
    read=read,
    entries="every folder of `packages`, else every entry of the tree `dependencies`; links are told where they lead",
    direct="yes",
    scope="yes",
    checksums="yes",
    licences="yes",
    cannot="in version 1 what is direct, unless package.json is beside it; which optional packages a platform installs",
)
