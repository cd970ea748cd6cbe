"""The crates of a tree and the level that each sets for rustc's lint ``unsafe_code``.

Sources: https://doc.rust-lang.org/cargo/reference/manifest.html#the-lints-section,
https://doc.rust-lang.org/cargo/reference/workspaces.html#the-lints-table,
https://doc.rust-lang.org/rustc/lints/levels.html. Folders that hold the code of others (``FOREIGN``) and submodules are
no crates of this project, nor are the props of tests (``PROPS``); members that a workspace excludes are, unless they
lie in such a folder.
"""

from __future__ import annotations

import fnmatch
import posixpath
from typing import Any, Literal, cast

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.source.attributes import Attribute, attributes_of
from troth.terms.seen.source import CrateLints
from troth.terms.span import Span, excerpt

Level = Literal["", "allow", "warn", "deny", "forbid"]

FOREIGN = frozenset({"vendor", "vendored", "third_party", "third-party", "thirdparty", "node_modules", "target"})
"""Names of folders that hold code of others or products of a build."""
PROPS = frozenset({"tests", "test", "fixtures", "testdata", "test-data"})
"""Names of folders whose crates are only props of tests."""
_LEVELS: tuple[Level, ...] = ("", "allow", "warn", "deny", "forbid")


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A Cargo.toml that could be read, and its folder ("" for the root)."""

    path: str
    folder: str
    table: dict[str, Any]

    @property
    def package(self) -> str:
        """Name of its package; empty for a mere workspace."""
        name = self.section("package").get("name")
        return name if isinstance(name, str) else ""

    def section(self, *keys: str) -> dict[str, Any]:
        """A table of it; empty where there is none."""
        found: Any = self.table
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else {}


class _Set(msgspec.Struct, frozen=True):
    """A level and the line that sets it."""

    level: Level
    at: Span
    origin: str


def foreign(repository: Repository, path: str) -> bool:
    """Whether ``path`` belongs to someone else: vendored, built, or in a submodule."""
    if not FOREIGN.isdisjoint(path.split("/")[:-1]):
        return True
    return any(path == link or path.startswith(link + "/") for link in repository.submodules)


def manifests(repository: Repository) -> tuple[Manifest, ...]:
    """Every readable Cargo.toml of the project itself."""
    found = []
    for path in repository.paths:
        if posixpath.basename(path) == "Cargo.toml" and not foreign(repository, path):
            table = repository.toml(path)
            if table is not None:
                found.append(Manifest(path=path, folder=posixpath.dirname(path), table=table))
    return tuple(found)


def crate_of(crates: dict[str, str], path: str) -> str:
    """Name of the crate whose folder (a key of ``crates``) is nearest above ``path``; empty where there is none."""
    folder = posixpath.dirname(path)
    while folder and folder not in crates:
        folder = posixpath.dirname(folder)
    return crates.get(folder, "")


def lints(repository: Repository) -> tuple[CrateLints, ...]:
    """The level of ``unsafe_code`` of every crate, by path."""
    known = manifests(repository)
    folders = {manifest.folder: manifest.package for manifest in known if manifest.package}
    below: dict[str, list[Attribute]] = {folder: [] for folder in folders}
    for path in repository.paths:
        if path.endswith(".rs") and not foreign(repository, path):
            owner = _owner(folders, path)
            if owner is not None:
                below[owner] += attributes_of(repository, path)
    return tuple(
        _crate(repository, one, known, below[one.folder])
        for one in known
        if one.package and PROPS.isdisjoint(one.folder.split("/"))
    )


def _owner(folders: dict[str, str], path: str) -> str | None:
    folder = posixpath.dirname(path)
    while folder and folder not in folders:
        folder = posixpath.dirname(folder)
    return folder if folder in folders else None


def _crate(
    repository: Repository, crate: Manifest, known: tuple[Manifest, ...], attributes: list[Attribute]
) -> CrateLints:
    home = _workspace(crate, known)
    inherits = crate.section("lints").get("workspace") is True
    by_attribute, without = _from_attributes(crate, repository, attributes)
    by_table = _from_table(repository, crate, home if inherits else None)
    chosen = max((one for one in (by_attribute, by_table) if one), key=_rank, default=None)
    if chosen is by_table and by_attribute is not None and chosen is not None and chosen.level != "forbid":
        chosen = by_attribute  # an attribute overrides the level that Cargo passes, unless that forbids
    softer = tuple(one.span for one in attributes if one.level in ("allow", "expect", "warn") and not one.test)
    return CrateLints(
        crate=crate.package,
        span=_line(repository, crate.path, "package", "name"),
        level=chosen.level if chosen else "",
        set_at=chosen.at if chosen else None,
        origin=chosen.origin if chosen else "",
        allowed_below=softer if chosen and chosen.level == "deny" else (),
        inherits=inherits,
        member=home is not None and _is_member(crate, home),
        without=() if chosen and chosen is by_table and chosen.level == "forbid" else without,
        published=_is_published(crate, home),
    )


def _is_published(crate: Manifest, home: Manifest | None) -> bool:
    """Whether ``publish`` lets a registry have the crate, as by default.

    https://doc.rust-lang.org/cargo/reference/manifest.html#the-publish-field
    """
    publish = crate.section("package").get("publish")
    if isinstance(publish, dict):
        publish = home.section("workspace", "package").get("publish") if home is not None else None
    return publish is not False and publish != []


def _rank(one: _Set) -> int:
    return _LEVELS.index(one.level)


def _from_attributes(
    crate: Manifest, repository: Repository, attributes: list[Attribute]
) -> tuple[_Set | None, tuple[Span, ...]]:
    """The weakest level that all target roots set, and the roots that set none."""
    roots = _roots(crate, repository)
    inner = {one.span.path: one for one in attributes if one.inner and one.span.path in roots}
    without = tuple(Span(root) for root in roots if root not in inner)
    if not inner or without:
        return None, without if inner else ()
    weakest = min(inner.values(), key=lambda one: _LEVELS.index(_as_level(one.level)))
    return _Set(_as_level(weakest.level), weakest.span, "attribute"), ()


def _as_level(word: str) -> Level:
    return "allow" if word == "expect" else cast("Level", word)


def _from_table(repository: Repository, crate: Manifest, home: Manifest | None) -> _Set | None:
    """What ``[lints.rust]`` of the crate says, or of the workspace that it inherits from."""
    if home is not None:
        return _table_level(repository, home, ("workspace", "lints", "rust"), "workspace")
    return _table_level(repository, crate, ("lints", "rust"), "lints")


def _table_level(repository: Repository, manifest: Manifest, keys: tuple[str, ...], origin: str) -> _Set | None:
    rust = manifest.section(*keys)
    name = next((key for key in ("unsafe_code", "unsafe-code") if key in rust), "")
    value = rust.get(name)
    level = value.get("level") if isinstance(value, dict) else value
    if level not in _LEVELS or not level:
        return None
    return _Set(cast("Level", level), _line(repository, manifest.path, *keys, name), origin)


def _roots(crate: Manifest, repository: Repository) -> tuple[str, ...]:
    """Roots of the library and of every binary: the targets that ship.

    https://doc.rust-lang.org/cargo/guide/project-layout.html; examples, tests, benches and build scripts do not ship.
    """
    named = [crate.section("lib").get("path"), "src/lib.rs", "src/main.rs"]
    binaries = crate.table.get("bin")
    named += [one.get("path") for one in binaries if isinstance(one, dict)] if isinstance(binaries, list) else []
    prefix = f"{crate.folder}/" if crate.folder else ""
    wanted = {posixpath.normpath(prefix + name) for name in named if isinstance(name, str)}
    for path in repository.paths:
        rest = path.removeprefix(f"{prefix}src/bin/")
        if rest != path and (rest.endswith("/main.rs") if rest.count("/") == 1 else "/" not in rest):
            wanted.add(path)
    return tuple(sorted(path for path in wanted & repository.path_set if path.endswith(".rs")))


def _workspace(crate: Manifest, known: tuple[Manifest, ...]) -> Manifest | None:
    """The manifest whose workspace the crate belongs to: the one it names, else the nearest at or above it."""
    by_folder = {manifest.folder: manifest for manifest in known}
    named = crate.section("package").get("workspace")
    if isinstance(named, str):
        return by_folder.get(posixpath.normpath(posixpath.join(crate.folder, named)).removeprefix("."))
    folder = crate.folder
    while True:
        home = by_folder.get(folder)
        if home is not None and "workspace" in home.table:
            return home
        if not folder:
            return None
        folder = posixpath.dirname(folder)


def _is_member(crate: Manifest, home: Manifest) -> bool:
    """Whether the workspace counts the crate: the root package and all below it that it does not exclude."""
    if crate.folder == home.folder:
        return True
    place = crate.folder.removeprefix(f"{home.folder}/") if home.folder else crate.folder
    table = home.section("workspace")
    if any(_covers(one, place) for one in _strings(table.get("exclude"))):
        return any(one.rstrip("/") == place for one in _strings(table.get("members")))
    return True


def _covers(pattern: str, place: str) -> bool:
    clean = posixpath.normpath(pattern)
    return place == clean or place.startswith(clean + "/") or fnmatch.fnmatchcase(place, clean)


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _line(repository: Repository, path: str, *keys: str) -> Span:
    """The line of a key, by the table header and key as written; the file where it cannot be told."""
    places = repository.toml_lines(path)
    for length in range(len(keys), 0, -1):
        line = places.get(keys[:length])
        if line is not None:
            text = repository.lines(path)
            return Span(path, line, excerpt(text[line - 1]) if line <= len(text) else "")
    return Span(path)
