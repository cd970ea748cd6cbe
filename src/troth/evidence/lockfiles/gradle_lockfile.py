"""gradle.lockfile (https://docs.gradle.org/current/userguide/dependency_locking.html)."""

from __future__ import annotations

import re

from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, gap, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

_LINE = re.compile(r"(?P<group>[^:=\s]+):(?P<artifact>[^:=\s]+):(?P<version>[^:=\s]+)(?:=(?P<configurations>\S*))?")


def read(_: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    entries, gaps = list[Entry](), list[Gap]()
    for number, line in enumerate(text.split("\n"), 1):
        told = line.strip()
        if not told or told[0] == "#" or told.startswith("empty="):
            continue
        match = _LINE.fullmatch(told)
        if match is None:
            if len(gaps) < 20:
                gaps.append(gap(path, "a module", "not group:artifact:version=configurations", number, told))
            continue
        entries.append(
            Entry(
                name=f"{match['group']}:{match['artifact']}",
                version=match["version"],
                line=number,
                text=told[:200],
                scope=_scope(match["configurations"] or ""),
            )
        )
    return locked(path, "Maven", entries, gaps)


def _scope(configurations: str) -> ComponentScope:
    """By the names that the plugins of Gradle give: "runtimeClasspath", "testCompileClasspath"…"""
    names = [name for name in configurations.split(",") if name]
    if not names:
        return ""
    if all("test" in name.lower() for name in names):
        return "test"
    return (
        "runtime" if any(name.endswith("untimeClasspath") and "test" not in name.lower() for name in names) else "build"
    )


READER = Reader(
    globs=("gradle.lockfile", "buildscript-gradle.lockfile", "gradle/dependency-locks/*.lockfile"),
    ecosystem="Maven",
    read=read,
    entries="every line `group:artifact:version`",
    scope="partly",
    cannot="what is direct and what brings a module in, for the file has no edges",
)
