"""poetry.lock, lock versions 1.0 to 2.1 (https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock)."""

from __future__ import annotations

import posixpath
from typing import Any

from troth.evidence.lockfiles import flat_toml
from troth.evidence.lockfiles.graph import by_name
from troth.evidence.lockfiles.pyproject_asks import asked
from troth.evidence.lockfiles.python_names import add_git, key, registry, scope_of_group
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.terms.package import PYPI

_WANTED = (
    "name",
    "version",
    "optional",
    "category",
    "groups",
    "files#",
    "dependencies",
    "source",
    "metadata",
    "lock-version",
)
_CATEGORIES: dict[str, ComponentScope] = {"main": "runtime", "dev": "development"}
_FIRST: tuple[ComponentScope, ...] = ("runtime", "optional", "build", "test", "development")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file, line by line where poetry wrote it."""
    told = flat_toml.read(repository, path, text, "package", _WANTED)
    if told is None:
        return failed(repository, path, "not valid TOML")
    head, blocks = told
    metadata = head.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    gaps = []
    version = word(metadata, "lock-version") or "1.0"
    if not version.startswith(("1.", "2.")):
        gaps.append(gap(path, "a known form", f"lock-version {version[:20]} is not known; read as 2.1"))
    items = [item for _, item in blocks]
    old = metadata.get("files")
    entries = [_entry(line, item, old if isinstance(old, dict) else {}) for line, item in blocks]
    alike = by_name(entry.name for entry in entries)
    for entry, item in zip(entries, items, strict=True):
        needs = item.get("dependencies")
        entry.needs = [
            index for name in (needs if isinstance(needs, dict) else ()) for index in alike.get(key(name), ())
        ]
    wanted = asked(repository, posixpath.dirname(path))
    if wanted is not None:
        introduce(entries, (), [index for name in wanted for index in alike.get(name, ())])
    return locked(path, PYPI, entries, gaps)


def _entry(line: int | None, item: dict[str, Any], old: dict[str, Any]) -> Entry:
    name = word(item, "name")
    entry = Entry(name=key(name), version=word(item, "version"), line=line, scope=_scope(item))
    entry.text = f'name = "{name}"' if line else ""
    entry.checksums = flat_toml.checksums(item.get("files") or old.get(name, ""))
    source = item.get("source")
    if isinstance(source, dict):
        kind, address = word(source, "type"), word(source, "url")
        if kind == "git":
            add_git(entry, address, word(source, "resolved_reference"))
        elif kind in ("directory", "file"):
            entry.origin = "path"
        elif kind == "url":
            entry.origin, entry.address = "url", address
        else:
            entry.registry = registry(address)
    return entry


def _scope(item: dict[str, Any]) -> ComponentScope:
    """By ``groups`` (since 2.1) or ``category`` (until 1.1); versions between them tell only ``optional``."""
    groups = item.get("groups")
    if isinstance(groups, list):
        told = {"runtime" if group == "main" else scope_of_group(str(group)) for group in groups}
        if item.get("optional") is True and "runtime" in told:
            told = (told - {"runtime"}) | {"optional"}
        return next((scope for scope in _FIRST if scope in told), "")
    if item.get("optional") is True:
        return "optional"
    return _CATEGORIES.get(word(item, "category"), "")


READER = Reader(
    globs=("poetry.lock",),
    ecosystem=PYPI,
    read=read,
    entries="every `[[package]]`",
    direct="with the manifest",
    scope="partly",
    checksums="yes",
    cannot="what is direct, unless pyproject.toml is beside it; its group in lock versions 1.2 to 2.0",
)
