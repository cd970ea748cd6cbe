"""conan.lock, version 0.5 of Conan 2 and 0.4 of Conan 1 (https://docs.conan.io/2/tutorial/versioning/lockfiles.html)."""

from __future__ import annotations

import re

from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

_REFERENCE = re.compile(r"(?P<name>[^/@#%]+)/(?P<version>[^@#%]+)(?:@[^#%]*)?(?:#(?P<revision>[^%]+))?(?:%.*)?")
_QUOTED = re.compile(r'"([^"\\]*+)"')
_SECTIONS: tuple[tuple[str, ComponentScope], ...] = (
    ("requires", "runtime"),
    ("build_requires", "build"),
    ("python_requires", "build"),
    ("config_requires", "build"),
)


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    document = repository.json(path)
    if not isinstance(document, dict):
        return failed(repository, path, "not an object")
    gaps, told = list[Gap](), list[tuple[object, ComponentScope]]()
    for section, scope in _SECTIONS:
        listed = document.get(section)
        told += [(one, scope) for one in listed] if isinstance(listed, list) else []
    nodes = table(document, "graph_lock", "nodes")
    told += [(node.get("ref"), "") for node in nodes.values() if isinstance(node, dict) and node.get("ref")]
    if str(document.get("version", "0.5")) not in ("0.4", "0.5"):
        gaps.append(gap(path, "a known form", f"version {str(document['version'])[:20]} is not known; read as 0.5"))
    lines: dict[str, int] = {}
    for number, row in enumerate(text.split("\n"), 1):
        for found in _QUOTED.findall(row):
            lines.setdefault(found, number)
    entries = []
    for reference, scope in told:
        match = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
        line = lines.get(str(reference))
        if match is None:
            gaps.append(gap(path, str(reference)[:80], "no reference name/version"))
            continue
        entries.append(
            Entry(name=match["name"], version=match["version"], line=line, text=match[0] if line else "", scope=scope)
        )
    return locked(path, "ConanCenter", entries, gaps)


READER = Reader(
    globs=("conan.lock",),
    ecosystem="ConanCenter",
    read=read,
    entries="every reference `name/version`",
    scope="partly",
    cannot="what is direct and what brings a package in; which remote it came from",
)
