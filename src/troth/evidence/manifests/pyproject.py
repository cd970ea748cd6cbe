"""pyproject.toml: PEP 621 and 735, Poetry, PDM, uv, Hatch, build requirements."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace
from packaging.utils import canonicalize_name

from troth.evidence.manifests.python_line import requirement
from troth.evidence.manifests.reader import Found, Reader, place, scope_of_word
from troth.evidence.places import Path
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.seen.manifests import DeclaredVersion, Requirement, Scope, Toolchain
from troth.terms.span import Span

_VERSION_LINE = re.compile(r"^(?:__version__|VERSION|version)\s*(?::\s*\w+\s*)?=\s*[\"'](?P<version>[^\"']+)[\"']")


def read(repository: Repository, path: str) -> Found:
    """Read the tables that name dependencies, the Python version and the project's own version."""
    project = _Project(repository, path)
    found = [*project.standard(), *project.poetry(), *project.others()]
    return Found(
        requirements=tuple(item for item in found if isinstance(item, Requirement)),
        toolchains=tuple(project.toolchains()),
        versions=tuple(project.versions()),
        gaps=tuple(item for item in found if isinstance(item, Gap)),
    )


class _Project:
    """The tables of one pyproject.toml and the lines of their keys."""

    def __init__(self, repository: Repository, path: str) -> None:
        self.repository, self.path = repository, path
        self.tables = repository.toml(path) or {}
        self.lines = repository.toml_lines(path)
        self.sources = table(self.tables, "tool", "uv", "sources")

    def span(self, *keys: str | int) -> Span:
        return place(self.repository, self.path, nearest(self.lines, keys))

    def standard(self) -> Iterator[Requirement | Gap]:
        yield from self.listed(("project", "dependencies"), "runtime")
        for group in table(self.tables, "project", "optional-dependencies"):
            scope = scope_of_word(group) or "optional"
            yield from self.listed(("project", "optional-dependencies", group), scope)
        for group in table(self.tables, "dependency-groups"):
            yield from self.listed(("dependency-groups", group), _beside(group))
        yield from self.listed(("build-system", "requires"), "build")

    def others(self) -> Iterator[Requirement | Gap]:
        yield from self.listed(("tool", "uv", "dev-dependencies"), "development")
        yield from self.listed(("tool", "uv", "constraint-dependencies"), "runtime", constrains=True)
        for group in table(self.tables, "tool", "pdm", "dev-dependencies"):
            yield from self.listed(("tool", "pdm", "dev-dependencies", group), _beside(group))
        for name in table(self.tables, "tool", "hatch", "envs"):
            for key in ("dependencies", "extra-dependencies"):
                yield from self.listed(("tool", "hatch", "envs", name, key), _beside(name))

    def listed(self, keys: tuple[str, ...], scope: Scope, *, constrains: bool = False) -> Iterator[Requirement | Gap]:
        """Lines of an array of PEP 508 strings."""
        items: Any = self.tables
        for key in keys:
            items = items.get(key) if isinstance(items, dict) else None
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if not isinstance(item, str):
                continue  # {include-group = …} of PEP 735
            span = self.span(*keys, index)
            line = requirement(item, span, scope=scope, constrains=constrains)
            if line is None:
                yield Gap(wanted="a dependency", reason="no valid requirement", span=span)
            else:
                yield self.sourced(line)

    def sourced(self, line: Requirement) -> Requirement:
        """The line with the source that ``[tool.uv.sources]`` gives it."""
        source = next((value for name, value in self.sources.items() if canonicalize_name(name) == line.name), None)
        return replaced(line, source) if isinstance(source, dict) else line

    def poetry(self) -> Iterator[Requirement | Gap]:
        yield from self.poetry_table(("tool", "poetry", "dependencies"), "runtime")
        yield from self.poetry_table(("tool", "poetry", "dev-dependencies"), "development")
        for group in table(self.tables, "tool", "poetry", "group"):
            scope: Scope = "runtime" if group == "main" else _beside(group)
            yield from self.poetry_table(("tool", "poetry", "group", group, "dependencies"), scope)

    def poetry_table(self, keys: tuple[str, ...], scope: Scope) -> Iterator[Requirement]:
        for name, value in table(self.tables, *keys).items():
            for entry in value if isinstance(value, list) else [value]:
                if name != "python" and isinstance(entry, (str, dict)):
                    yield named(name, entry, self.span(*keys, name), scope)

    def toolchains(self) -> Iterator[Toolchain]:
        for keys in (("project", "requires-python"), ("tool", "poetry", "dependencies", "python")):
            value = table(self.tables, *keys[:-1]).get(keys[-1])
            if isinstance(value, str):
                span = self.span(*keys)
                yield Toolchain(language="python", version=value, span=span, origin="requires-python", primary=True)

    def versions(self) -> Iterator[DeclaredVersion]:
        project, poetry = table(self.tables, "project"), table(self.tables, "tool", "poetry")
        name = str(project.get("name") or poetry.get("name") or "")
        classifiers = project.get("classifiers") or poetry.get("classifiers")
        private = isinstance(classifiers, list) and any(str(item).startswith("Private ::") for item in classifiers)
        for keys, value in (
            (("project", "version"), project.get("version")),
            (("tool", "poetry", "version"), poetry.get("version")),
        ):
            if isinstance(value, str) and value:
                yield DeclaredVersion(package=name, version=value, span=self.span(*keys), published=not private)
                return
        yield from self.dynamic_version(name, published=not private)

    def dynamic_version(self, name: str, *, published: bool) -> Iterator[DeclaredVersion]:
        """The version that a plain assignment in a named file gives: Hatch's ``path``, setuptools' ``attr``."""
        hatch = table(self.tables, "tool", "hatch", "version").get("path")
        tool = table(self.tables, "tool", "setuptools", "dynamic").get("version")
        named_files = [hatch] if isinstance(hatch, str) else []
        if isinstance(tool, dict) and isinstance(tool.get("attr"), str):
            named_files += _files_of(tool["attr"].rpartition(".")[0])
        folder = posixpath.dirname(self.path)
        for file in named_files:
            target = posixpath.normpath(posixpath.join(folder, file))
            for number, line in enumerate(self.repository.lines(target), 1):
                match = _VERSION_LINE.match(line)
                if match:
                    span = place(self.repository, target, number)
                    yield DeclaredVersion(package=name, version=match["version"], span=span, published=published)
                    return


