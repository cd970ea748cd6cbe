"""deno.lock, versions 2 to 5 (https://docs.deno.com/runtime/fundamentals/modules/#integrity-checking-and-lock-files)."""

from __future__ import annotations

import re

from troth.evidence.lockfiles import json_places
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.graph import by_name
from troth.evidence.lockfiles.npm_names import checksums
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, failed, gap, introduce, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.package import NPM

_KEY = re.compile(r"(?P<name>(?:@[^/@]+/)?[^/@]+)@(?P<version>[^_(]+).*")
_ASKED = re.compile(r"npm:(?P<name>(?:@[^/@]+/)?[^/@]+)(?:@.*)?")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read the packages of npm; those of JSR and plain addresses have no advisories, and are a gap each kind."""
    document = repository.json(path)
    if not isinstance(document, dict):
        return failed(repository, path, "not an object")
    gaps = list[Gap]()
    version = document.get("version")
    if version not in ("2", "3", "4", "5"):
        gaps.append(gap(path, "a known form", f"version {str(version)[:20]} of the format is not known; read as 5"))
    inner = table(document, "packages")
    packages = table(document, "npm", "packages") or table(document, "npm") or table(inner, "npm")
    asked = table(document, "specifiers") or table(inner, "specifiers") or table(document, "npm", "specifiers")
    entries, index_of = list[Entry](), dict[str, int]()
    lines = [json_places.keys(text, depth) for depth in (2, 3)]
    for key, item in packages.items():
        match = _KEY.fullmatch(key)
        line = next((at[key][0] for at in lines if key in at), None)
        if match is None or not isinstance(item, dict):
            gaps.append(gap(path, key, "an entry without name and version", line))
            continue
        index_of[key] = len(entries)
        entry = Entry(name=match["name"], version=match["version"], line=line, text=f'"{key}": {{' if line else "")
        entry.checksums = checksums(item.get("integrity"))
        entries.append(entry)
    names = by_name(entry.name for entry in entries)
    for key, index in index_of.items():
        needs = packages[key].get("dependencies")
        told = needs.values() if isinstance(needs, dict) else needs if isinstance(needs, list) else ()
        entries[index].needs = [found for need in told if (found := _find(str(need), index_of, names)) is not None]
    wanted = list[int]()
    for name, resolved in asked.items():
        match = _ASKED.match(str(name) if str(name).startswith("npm:") else f"npm:{name}")
        if match and isinstance(resolved, str):
            keys = (resolved.removeprefix("npm:"), f"{match['name']}@{resolved}")
            wanted += [found for key in keys if (found := _find(key, index_of, names)) is not None]
    if asked:
        introduce(entries, (), wanted)
    others = len(table(document, "jsr") or table(inner, "jsr"))
    if others:
        gaps.append(gap(path, f"{others} packages of JSR", "no source of advisories knows JSR"))
    remote = len(table(document, "remote"))
    if remote:
        gaps.append(gap(path, f"{remote} modules by address", "an address names no package"))
    return locked(path, NPM, entries, gaps)


def _find(key: str, index_of: dict[str, int], names: dict[str, list[int]]) -> int | None:
    """Dependencies are keys; since version 4 only the name where there is one version."""
    if key in index_of:
        return index_of[key]
    found = names.get(key, ())
    return found[0] if len(found) == 1 else None


READER = Reader(
    globs=("deno.lock",),
    ecosystem=NPM,
    read=read,
    entries="every package of npm",
    direct="yes",
    checksums="yes",
    cannot="packages of JSR and modules by address, which are counted",
)
