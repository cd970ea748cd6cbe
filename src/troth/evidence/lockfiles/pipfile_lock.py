"""Pipfile.lock, version 6 (https://pipenv.pypa.io/en/latest/pipfile.html)."""

from __future__ import annotations

import posixpath
from typing import Any

from troth.evidence.lockfiles import json_places
from troth.evidence.lockfiles.flat_toml import checksums
from troth.evidence.lockfiles.python_names import add_git, key, registry
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, locked, word
from troth.evidence.repository import Repository
from troth.terms.package import PYPI

_SECTIONS: dict[str, ComponentScope] = {"default": "runtime", "develop": "development"}


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    document = repository.json(path)
    if not isinstance(document, dict):
        return failed(repository, path, "not an object")
    meta = document.get("_meta")
    meta = meta if isinstance(meta, dict) else {}
    sources = meta.get("sources")
    indexes = {
        word(source, "name"): word(source, "url")
        for source in (sources if isinstance(sources, list) else [])
        if isinstance(source, dict)
    }
    gaps = []
    if meta.get("pipfile-spec", 6) != 6:
        gaps.append(gap(path, "a known form", f"pipfile-spec {str(meta['pipfile-spec'])[:20]} is not known; read as 6"))
    asked = _asked(repository, posixpath.dirname(path))
    lines = json_places.Finder(repository, path, text, 2)
    entries = []
    for section, packages in document.items():
        if section == "_meta" or not isinstance(packages, dict):
            continue
        for name, item in packages.items():
            if not isinstance(item, dict):
                gaps.append(gap(path, name, "an entry that is no object"))
                continue
            entry = _entry(name, item, indexes, lines.line(section, name))
            entry.scope = _SECTIONS.get(section, "development")
            entry.direct = None if asked is None else entry.name in asked
            entries.append(entry)
    return locked(path, PYPI, entries, gaps)


def _entry(name: str, item: dict[str, Any], indexes: dict[str, str], line: int | None) -> Entry:
    entry = Entry(name=key(name), version=word(item, "version").removeprefix("==").removeprefix("="), line=line)
    entry.text = f'"{name}": {{' if line else ""
    entry.checksums = checksums({"": hashes} if isinstance(hashes := item.get("hashes"), str) else _each(hashes))
    if word(item, "git"):
        add_git(entry, word(item, "git"), word(item, "ref"))
    elif word(item, "file") and "://" in word(item, "file"):
        entry.origin, entry.address = "url", word(item, "file")
    elif word(item, "path") or word(item, "file"):
        entry.origin = "workspace" if word(item, "path") == "." else "path"
    else:
        entry.registry = registry(indexes.get(word(item, "index"), ""))
    return entry


def _each(hashes: object) -> list[dict[str, str]]:
    return [{"": digest} for digest in hashes if isinstance(digest, str)] if isinstance(hashes, list) else []


def _asked(repository: Repository, folder: str) -> frozenset[str] | None:
    """Names that the Pipfile beside it asks for; None without one."""
    path = posixpath.join(folder, "Pipfile")
    tables = repository.toml(path) if path in repository.path_set else None
    if tables is None:
        return None
    sections = [table for name, table in tables.items() if name not in ("source", "requires", "scripts", "pipenv")]
    return frozenset(key(name) for table in sections if isinstance(table, dict) for name in table)


READER = Reader(
    globs=("Pipfile.lock",),
    ecosystem=PYPI,
    read=read,
    entries="every entry of `default`, `develop` and further categories",
    direct="with the manifest",
    scope="yes",
    checksums="yes",
    cannot="what brings a package in, for the file has no edges; what is direct, unless the Pipfile is beside it",
)
