"""packages.lock.json of NuGet, versions 1 and 2 (https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies)."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from troth.evidence.lockfiles import json_places
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file. A package that several frameworks get in the same version is one component."""
    document = repository.json(path)
    if not isinstance(document, dict):
        return failed(repository, path, "not an object")
    gaps = list[Gap]()
    version = document.get("version")
    if version not in (1, 2) or isinstance(version, bool):
        gaps.append(gap(path, "a known form", f"version {str(version)[:20]} of the format is not known; read as 2"))
    reading = _Reading(path, json_places.Finder(repository, path, text, 3), gaps)
    for framework, packages in table(document, "dependencies").items():
        if isinstance(packages, dict):
            reading.framework(framework, packages)
        else:
            gaps.append(gap(path, framework, "not an object"))
    for entry, edges in zip(reading.entries, reading.needs, strict=True):
        entry.needs = tuple(edges)
    # a Project is another project of the solution: what it asks for comes in through it
    introduce(reading.entries, (), reading.wanted)
    return locked(path, "NuGet", reading.entries, gaps)


class _Reading:
    """Packages of one framework after the other."""

    def __init__(self, path: str, lines: json_places.Finder, gaps: list[Gap]) -> None:
        self.entries: list[Entry] = []
        self.needs: list[dict[int, None]] = []
        self.wanted: set[int] = set()
        self._path, self._lines, self._gaps = path, lines, gaps
        self._index_of: dict[tuple[str, str], int] = {}

    def framework(self, framework: str, packages: dict[str, Any]) -> None:
        """Take the packages of one framework."""
        here: dict[str, int] = {}
        for name, item in packages.items():
            line = self._lines.line("dependencies", framework, name)
            if not isinstance(item, dict):
                self._gaps.append(gap(self._path, name, "an entry that is no object", line))
                continue
            here[name.lower()] = self._add(name, item, line)
        for name, item in packages.items():
            edges = [here[need.lower()] for need in table(item, "dependencies") if need.lower() in here]
            if name.lower() in here:
                self.needs[here[name.lower()]] |= dict.fromkeys(edges)

    def _add(self, name: str, item: dict[str, Any], line: int | None) -> int:
        entry = _entry(name, item, line)
        index = self._index_of.setdefault((name.lower(), entry.version), len(self.entries))
        if index == len(self.entries):
            self.entries.append(entry)
            self.needs.append({})
        if word(item, "type") in ("Direct", "Project"):
            self.wanted.add(index)
        return index


def _entry(name: str, item: dict[str, Any], line: int | None) -> Entry:
    entry = Entry(name=name, version=word(item, "resolved"), line=line, text=f'"{name}": {{' if line else "")
    try:
        digest = base64.b64decode(word(item, "contentHash"), validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    entry.checksums = (f"sha512:{digest.hex()}",) if len(digest) == 64 else ()
    if word(item, "type") == "Project":
        entry.origin = "workspace"
    return entry


READER = Reader(
    globs=("packages.lock.json",),
    ecosystem="NuGet",
    read=read,
    entries="every package, once for all frameworks that get the same version; type `Project` is the solution's own",
    direct="yes",
    checksums="yes",
    cannot="the scope of a package; the version of another project of the solution",
)
