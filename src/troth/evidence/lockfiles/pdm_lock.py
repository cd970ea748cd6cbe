"""pdm.lock, lock versions 2 to 4.5 (https://pdm-project.org/latest/usage/lockfile/)."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from troth.evidence.lockfiles import flat_toml
from troth.evidence.lockfiles.graph import by_name
from troth.evidence.lockfiles.pyproject_asks import asked
from troth.evidence.lockfiles.python_names import add_git, key, scope_of_group
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.terms.package import PYPI

_WANTED = (
    "name", "version", "groups", "files#", "dependencies", "git", "revision", "url", "path", "metadata", "lock_version"
)  # fmt: skip
_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_FIRST: tuple[ComponentScope, ...] = ("runtime", "optional", "build", "test", "development")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file, line by line where pdm wrote it."""
    told = flat_toml.read(repository, path, text, "package", _WANTED)
    if told is None:
        return failed(repository, path, "not valid TOML")
    head, blocks = told
    metadata = head.get("metadata")
    version = word(metadata, "lock_version") if isinstance(metadata, dict) else ""
    gaps = []
    if version and not re.match(r"[2-4](\.|$)", version):
        gaps.append(gap(path, "a known form", f"lock_version {version[:20]} is not known; read as 4.5"))
    old = metadata.get("files") if isinstance(metadata, dict) else None
    entries = [_entry(line, item, old if isinstance(old, dict) else {}) for line, item in blocks]
    alike = by_name(entry.name for entry in entries)
    for entry, (_, item) in zip(entries, blocks, strict=True):
        needs = item.get("dependencies")
        names = [match[1] for need in (needs if isinstance(needs, list) else []) if (match := _NAME.match(str(need)))]
        entry.needs = [index for name in names for index in alike.get(key(name), ()) if entries[index] is not entry]
    wanted = asked(repository, posixpath.dirname(path))
    if wanted is not None:
        introduce(entries, (), [index for name in wanted for index in alike.get(name, ())])
    return locked(path, PYPI, entries, gaps)


def _entry(line: int | None, item: dict[str, Any], old: dict[str, Any]) -> Entry:
    name, version = word(item, "name"), word(item, "version")
    entry = Entry(name=key(name), version=version, line=line, scope=_scope(item))
    entry.text = f'name = "{name}"' if line else ""
    entry.checksums = flat_toml.checksums(item.get("files") or old.get(f"{name} {version}", ""))
    if word(item, "git"):
        add_git(entry, word(item, "git"), word(item, "revision"))
    elif word(item, "url"):
        entry.origin, entry.address = "url", word(item, "url")
    elif word(item, "path"):
        entry.origin = "path"
    return entry


def _scope(item: dict[str, Any]) -> ComponentScope:
    groups = item.get("groups")
    if not isinstance(groups, list):
        return ""
    told = {"runtime" if group == "default" else scope_of_group(str(group)) for group in groups}
    return next((scope for scope in _FIRST if scope in told), "")


READER = Reader(
    globs=("pdm.lock", "pdm.*.lock"),
    ecosystem=PYPI,
    read=read,
    entries="every `[[package]]`",
    direct="with the manifest",
    scope="partly",
    checksums="yes",
    cannot="what is direct, unless pyproject.toml is beside it; the index of a package",
)
