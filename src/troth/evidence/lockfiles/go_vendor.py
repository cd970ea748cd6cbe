"""vendor/modules.txt: the modules whose code is copied into the tree (https://go.dev/ref/mod#vendoring)."""

from __future__ import annotations

import posixpath
import re

from troth.evidence.lockfiles.go_modules import directives, full, named
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.package import GO
from troth.terms.span import Span

_MODULE = re.compile(r"# (?P<name>\S+)(?: (?P<version>v\S+))?(?: => (?P<by>\S+)(?: (?P<by_version>v\S+))?)?")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Nothing where go.mod names all that is built; else every module with code here that go.mod does not name."""
    above = posixpath.join(posixpath.dirname(posixpath.dirname(path)), "go.mod")
    manifest = tuple(directives(repository.lines(above))) if above in repository.path_set else ()
    if full(manifest):
        note = Gap(wanted="components", reason="copies of modules that go.mod above it names", span=Span(path))
        return Locked(notes=(note,))
    known, lines = named(manifest), text.split("\n")
    entries = []
    for number, line in enumerate(lines, 1):
        match = _MODULE.fullmatch(line.rstrip())
        if match is None or match["name"] in known or (match["version"] is None and match["by"] is None):
            continue
        entry = Entry(name=match["name"], version=match["version"] or "", line=number, text=line.strip()[:200])
        if match["by_version"]:
            entry.name, entry.version = match["by"], match["by_version"]
        elif match["by"]:
            entry.version, entry.origin = "", "path"
        entry.direct = "explicit" in lines[number] if number < len(lines) and lines[number].startswith("## ") else None
        entries.append(entry)
    return locked(path, GO, entries)


READER = Reader(
    globs=("vendor/modules.txt", "*/vendor/modules.txt"),
    ecosystem=GO,
    read=read,
    entries="every module with code in `vendor` that go.mod does not name; nothing where that names all",
    direct="partly",
    cannot="which of a module's packages are built into a program",
)
