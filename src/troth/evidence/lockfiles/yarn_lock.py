"""yarn.lock of yarn 1 and of yarn 2 and later (https://yarnpkg.com, "berry").

Yarn 1 has a form of its own: entries under the ranges that they answer. Berry writes YAML with a ``resolution``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any

from troth.evidence.lockfiles import flat_yaml
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.graph import spread
from troth.evidence.lockfiles.npm_names import alias, checksums, place
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.package import NPM

_HEADER = re.compile(r"[^\s#].*:")
_DESCRIPTOR = re.compile(r'"(?P<quoted>[^"]+)"|(?P<plain>[^\s,"][^,]*)')
_FIELD = re.compile(r'  (?P<key>"[^"]+"|[^\s":]+) (?P<value>"[^"]*"|\S+)')
_EDGE = re.compile(r'    (?P<key>"[^"]+"|[^\s":]+) (?P<value>"[^"]*"|\S.*)')
_NAME = re.compile(r"(?P<name>(?:@[^/@]+/)?[^/@]+)@(?P<range>.*)", re.DOTALL)
_SECTIONS: tuple[tuple[str, ComponentScope], ...] = (
    ("dependencies", "runtime"),
    ("optionalDependencies", "optional"),
    ("devDependencies", "development"),
)


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file of either form."""
    if "\n__metadata:" in f"\n{text}":
        return _berry(repository, path, text)
    return _classic(repository, path, text)


def _classic(repository: Repository, path: str, text: str) -> Locked:
    entries, by_range, edges, gaps = list[Entry](), dict[str, int](), list[list[str]](), list[Gap]()
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line[0] == "#":
            continue
        if line[0] != " ":
            section = ""
            ranges = _ranges(line.rstrip()) if _HEADER.fullmatch(line.rstrip()) else []
            if not ranges:
                gaps.append(gap(path, "an entry", "a line of no form that yarn writes", number, line))
                continue
            by_range |= dict.fromkeys(ranges, len(entries))
            entries.append(Entry(name=_name(ranges[0]), version="", line=number, text=line.rstrip()[:200]))
            edges.append([])
        elif not entries:
            gaps.append(gap(path, "an entry", "a line before the first entry", number, line))
        elif line.startswith("    "):
            edge = _EDGE.fullmatch(line.rstrip())
            if edge and section in ("dependencies", "optionalDependencies"):
                edges[-1].append(f"{edge['key'].strip(chr(34))}@{edge['value'].strip(chr(34))}")
        elif line.endswith(":"):
            section = line.strip(" :")
        else:
            _field(entries[-1], line)
    for entry, asked in zip(entries, edges, strict=True):
        entry.needs = [by_range[name] for name in asked if name in by_range]
    _by_manifest(repository, path, entries, by_range)
    return locked(path, NPM, entries, gaps[:20])


def _field(entry: Entry, line: str) -> None:
    match = _FIELD.fullmatch(line.rstrip())
    if match is None:
        return
    key, value = match["key"].strip('"'), match["value"].strip('"')
    if key == "version":
        entry.version = value
    elif key == "resolved":
        place(entry, value)
    elif key == "integrity":
        entry.checksums = checksums(value)


def _ranges(header: str) -> list[str]:
    """The "name@range" of a header line."""
    return [(match["quoted"] or match["plain"]).strip() for match in _DESCRIPTOR.finditer(header.removesuffix(":"))]


def _name(descriptor: str) -> str:
    match = _NAME.fullmatch(descriptor)
    if match is None:
        return descriptor
    aliased = alias(match["range"])
    return aliased[0] if aliased else match["name"]


def _by_manifest(repository: Repository, path: str, entries: list[Entry], by_range: dict[str, int]) -> None:
    """Yarn 1 does not say what the project asks for; package.json beside it does, in the same words."""
    manifest = posixpath.join(posixpath.dirname(path), "package.json")
    asked = repository.json(manifest) if manifest in repository.path_set else None
    if not isinstance(asked, dict) or asked.get("workspaces"):
        return  # other manifests ask too
    _introduce(
        entries,
        [
            (
                scope,
                [
                    by_range[key]
                    for name, told in table(asked, section).items()
                    if (key := f"{name}@{told}") in by_range
                ],
            )
            for section, scope in _SECTIONS
        ],
    )


def _introduce(entries: list[Entry], starts: list[tuple[ComponentScope, list[int]]], own: Iterable[int] = ()) -> None:
    introduce(entries, own, {index for _, indices in starts for index in indices} - set(own))
    for index, scope in spread([entry.needs for entry in entries], starts).items():
        entries[index].scope = scope


def _berry(repository: Repository, path: str, text: str) -> Locked:
    loaded = flat_yaml.load(repository, path, text)
    if loaded is None:
        return failed(repository, path, "not a mapping")
    document, lines = loaded
    gaps = list[Gap]()
    version = word(table(document, "__metadata"), "version")
    if not re.fullmatch(r"[4-9]|1\d", version):
        gaps.append(
            gap(path, "a known form", f"version {version[:20] or '(none)'} of the format is not known; read as 8")
        )
    entries, items, by_range = list[Entry](), list[Mapping[str, Any]](), dict[str, int]()
    for key, item in document.items():
        if key == "__metadata":
            continue
        if not isinstance(item, dict):
            gaps.append(gap(path, key, "an entry that is no mapping", lines.get((key,))))
            continue
        by_range |= dict.fromkeys((part.strip() for part in key.split(",")), len(entries))
        entries.append(_berry_entry(key, item, lines.get((key,))))
        items.append(item)
    for entry, item in zip(entries, items, strict=True):
        entry.needs = _berry_needs(item, by_range)
    own = [index for index, entry in enumerate(entries) if entry.origin == "workspace"]
    if own:
        introduce(entries, own)
    return locked(path, NPM, entries, gaps)


def _berry_entry(key: str, item: dict[str, Any], line: int | None) -> Entry:
    match = _NAME.fullmatch(word(item, "resolution"))
    name, reference = (match["name"], match["range"]) if match else (_name(key.partition(",")[0].strip()), "")
    entry = Entry(name=name, version=word(item, "version"), line=line, text=f'"{key}":'[:200] if line else "")
    digest = word(item, "checksum").rpartition("/")[2]
    if re.fullmatch(r"[0-9a-f]{128}", digest):
        entry.checksums = (f"sha512:{digest}",)
    if reference.startswith("workspace:"):
        entry.origin = "workspace"
    elif not reference.startswith(("npm:", "patch:")):
        place(entry, reference)
        if entry.origin == "registry" and reference:
            entry.origin = "unknown"
    return entry


def _berry_needs(item: Mapping[str, Any], by_range: dict[str, int]) -> list[int]:
    found = []
    for name, told in table(item, "dependencies").items():
        if isinstance(told, str):
            index = by_range.get(f"{name}@{told}", by_range.get(f"{name}@npm:{told}", -1))
            if index >= 0:
                found.append(index)
    return found


READER = Reader(
    globs=("yarn.lock",),
    ecosystem=NPM,
    read=read,
    entries="every entry, once for all the ranges that it answers",
    direct="partly",
    scope="with the manifest",
    checksums="yes",
    cannot="in yarn 1 what is direct, unless package.json of one single package is beside it; in later ones the scope",
)
