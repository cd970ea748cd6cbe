"""package.json (https://docs.npmjs.com/cli/configuring-npm/package-json)."""

from __future__ import annotations

import re
from typing import Any

from troth.evidence.manifests.pyproject import table
from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import DeclaredVersion, Requirement, Scope, Toolchain
from troth.terms.span import Span

_TABLES: tuple[tuple[str, Scope], ...] = (
    ("dependencies", "runtime"),
    ("devDependencies", "development"),
    ("peerDependencies", "optional"),
    ("optionalDependencies", "optional"),
)
_ALIAS = re.compile(r"npm:(?P<name>@?[^@]+)(?:@(?P<version>.*))?")


def read(repository: Repository, path: str) -> Found:
    """Read the four tables of dependencies, ``engines`` and the package's own version."""
    value = repository.json(path)
    lines = repository.json_lines(path)
    tables = value if isinstance(value, dict) else {}
    requirements = tuple(
        _requirement(name, constraint, place(repository, path, lines.get((key, name))), scope)
        for key, scope in _TABLES
        for name, constraint in table(tables, key).items()
        if isinstance(constraint, str)
    )
    toolchains = tuple(
        Toolchain(
            language="node",
            version=str(version),
            span=place(repository, path, lines.get(keys)),
            origin=origin,
            primary=True,
        )
        for keys, origin in ((("engines", "node"), "engines"), (("volta", "node"), "tool-versions"))
        if isinstance(version := table(tables, keys[0]).get(keys[1]), str)
    )
    return Found(requirements=requirements, toolchains=toolchains, versions=_version(repository, path, tables))


def _version(repository: Repository, path: str, tables: dict[str, Any]) -> tuple[DeclaredVersion, ...]:
    version = tables.get("version")
    if not isinstance(version, str) or not version:
        return ()
    span = place(repository, path, repository.json_lines(path).get(("version",)))
    name, published = str(tables.get("name", "")), tables.get("private") is not True
    return (DeclaredVersion(package=name, version=version, span=span, published=published),)


def _requirement(name: str, constraint: str, span: Span, scope: Scope) -> Requirement:
    source, alias = source_of(constraint), _ALIAS.fullmatch(constraint)
    reference = constraint.partition("#")[2]
    return Requirement(
        ecosystem="npm",
        name=alias["name"] if alias else name,
        constraint=(alias["version"] or "") if alias else reference if source == "git" else constraint.strip(),
        span=span,
        scope=scope,
        hashed=source == "git" and re.fullmatch(r"[0-9a-f]{40}", reference) is not None,
        source=source,
        variable=constraint.startswith("catalog:"),
    )


def source_of(constraint: str) -> str:
    """Where npm takes a package from (https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies)."""
    if constraint.startswith("workspace:"):
        return "workspace"
    if constraint.startswith(("file:", "link:", "portal:", "./", "../", "/", "~/")):
        return "path"
    if constraint.startswith(("git", "github:", "gitlab:", "bitbucket:", "gist:")) or re.fullmatch(
        r"[\w.-]+/[\w.-]+(?:#.*)?", constraint
    ):
        return "git"
    return "url" if constraint.startswith(("http://", "https://")) else "index"


READER = Reader(ecosystem="npm", globs=("package.json",), read=read, gives=("npm",))
