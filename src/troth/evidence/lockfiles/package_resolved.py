"""Package.resolved of the Swift package manager, versions 1 to 3 (``PinsStore`` of swift-package-manager)."""

from __future__ import annotations

import re
from typing import Any

from troth.evidence.lockfiles import json_places
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, failed, gap, locked, word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

LONGEST_ADDRESS = 2_000
_ADDRESS = re.compile(r"(?:[a-z+]+://)?(?:[^@/]+@)?(?P<host>[^/:]+)(?::\d+)?[:/](?P<path>.+?)(?:\.git)?/?")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file. A package of Swift is its repository, so that is its name ("github.com/apple/swift-nio")."""
    document = repository.json(path)
    if not isinstance(document, dict):
        return failed(repository, path, "not an object")
    gaps = list[Gap]()
    version = document.get("version")
    if version not in (1, 2, 3) or isinstance(version, bool):
        gaps.append(gap(path, "a known form", f"version {str(version)[:20]} of the format is not known; read as 3"))
    old = document.get("pins") is None
    pins = table(document, "object").get("pins") if old else document["pins"]
    where: json_places.Place = ("object", "pins") if old else ("pins",)
    key = "repositoryURL" if old else "location"
    items = [item if isinstance(item, dict) else {} for item in pins] if isinstance(pins, list) else []
    addresses = [word(item, key)[:LONGEST_ADDRESS] for item in items]
    lines: Any = json_places.values(text, len(where) + 2, key, addresses)
    if lines is None:
        lines = json_places.lines_of(repository, path, [(*where, number, key) for number in range(len(items))])
    entries = []
    for item, address, line in zip(items, addresses, lines, strict=True):
        state, match = table(item, "state"), _ADDRESS.fullmatch(address)
        entry = Entry(name="", version=word(state, "version"), line=line, text=f'"{key}": "{address}"' if line else "")
        entry.commit = word(state, "revision")
        if word(item, "kind") == "localSourceControl" or address.startswith(("/", ".")):
            entry.name, entry.origin = address.rstrip("/").rpartition("/")[2], "path"
        elif word(item, "kind") == "registry":
            entry.name = word(item, "identity")
        elif match:
            entry.name = f"{match['host'].lower()}/{match['path']}"
            if not entry.version:
                entry.origin, entry.address = "git", address
        entries.append(entry)
    return locked(path, "SwiftURL", entries, gaps)


READER = Reader(
    globs=("Package.resolved",),
    ecosystem="SwiftURL",
    read=read,
    entries="every pin, named by its repository; one of a branch has no version but a commit",
    cannot="what is direct and what brings a package in; its scope",
)
