"""Which packages does the tree publish itself, by the names that its manifests give them?

Manifests of examples, tests and other people's code say nothing of the project. A package that says that it is never
published (``private`` of package.json, ``publish = false`` of Cargo.toml) is none.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Callable, Mapping
from typing import Any

from troth.evidence import origin
from troth.evidence.manifests.reader import scope_of_folder
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.terms.answer import Answer
from troth.terms.package import CRATES, GO, NPM, PYPI, package
from troth.terms.seen.own_advisories import OwnPackage
from troth.terms.span import Span
from troth.terms.wants import OwnPackages

MOST = 500
"""Packages of one tree; a larger workspace is cut."""
LONGEST = 300
_MODULE = re.compile(r"^module\s+\"?([^\s\"]{1,300})\"?", re.MULTILINE)


def own_packages(scene: Scene, _: OwnPackages) -> Answer[OwnPackage]:
    """Every package that the tree publishes, the nearest to the root first."""
    repository, found, read = scene.repository, list[OwnPackage](), list[str]()
    whence = origin.address(repository.root).lower()
    for glob, ecosystem, name_of in _READERS:
        for path in repository.matching(glob):
            if scope_of_folder(path) is not None or any(path.startswith(f"{one}/") for one in repository.submodules):
                continue
            read.append(path)
            name = name_of(repository, path)
            if name and len(name) <= LONGEST and name.isprintable():
                where = _where(repository, path, name)
                found.append(OwnPackage(package=package(ecosystem, name), span=where, repository=whence))
    found.sort(key=lambda one: (one.span.path.count("/"), one.span.path))
    distinct = list({one.package: one for one in reversed(found)}.values())[::-1]
    return Answer(found=tuple(distinct[:MOST]), gaps=repository.gaps_of(read), read=tuple(read))


def _where(repository: Repository, path: str, name: str) -> Span:
    lines = repository.lines(path)
    at = next((number for number, line in enumerate(lines, start=1) if name in line), None)
    return Span(path, at, lines[at - 1].strip()[:200] if at else "")


def _pyproject(repository: Repository, path: str) -> str:
    parsed = repository.toml(path) or {}
    poetry = _table(_table(parsed, "tool"), "poetry")
    return _text(_table(parsed, "project"), "name") or _text(poetry, "name")


def _setup_cfg(repository: Repository, path: str) -> str:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(repository.text(path) or "")
        return parser.get("metadata", "name", fallback="").strip()
    except configparser.Error:
        return ""


def _package_json(repository: Repository, path: str) -> str:
    parsed = repository.json(path)
    told = parsed if isinstance(parsed, dict) else {}
    return "" if told.get("private") is True else _text(told, "name")


def _cargo(repository: Repository, path: str) -> str:
    told = _table(repository.toml(path) or {}, "package")
    return "" if told.get("publish") is False else _text(told, "name")


def _go_mod(repository: Repository, path: str) -> str:
    found = _MODULE.search(repository.text(path) or "")
    return found[1] if found and "." in found[1].partition("/")[0] else ""


def _composer(repository: Repository, path: str) -> str:
    parsed = repository.json(path)
    return _text(parsed if isinstance(parsed, dict) else {}, "name")


_READERS: tuple[tuple[str, str, Callable[[Repository, str], str]], ...] = (
    ("pyproject.toml", PYPI, _pyproject),
    ("setup.cfg", PYPI, _setup_cfg),
    ("package.json", NPM, _package_json),
    ("Cargo.toml", CRATES, _cargo),
    ("go.mod", GO, _go_mod),
    ("composer.json", "Packagist", _composer),
)


def _table(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}


def _text(of: Mapping[str, Any], name: str) -> str:
    found = of.get(name)
    return found.strip() if isinstance(found, str) else ""


GATHERER = Gatherer(wants=OwnPackages, answer=own_packages)
