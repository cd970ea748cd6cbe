"""renv.lock of R (https://rstudio.github.io/renv/reference/lockfiles.html)."""

from __future__ import annotations

from typing import Any

from troth.evidence.lockfiles import json_places
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, failed, gap, locked, word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

_USUAL = ("", "CRAN", "RSPM", "P3M")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    document = repository.json(path)
    if not isinstance(document, dict):
        return failed(repository, path, "not an object")
    lines, gaps, entries = json_places.Finder(repository, path, text, 2), list[Gap](), list[Entry]()
    for name, item in table(document, "Packages").items():
        line = lines.line("Packages", name)
        if isinstance(item, dict):
            entries.append(_entry(name, item, line))
        else:
            gaps.append(gap(path, name, "an entry that is no object", line))
    return locked(path, "CRAN", entries, gaps)


def _entry(name: str, item: dict[str, Any], line: int | None) -> Entry:
    entry = Entry(name=word(item, "Package") or name, version=word(item, "Version"), line=line)
    entry.text = f'"{name}": {{' if line else ""
    source, repository = word(item, "Source"), word(item, "Repository")
    if word(item, "RemoteSha") and source not in ("Repository", "Bioconductor"):
        host = word(item, "RemoteHost").removeprefix("api.") or "github.com"
        entry.origin, entry.commit = "git", word(item, "RemoteSha")
        entry.address = f"https://{host}/{word(item, 'RemoteUsername')}/{word(item, 'RemoteRepo')}"
    elif source == "Bioconductor" or repository.startswith("BioC"):
        entry.ecosystem = "Bioconductor"
    elif source == "Local":
        entry.origin = "path"
    elif repository not in _USUAL:
        entry.registry = repository
    return entry


READER = Reader(
    globs=("renv.lock",),
    ecosystem="CRAN",
    read=read,
    entries="every entry of `Packages`",
    cannot="what is direct and its scope; the hash is that of the description, not of the code",
)
