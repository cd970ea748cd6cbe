"""Licences of dependencies whose source lies in ``vendor/`` of the tree."""

from __future__ import annotations

import posixpath

from troth.evidence.licences.recognise import recognise
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene

LICENCE_FILES = tuple(f"{name}{ending}" for name in ("LICENSE", "LICENCE", "COPYING") for ending in ("", ".txt", ".md"))
_CRATES = "licences.vendored_crates"


def of_crate(scene: Scene, name: str, version: str) -> str:
    """``license`` of the vendored crate, "" where it is not vendored or says none."""
    known = scene.memory.get(_CRATES)
    if known is None:
        known = scene.memory[_CRATES] = dict(_crates(scene.repository))
    found: str = known.get((name, version), "")
    return found


def _crates(repository: Repository) -> list[tuple[tuple[str, str], str]]:
    found = []
    for path in repository.matching("Cargo.toml"):
        folder = posixpath.dirname(path)
        if posixpath.basename(posixpath.dirname(folder)) != "vendor":
            continue
        table = (repository.toml(path) or {}).get("package")
        values = [table.get(key) if isinstance(table, dict) else None for key in ("name", "version", "license")]
        name, version, licence = (value if isinstance(value, str) else "" for value in values)
        if name and licence:
            found.append(((name, version), licence))
    return found


def of_module(scene: Scene, name: str) -> str:
    """The licence that the file of the vendored module ``name`` is recognised as, "" for none."""
    repository = scene.repository
    for file in LICENCE_FILES:
        path = f"vendor/{name}/{file}"
        text = repository.text(path) if path in repository.path_set else None
        if text:
            return recognise(text)
    return ""
