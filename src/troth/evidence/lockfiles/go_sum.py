"""go.sum: what was ever downloaded to choose versions (https://go.dev/ref/mod#go-sum-files).

It holds more versions than are built: a line is added for each module that was looked at, and ``go mod tidy`` removes
only what no choice needs any more. A line without ``/go.mod`` says that the code was downloaded.
"""

from __future__ import annotations

import posixpath
import re

from troth.evidence.lockfiles.go_modules import digest_of, directives, full, named
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, gap, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.package import GO
from troth.terms.span import Span

_LINE = re.compile(r"(\S+) (v\S+?)(/go\.mod)? (h1:\S+)")
MORE = "go.sum holds versions that were looked at, not only those that are built"


def built(text: str) -> list[tuple[str, str, str, int]]:
    """Name, version, checksum and line of each module whose code was downloaded."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line.rstrip())
        if match and not match[3]:
            found.append((match[1], match[2], digest_of(match[4]), number))
    return found


def read(repository: Repository, path: str, text: str) -> Locked:
    """Nothing where go.mod beside it names all that is built; else what was downloaded, with the doubt."""
    strange = [
        gap(path, "a checksum", "not a module, its version and its hash", number)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip() and not _LINE.fullmatch(line.rstrip())
    ][:20]
    beside = posixpath.join(posixpath.dirname(path), "go.mod")
    manifest = tuple(directives(repository.lines(beside))) if beside in repository.path_set else ()
    if full(manifest):
        note = Gap(wanted="components", reason=f"{MORE}; go.mod beside it names these", span=Span(path))
        return Locked(gaps=tuple(strange), notes=(note,))
    known = named(manifest)
    entries = [
        Entry(
            name=name,
            version=version,
            line=line,
            text=f"{name} {version}",
            origin="unknown",
            checksums=(digest,) if digest else (),
            direct=False if known else None,
        )
        for name, version, digest, line in built(text)
        if name not in known
    ]
    doubt = [gap(path, "the versions that are built", MORE)] if entries else []
    return locked(path, GO, entries, [*doubt, *strange])


READER = Reader(
    globs=("go.sum",),
    ecosystem=GO,
    read=read,
    entries="what was downloaded and go.mod does not name; nothing where go.mod names all that is built",
    checksums="yes",
    cannot="which of its versions are built",
)
