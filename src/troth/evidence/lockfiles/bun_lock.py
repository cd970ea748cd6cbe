"""bun.lock, versions 0 and 1 (https://bun.sh/docs/install/lockfile): JSON with commas at the ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from troth.evidence import structured
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.graph import spread
from troth.evidence.lockfiles.npm_names import checksums, place
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, gap, introduce, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.package import NPM
from troth.terms.span import Span

_LOOSE = re.compile(r'"(?:[^"\\\n]|\\.)*+"|,(?=\s*[}\]])')
_ITEM = re.compile(r'^[ \t]+"((?:[^"\\\n]|\\.)*+)": ?\[', re.MULTILINE)
_NAMED = re.compile(r"(?P<name>(?:@[^/@]+/)?[^/@]+)@(?P<version>.*)", re.DOTALL)
_DEEPEST = 64
_SECTIONS: tuple[tuple[str, ComponentScope], ...] = (
    ("dependencies", "runtime"),
    ("optionalDependencies", "optional"),
    ("peerDependencies", "runtime"),
    ("devDependencies", "development"),
)


def read(_: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    try:
        document = structured.json(_LOOSE.sub(lambda match: "" if match[0] == "," else match[0], text))
    except structured.MalformedError as error:
        return Locked(gaps=(Gap(wanted=path, reason=str(error), span=Span(path)),))
    gaps = list[Gap]()
    version = document.get("lockfileVersion") if isinstance(document, dict) else None
    if version not in (0, 1) or isinstance(version, bool):
        gaps.append(gap(path, "a known form", f"lockfileVersion {str(version)[:20]} is not known; read as 1"))
    lines: dict[str, int] = {}
    line, position = 1, 0
    for match in _ITEM.finditer(text):
        line += text.count("\n", position, match.start(1))
        position = match.start(1)
        lines[match[1]] = line
    entries, index_of, asked = list[Entry](), dict[str, int](), list[Mapping[str, Any]]()
    for key, item in table(document, "packages").items():
        if not isinstance(item, list) or not item or not isinstance(item[0], str):
            gaps.append(gap(path, key, "an entry that is no list with a name", lines.get(key)))
            continue
        index_of[key] = len(entries)
        entries.append(_entry(key, item, lines.get(key)))
        asked.append(next((part for part in item[1:] if isinstance(part, dict)), {}))
    for key, index in index_of.items():
        needs = [_resolve(key, name, index_of) for section, _ in _SECTIONS[:3] for name in table(asked[index], section)]
        entries[index].needs = [need for need in needs if need is not None]
    workspaces = [item for item in table(document, "workspaces").values() if isinstance(item, dict)]
    own = [index for index, entry in enumerate(entries) if entry.origin == "workspace"]
    starts = [
        (scope, [index_of[name] for item in workspaces for name in table(item, section) if name in index_of])
        for section, scope in _SECTIONS
    ]
    if workspaces:
        introduce(entries, own, {index for _, indices in starts for index in indices} - set(own))
        for index, scope in spread([entry.needs for entry in entries], starts).items():
            entries[index].scope = scope
    return locked(path, NPM, entries, gaps)


def _entry(key: str, item: list[Any], line: int | None) -> Entry:
    match = _NAMED.fullmatch(item[0])
    name, version = (match["name"], match["version"]) if match else (key, "")
    digests = [part for part in item[1:] if isinstance(part, str) and part.startswith("sha")]
    entry = Entry(name=name, version=version, line=line, text=f'"{key}": [' if line else "")
    entry.checksums = checksums(digests[-1]) if digests else ()
    if version.startswith("workspace:"):
        entry.origin, entry.version = "workspace", ""
    elif re.match(r"[a-z+]+:|[./]", version):
        place(entry, version)
        entry.version = ""
    elif len(item) > 1 and isinstance(item[1], str) and item[1].startswith("http"):
        entry.registry, entry.identity = item[1], False
    return entry


def _resolve(key: str, name: str, index_of: dict[str, int]) -> int | None:
    """The entry nearest to ``key``: "a/b" is what "a" gets for "b"."""
    base = key
    for _ in range(_DEEPEST):
        if not base:
            break
        if f"{base}/{name}" in index_of:
            return index_of[f"{base}/{name}"]
        base = base.rpartition("/")[0]
    return index_of.get(name)


READER = Reader(
    globs=("bun.lock",),
    ecosystem=NPM,
    read=read,
    entries="every entry of `packages`",
    direct="yes",
    scope="yes",
    checksums="yes",
    cannot="which optional packages a platform installs; the version of what comes from git",
)
