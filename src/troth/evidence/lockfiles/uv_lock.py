"""uv.lock, version 1 (https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile)."""

from __future__ import annotations

from typing import Any

from troth.evidence.lockfiles import flat_toml
from troth.evidence.lockfiles.graph import by_name, spread
from troth.evidence.lockfiles.python_names import add_git, key, registry, scope_of_group
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.terms.package import PYPI

NEWEST = 1
_WANTED = (
    "name",
    "version",
    "source",
    "sdist#",
    "wheels#",
    "dependencies",
    "optional-dependencies",
    "dev-dependencies",
)
_OWN = ("virtual", "editable", "directory")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file, line by line where uv wrote it."""
    told = flat_toml.read(repository, path, text, "package", _WANTED)
    if told is None:
        return failed(repository, path, "not valid TOML")
    head, blocks = told
    gaps = []
    version = head.get("version", 1)
    if str(version) != str(NEWEST):
        gaps.append(gap(path, "a known form", f"version {str(version)[:20]} of the format is not known; read as 1"))
    entries = [_entry(line, item) for line, item in blocks]
    items = [item for _, item in blocks]
    own = [index for index, entry in enumerate(entries) if entry.origin == "workspace"]
    starts = _connect(entries, items, own)
    if own:
        introduce(entries, own, {index for indices in starts.values() for index in indices} - set(own))
        for index, scope in spread([entry.needs for entry in entries], starts.items()).items():
            entries[index].scope = scope
    return locked(path, PYPI, entries, gaps)


def _entry(line: int | None, item: dict[str, Any]) -> Entry:
    source = item.get("source")
    source = source if isinstance(source, dict) else {}
    entry = Entry(name=key(word(item, "name")), version=word(item, "version"), line=line)
    entry.text = f'name = "{entry.name}"' if line else ""
    entry.checksums = flat_toml.checksums([item.get("sdist", ""), item.get("wheels", "")])
    if any(word(source, kind) for kind in _OWN):
        entry.origin = "workspace" if not word(source, "directory").startswith("..") else "path"
    elif word(source, "git"):
        add_git(entry, word(source, "git"))
    elif word(source, "url"):
        entry.origin, entry.address = "url", word(source, "url")
    elif word(source, "path"):
        entry.origin = "path"
    else:
        entry.registry = registry(word(source, "registry"))
    return entry


def _connect(entries: list[Entry], items: list[dict[str, Any]], own: list[int]) -> dict[ComponentScope, list[int]]:
    """Give every entry its edges, and tell what the project's own packages ask for by scope.

    A name with several versions or sources is told apart by ``version`` and ``source`` of the dependency.
    """
    alike = by_name(entry.name for entry in entries)
    starts: dict[ComponentScope, list[int]] = {
        scope: [] for scope in ("runtime", "optional", "build", "test", "development")
    }
    for index, (entry, item) in enumerate(zip(entries, items, strict=True)):
        asked = _asked(item)
        found = [(scope, target) for scope, need in asked for target in _targets(need, alike, items)]
        if index in own:
            for scope, target in found:
                starts[scope].append(target)
        entry.needs = list(dict.fromkeys(target for scope, target in found if index not in own or scope == "runtime"))
    return starts


def _asked(item: dict[str, Any]) -> list[tuple[ComponentScope, object]]:
    listed: list[tuple[ComponentScope, object]] = []
    for scope, table in (("optional", "optional-dependencies"), ("", "dev-dependencies")):
        groups = item.get(table)
        for group, needs in groups.items() if isinstance(groups, dict) else ():
            told: ComponentScope = "optional" if scope else scope_of_group(str(group))
            listed += [(told, need) for need in (needs if isinstance(needs, list) else [])]
    needs = item.get("dependencies")
    return [*(("runtime", need) for need in (needs if isinstance(needs, list) else [])), *listed]


def _targets(need: object, alike: dict[str, list[int]], items: list[dict[str, Any]]) -> list[int]:
    if not isinstance(need, dict):
        return []
    candidates = alike.get(key(word(need, "name")), [])
    for told in ("version", "source"):
        if len(candidates) > 1 and need.get(told):
            candidates = [index for index in candidates if items[index].get(told) == need[told]]
    return candidates


READER = Reader(
    globs=("uv.lock",),
    ecosystem=PYPI,
    read=read,
    entries="every `[[package]]`; virtual and editable ones are the project's own",
    direct="yes",
    scope="yes",
    checksums="yes",
    cannot="which of several versions a platform or an extra gets; what Python runs it",
)
