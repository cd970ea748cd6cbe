"""The names that the pyproject.toml beside a lockfile asks for."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from troth.evidence.lockfiles.python_names import key
from troth.evidence.repository import Repository

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")


def asked(repository: Repository, folder: str) -> frozenset[str] | None:
    """Normalised names of every dependency, extra and group; None without a manifest that can be read.

    PEP 621, PEP 735 and the tables of poetry and pdm.
    """
    path = posixpath.join(folder, "pyproject.toml")
    tables = repository.toml(path) if path in repository.path_set else None
    if tables is None:
        return None
    names: set[str] = set()
    project = _table(tables, "project")
    lists = [project.get("dependencies"), *_table(project, "optional-dependencies").values()]
    lists += _table(tables, "dependency-groups").values()
    lists += _table(tables, "tool", "pdm", "dev-dependencies").values()
    for listed in lists:
        for line in listed if isinstance(listed, list) else ():
            match = _NAME.match(line) if isinstance(line, str) else None
            if match:
                names.add(key(match[1]))
    poetry = _table(tables, "tool", "poetry")
    groups = [poetry, *(group for group in _table(poetry, "group").values() if isinstance(group, dict))]
    for group in groups:
        for table in ("dependencies", "dev-dependencies"):
            names |= {key(name) for name in _table(group, table)}
    return frozenset(names - {"python"})


def _table(tables: dict[str, Any], *keys: str) -> dict[str, Any]:
    value: Any = tables
    for name in keys:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
