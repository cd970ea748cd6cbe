"""Cargo.toml: all tables of dependencies, workspaces (https://doc.rust-lang.org/cargo/reference/manifest.html)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from troth.evidence.manifests.pyproject import nearest, table
from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import DeclaredVersion, Requirement, Scope, Toolchain

_TABLES: tuple[tuple[str, Scope], ...] = (
    ("dependencies", "runtime"),
    ("dev-dependencies", "development"),
    ("dev_dependencies", "development"),
    ("build-dependencies", "build"),
    ("build_dependencies", "build"),
)


def read(repository: Repository, path: str) -> Found:
    """Read one manifest. A line that inherits keeps its own place and takes its values from the workspace."""
    crate = _Crate(repository, path)
    return Found(
        requirements=tuple(crate.requirements()),
        toolchains=tuple(crate.toolchains()),
        versions=tuple(crate.versions()),
    )


class _Crate:
    """A manifest, its lines, and the workspace around it."""

    def __init__(self, repository: Repository, path: str) -> None:
        self.repository, self.path = repository, path
        self.tables = repository.toml(path) or {}
        self.lines = repository.toml_lines(path)
        self.workspace = table(self.tables, "workspace") or _workspace_of(repository, path)

    def requirements(self) -> Iterator[Requirement]:
        yield from self.listed((), self.tables)
        for target, tables in table(self.tables, "target").items():
            if isinstance(tables, dict):
                yield from self.listed(("target", target), tables)
        for name, entry in table(self.tables, "workspace", "dependencies").items():
            yield self.one(("workspace", "dependencies", name), name, entry, "runtime")

    def listed(self, above: tuple[str, ...], tables: dict[str, Any]) -> Iterator[Requirement]:
        for key, scope in _TABLES:
            for name, entry in table(tables, key).items():
                yield self.one((*above, key, name), name, entry, scope)

    def one(self, keys: tuple[str, ...], name: str, entry: object, scope: Scope) -> Requirement:
        values: dict[str, Any] = entry if isinstance(entry, dict) else {"version": entry}
        inherits = values.get("workspace") is True
        if inherits:
            shared = table(self.workspace, "dependencies").get(name, {})
            values = (shared if isinstance(shared, dict) else {"version": shared}) | {
                "optional": values.get("optional")
            }
        reference = next((str(values[key]) for key in ("rev", "tag", "branch") if values.get(key)), "")
        version = values.get("version", "")
        source = next((key for key in ("git", "path") if values.get(key)), "index")
        return Requirement(
            ecosystem="cargo",
            name=str(values.get("package") or name),
            constraint=reference
            if source == "git"
            else re.sub(r"\s+", "", version)
            if isinstance(version, str)
            else "",
            span=place(self.repository, self.path, nearest(self.lines, keys)),
            scope="optional" if values.get("optional") is True and scope == "runtime" else scope,
            hashed=source == "git" and re.fullmatch(r"[0-9a-f]{40}", reference) is not None,
            source="workspace" if inherits else source,
        )

    def toolchains(self) -> Iterator[Toolchain]:
        for keys in (("package", "rust-version"), ("workspace", "package", "rust-version")):
            version = table(self.tables, *keys[:-1]).get(keys[-1])
            if isinstance(version, str):
                span = place(self.repository, self.path, self.lines.get(keys))
                yield Toolchain(language="rust", version=version, span=span, origin="rust-version", primary=True)

    def versions(self) -> Iterator[DeclaredVersion]:
        package = table(self.tables, "package")
        version, publish = package.get("version"), package.get("publish")
        if isinstance(version, dict) and version.get("workspace") is True:
            version = table(self.workspace, "package").get("version")
        if isinstance(publish, dict) and publish.get("workspace") is True:
            publish = table(self.workspace, "package").get("publish")
        if isinstance(version, str):
            yield DeclaredVersion(
                package=str(package.get("name", "")),
                version=version,
                span=place(self.repository, self.path, nearest(self.lines, ("package", "version"))),
                published=publish is not False and publish != [],
            )


def _workspace_of(repository: Repository, path: str) -> dict[str, Any]:
    """The ``[workspace]`` table of the nearest folder above that has one."""
    folder = posixpath.dirname(path)
    while folder:
        folder = posixpath.dirname(folder)
        above = posixpath.join(folder, "Cargo.toml")
        found = table((repository.toml(above) or {}) if above in repository.path_set else {}, "workspace")
        if found:
            return found
    return {}


READER = Reader(ecosystem="cargo", globs=("Cargo.toml",), read=read, gives=("cargo",))
