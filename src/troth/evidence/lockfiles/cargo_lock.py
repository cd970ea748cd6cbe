"""Cargo.lock, versions 1 to 4 (https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html).

Cargo writes it in one fixed form, so that a package is one regular expression; whatever differs from it goes to the
real parser. The form itself: ``EncodableResolve`` in ``cargo/core/resolver/encode.rs``.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any

import msgspec

from troth.evidence.lockfiles import flat_toml
from troth.evidence.lockfiles.flat_toml import SurpriseError
from troth.evidence.lockfiles.graph import by_name, spread
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.formats.purl import placeholder
from troth.terms.answer import Gap
from troth.terms.package import CRATES

NEWEST = 4
_BLOCK = re.compile(
    r'\[\[package\]\]\nname = "([^"\\\n]+)"\nversion = "([^"\\\n]+)"\n(?:source = "([^"\\\n]+)"\n)?'
    r'(?:checksum = "([^"\\\n]+)"\n)?(?:dependencies = \[\n((?: "[^"\\\n]+",\n)*)\]\n)?\n*'
)
_HEAD = re.compile(r"(?:#[^\n]*\n|version = (\d+)\n|\n)*")
_REST = re.compile(
    r'(?:(?P<meta>\[metadata\]\n(?:"[^"\\\n]+" = "[^"\\\n]+"\n)*)'
    r'|\[\[patch\.unused\]\]\n(?:[a-z]+ = "[^"\\\n]+"\n)*|\n)*'
)
_METADATA = re.compile(r'"checksum ([^" ]+) ([^" ]+) \(([^")]+)\)" = "([0-9a-f]{64})"')
_NEED = re.compile(r' "([^"]+)",\n')
_USUAL = (
    "registry+https://github.com/rust-lang/crates.io-index",
    "sparse+https://index." + "crates.io/",
)


class _Raw(msgspec.Struct, gc=False):
    """One package as either reader takes it from the file."""

    name: str
    version: str
    source: str
    checksum: str
    needs: list[str]
    line: int | None


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file; what the fixed form does not match, the real parser reads."""
    try:
        version, packages = _fixed(text)
    except SurpriseError:
        tables = repository.toml(path)
        if tables is None:
            return failed(repository, path, "not valid TOML")
        version, packages = _parsed(tables, text)
    gaps = list[Gap]()
    if version > NEWEST:
        reason = f"version {version} of the format is not known; read as version {NEWEST}"
        gaps.append(gap(path, "a known form", reason))
    entries = [_entry(package) for package in packages]
    _connect(packages, entries)
    own = [index for index, entry in enumerate(entries) if entry.origin == "workspace"]
    if own:
        introduce(entries, own)
        _scope(repository, path, entries, own)
    return locked(path, CRATES, entries, gaps)


def _fixed(text: str) -> tuple[int, list[_Raw]]:
    """By the form that Cargo writes.

    Raises:
        SurpriseError: a line has another.
    """
    head = _HEAD.match(text)
    position = head.end() if head else 0
    version = int(head[1]) if head and head[1] and len(head[1]) < 4 else 1
    line = text.count("\n", 0, position) + 1
    found: list[_Raw] = []
    match_at = _BLOCK.match
    while match := match_at(text, position):
        name, number, source, checksum, needs = match.groups()
        found.append(_Raw(name, number, source or "", checksum or "", _NEED.findall(needs) if needs else [], line + 1))
        position = match.end()
        line += text.count("\n", match.start(), position)
    rest = _REST.match(text, position)
    if rest is None or rest.end() != len(text):
        raise SurpriseError(f"line {line}")
    if rest["meta"]:
        _add_checksums(found, rest["meta"])
    return version, found


def _parsed(tables: dict[str, Any], text: str) -> tuple[int, list[_Raw]]:
    """From TOML of any shape; what is no table or text in it counts as absent."""
    version = tables.get("version", 1)
    blocks = flat_toml.from_tables(tables, "package", text)
    if isinstance(tables.get("root"), dict):  # before 2017
        blocks.insert(0, (None, tables["root"]))
    found = []
    for line, item in blocks:
        needs = item.get("dependencies")
        found.append(
            _Raw(
                word(item, "name"),
                word(item, "version"),
                word(item, "source"),
                word(item, "checksum"),
                [need for need in needs if isinstance(need, str)] if isinstance(needs, list) else [],
                line,
            )
        )
    metadata = tables.get("metadata")
    if isinstance(metadata, dict):
        rows = "\n".join(f'"{key}" = "{value}"' for key, value in metadata.items())
        _add_checksums(found, rows)
    return version if isinstance(version, int) else 1, found


