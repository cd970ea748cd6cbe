"""pnpm-lock.yaml, lockfile versions 5 to 9 (https://github.com/pnpm/spec/tree/master/lockfile)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from troth.evidence.lockfiles import flat_yaml
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.graph import spread
from troth.evidence.lockfiles.npm_names import checksums, place
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.package import NPM

_KNOWN = re.compile(r"[5-9](\.\d+)?")
_SLASH = re.compile(r"(?:[^/@]*/)?(?P<name>(?:@[^/]+/)?[^/@]+)/(?P<version>\d[^/_(]*)")
_AT = re.compile(r"/?(?P<name>(?:@[^/@]+/)?[^/@]+)@(?P<version>[^(]+)")
_SECTIONS: tuple[tuple[str, ComponentScope], ...] = (
    ("dependencies", "runtime"),
    ("optionalDependencies", "optional"),
    ("devDependencies", "development"),
)


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file, line by line where pnpm wrote it."""
    loaded = flat_yaml.load(repository, path, text)
    if loaded is None:
        return failed(repository, path, "not a mapping")
    document, lines = loaded
    gaps = list[Gap]()
    version = word(document, "lockfileVersion")
    if not _KNOWN.fullmatch(version):
        gaps.append(gap(path, "a known form", f"lockfileVersion {version[:20] or '(none)'} is not known; read as 9.0"))
    packages = table(document, "packages")
    entries, index_of = list[Entry](), dict[str, int]()
    for key, item in packages.items():
        bare = key.partition("(")[0]
        if bare in index_of:  # the same package with other peers
            index_of[key] = index_of[bare]
            continue
        entry = _entry(key, item if isinstance(item, dict) else {}, lines.get(("packages", key)))
        index_of[key] = index_of[bare] = len(entries)
        entries.append(entry)
    needs: list[dict[int, None]] = [{} for _ in entries]
    for key, item in (*packages.items(), *table(document, "snapshots").items()):
        index = index_of.get(key, index_of.get(key.partition("(")[0], -1))
        if index >= 0 and isinstance(item, dict):
            needs[index] |= dict.fromkeys(_targets(item, ("dependencies", "optionalDependencies"), index_of))
    for entry, edges in zip(entries, needs, strict=True):
        entry.needs = tuple(edges)
    _introduce(document, entries, index_of)
    return locked(path, NPM, entries, gaps)


def _introduce(document: Mapping[str, Any], entries: list[Entry], index_of: dict[str, int]) -> None:
    """From what the importers (the packages of the workspace) ask for; a document without any is the only one."""
    importers = [item for item in table(document, "importers").values() if isinstance(item, dict)]
    importers = importers or [dict(document)]
    starts = [
        (scope, [index for importer in importers for index in _targets(importer, (section,), index_of)])
        for section, scope in _SECTIONS
    ]
    wanted = {index for _, indices in starts for index in indices}
    if wanted:
        introduce(entries, (), wanted)
    for index, scope in spread([entry.needs for entry in entries], starts).items():
        entries[index].scope = entries[index].scope or scope


def _targets(item: Mapping[str, Any], sections: Iterable[str], index_of: dict[str, int]) -> list[int]:
    found = []
    for section in sections:
        for name, told in table(item, section).items():
            reference = told.get("version") if isinstance(told, dict) else told
            if not isinstance(reference, str):
                continue
            bare = reference.partition("(")[0]
            keys = (f"{name}@{reference}", f"{name}@{bare}", f"/{name}@{bare}", f"/{name}/{reference}", reference, bare)
            key = next((key for key in keys if key in index_of), None)
            if key is not None:
                found.append(index_of[key])
    return found


def _entry(key: str, item: dict[str, Any], line: int | None) -> Entry:
    match = _AT.match(key.partition("(")[0]) or _SLASH.match(key)
    name, version = (match["name"], match["version"]) if match else ("", "")
    resolution = table(item, "resolution")
    entry = Entry(
        name=word(item, "name") or name,
        version=word(item, "version") or version,
        line=line,
        text=f"{key}:" if line else "",
        checksums=checksums(resolution.get("integrity")),
    )
    if word(item, "dev") == "true":
        entry.scope = "development"
    elif word(item, "optional") == "true" and "dev" in item:
        entry.scope = "optional"
    repository, tarball = word(resolution, "repo"), word(resolution, "tarball")
    if repository:
        place(entry, f"git+{repository.removeprefix('git+')}#{word(resolution, 'commit')}")
    elif tarball:
        place(entry, tarball)
    elif resolution.get("directory") is not None or version.startswith(("file:", "link:")):
        entry.origin = "path"
    if "://" in entry.version or ":" in entry.version[:10]:
        entry.version = ""
    if not entry.name:
        entry.name = key.partition("(")[0].removesuffix(".git").rpartition("/")[2] if entry.origin == "git" else ""
    return entry


READER = Reader(
    globs=("pnpm-lock.yaml",),
    ecosystem=NPM,
    read=read,
    entries="every entry of `packages`, once for all its peers",
    direct="yes",
    scope="yes",
    checksums="yes",
    cannot="which optional packages a platform installs; which peers a package got",
)
