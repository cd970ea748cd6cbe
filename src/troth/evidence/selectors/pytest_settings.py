"""What a project's configuration of pytest keeps from being run: folders outside of ``testpaths``, chosen marks.

Which file counts, and how it is written: https://docs.pytest.org/en/stable/reference/customize.html.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec

from troth.evidence.repository import Repository
from troth.terms.span import Span, excerpt

_TABLES = {
    "pytest.ini": "pytest",
    ".pytest.ini": "pytest",
    "pyproject.toml": "tool.pytest.ini_options",
    "tox.ini": "pytest",
    "setup.cfg": "tool:pytest",
}
"""Files in the order in which pytest asks them, and the table that is its own."""
_CHOOSES = re.compile(r"(?:^|[\s\"'\[])(?:-k|-m|--ignore(?:-glob)?|--deselect|--collect-only|--co)(?![\w-])")


class Setting(msgspec.Struct, frozen=True):
    """One setting as it is written, and its place."""

    value: str
    span: Span


def keep_out(repository: Repository, path: str) -> tuple[Span, ...]:
    """Lines of the configuration by which a plain run of pytest leaves the file ``path`` out, or may."""
    found = []
    folder = posixpath.dirname(path)
    for name, settings in _configurations(repository, folder):
        home = posixpath.dirname(name)
        where = settings.get("testpaths")
        if where is not None:
            paths = [
                posixpath.normpath(posixpath.join(home, part)) for part in re.findall(r"[^\s\"',\[\]]+", where.value)
            ]
            if not any(part in (".", path) or path.startswith(f"{part}/") or "*" in part for part in paths):
                found.append(where.span)
        options = settings.get("addopts")
        if options is not None and _CHOOSES.search(options.value):
            found.append(options.span)
        break
    return tuple(found)


def renamed(repository: Repository) -> bool:
    """Whether some configuration of pytest gives test files other names."""
    return any("python_files" in (repository.text(path) or "") for path in repository.matching(*_TABLES))


def _configurations(repository: Repository, folder: str) -> Iterator[tuple[str, dict[str, Setting]]]:
    """The configurations that pytest would find from ``folder`` upwards, the nearest first."""
    here = folder
    while True:
        for name, table in _TABLES.items():
            path = posixpath.join(here, name)
            if path in repository.path_set:
                settings = _settings(repository, path, table)
                if settings:
                    yield path, settings
        if not here:
            return
        here = posixpath.dirname(here)


def _settings(repository: Repository, path: str, table: str) -> dict[str, Setting]:
    """The keys of one table of an INI or TOML file, values that go on over lines put together."""
    found: dict[str, Setting] = {}
    inside, key = False, ""
    for number, line in enumerate(repository.lines(path), 1):
        head = re.match(r"\s*\[+([^\[\]]+)\]+\s*(?:[#;].*)?$", line)
        if head and not line[:1].isspace() and "=" not in head[1] and not head[1].strip().startswith(('"', "'")):
            inside, key = head[1].strip().replace(" ", "") == table, ""
            continue
        named = re.match(r"([\w-]+)\s*=(.*)", line)
        if inside and named:
            key = named[1]
            found[key] = Setting(named[2].strip(), Span(path, number, excerpt(line)))
        elif inside and key and line.strip() and not line.lstrip().startswith(("#", ";")):
            found[key] = Setting(f"{found[key].value} {line.strip()}", found[key].span)
    return found