def _add_checksums(packages: list[_Raw], metadata: str) -> None:
    """Version 1 keeps them at the end."""
    checksums = {(name, version, source): digest for name, version, source, digest in _METADATA.findall(metadata)}
    for package in packages:
        package.checksum = package.checksum or checksums.get((package.name, package.version, package.source), "")


def _entry(package: _Raw) -> Entry:
    source, name = package.source, package.name
    entry = Entry(
        name=name,
        version=package.version,
        line=package.line,
        text=f'name = "{name}"' if package.line else "",
        checksums=(f"sha256:{package.checksum}",) if package.checksum else (),
    )
    if not source:
        entry.origin = "workspace"
    elif source.startswith("git+"):
        address, _, commit = source.partition("#")
        entry.origin, entry.commit, entry.address = "git", commit, address.partition("?")[0]
    elif source.startswith(("registry+", "sparse+")):
        entry.registry = "" if source in _USUAL or placeholder(source) else source.removeprefix("registry+")
    else:
        entry.origin = "path" if source.startswith("path+") else "unknown"
    return entry


def _connect(packages: list[_Raw], entries: list[Entry]) -> None:
    """Resolve "name", "name version" and "name version (source)" to entries."""
    alike = by_name(package.name for package in packages)
    only = {name: indices[0] for name, indices in alike.items() if len(indices) == 1}
    for package, entry in zip(packages, entries, strict=True):
        needs = []
        for need in package.needs:
            index = only[need] if need in only else _resolve(need, packages, alike)
            if index is not None:
                needs.append(index)
        entry.needs = needs


def _resolve(need: str, packages: list[_Raw], alike: dict[str, list[int]]) -> int | None:
    name, _, rest = need.partition(" ")
    candidates = alike.get(name, [])
    if rest and len(candidates) > 1:
        version, _, source = rest.partition(" ")
        candidates = [index for index in candidates if packages[index].version == version]
        if source and len(candidates) > 1:
            candidates = [index for index in candidates if f"({packages[index].source})" == source]
    return candidates[0] if candidates else None


def _scope(repository: Repository, path: str, entries: list[Entry], own: list[int]) -> None:
    """What only tests, or only build scripts, of the project's own packages need; told where all manifests are here."""
    manifests = _manifests(repository, path)
    kinds: dict[ComponentScope, list[int]] = {"runtime": [], "build": [], "development": []}
    for index in own:
        tables = manifests.get(entries[index].name)
        if tables is None:
            return
        asked = {scope: _asked(tables, scope) for scope in kinds}
        for need in entries[index].needs:
            if need in own:
                continue
            scopes = [scope for scope in kinds if entries[need].name in asked[scope]]
            for scope in scopes or ["runtime"]:  # what no table names was renamed by a patch: assume the most
                kinds[scope].append(need)
    reached = spread([entry.needs for entry in entries], [(scope, kinds[scope]) for scope in kinds])
    for index, scope in reached.items():
        entries[index].scope = scope


def _manifests(repository: Repository, path: str) -> dict[str, dict[str, Any]]:
    """Every Cargo.toml at and below the lockfile by the name of its package."""
    folder = posixpath.dirname(path)
    found = {}
    if posixpath.join(folder, "Cargo.toml") not in repository.path_set:
        return {}
    for manifest in repository.matching("Cargo.toml"):
        if not folder or manifest.startswith(f"{folder}/"):
            tables = repository.toml(manifest) or {}
            package = tables.get("package")
            if isinstance(package, dict) and isinstance(package.get("name"), str):
                found[package["name"]] = tables
    return found


_TABLES: dict[ComponentScope, tuple[str, ...]] = {
    "runtime": ("dependencies",),
    "build": ("build-dependencies", "build_dependencies"),
    "development": ("dev-dependencies", "dev_dependencies"),
}


def _asked(tables: dict[str, Any], scope: ComponentScope) -> set[str]:
    """Names that the tables of one scope ask for, those for single targets too, by the names of their packages."""
    targets = tables.get("target")
    levels = [tables, *(targets.values() if isinstance(targets, dict) else ())]
    names = set()
    for level in levels:
        for key in _TABLES[scope]:
            asked = level.get(key) if isinstance(level, dict) else None
            for name, value in asked.items() if isinstance(asked, dict) else ():
                renamed = value.get("package") if isinstance(value, dict) else None
                names.add(renamed if isinstance(renamed, str) else name)
    return names


READER = Reader(
    globs=("Cargo.lock",),
    ecosystem=CRATES,
    read=read,
    entries="every `[[package]]`; packages without a source are the project's own",
    direct="yes",
    scope="with the manifest",
    checksums="yes",
    cannot="which features and targets are built; `[[patch.unused]]` names what is not built",
)