def table(tables: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """The table at ``keys``; empty where there is none."""
    found: Any = tables
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def nearest(lines: Mapping[Path, int], keys: Path) -> int | None:
    """Line of ``keys``, or of the closest table above that has one."""
    return next((lines[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in lines), None)


def named(name: str, entry: str | dict[str, Any], span: Span, scope: Scope) -> Requirement:
    """A dependency written as "name = constraint" or as a table (Poetry, Pipfile)."""
    values = {"version": entry} if isinstance(entry, str) else entry
    version, extras = values.get("version", ""), values.get("extras", ())
    constraint = re.sub(r"\s+", "", version) if isinstance(version, str) else ""
    line = Requirement(
        ecosystem="pypi",
        name=canonicalize_name(name),
        constraint="" if constraint == "*" else constraint,
        span=span,
        scope="optional" if values.get("optional") is True and scope == "runtime" else scope,
        extras=tuple(sorted(str(extra) for extra in extras)) if isinstance(extras, list) else (),
    )
    return replaced(line, values)


def replaced(line: Requirement, values: Mapping[str, Any]) -> Requirement:
    """``line`` with the source that a table names: git, path, url or workspace."""
    source = next((key for key in ("git", "path", "file", "url", "workspace") if values.get(key)), None)
    if source is None:
        return line
    reference = next((str(values[key]) for key in ("rev", "ref", "tag", "branch") if values.get(key)), "")
    return replace(
        line,
        source="path" if source == "file" else source,
        constraint=reference if source == "git" else line.constraint,
        hashed=line.hashed or re.fullmatch(r"[0-9a-f]{40}", reference) is not None,
    )


def _beside(group: str) -> Scope:
    """Groups of dependencies are never installed with the package: they are for those who work on it."""
    scope = scope_of_word(group)
    return scope if scope in ("test", "build") else "development"


def _files_of(module: str) -> list[str]:
    stem = module.replace(".", "/")
    return [f"{folder}{stem}{end}" for folder in ("src/", "") for end in ("/__init__.py", ".py")] if module else []


READER = Reader(ecosystem="pypi", globs=("pyproject.toml",), read=read, gives=("pypi",), always=False)
