"""pylock.toml (PEP 751, https://packaging.python.org/en/latest/specifications/pylock-toml/).

Read leniently: ``packaging.pylock`` refuses a whole file for one wrong key, and an inventory wants the rest of it.
"""

from __future__ import annotations

import re
from typing import Any

from troth.evidence.lockfiles import flat_toml
from troth.evidence.lockfiles.graph import by_name
from troth.evidence.lockfiles.python_names import add_git, key, registry
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.package import PYPI

_FILES = ("wheels", "sdist", "archive")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    tables = repository.toml(path)
    if tables is None:
        return failed(repository, path, "not valid TOML")
    gaps = list[Gap]()
    version = tables.get("lock-version")
    if not isinstance(version, str):
        gaps.append(gap(path, "lock-version", "a pylock file must say by which version of the standard it is written"))
    elif not re.fullmatch(r"1(\.\d+)?", version):
        gaps.append(gap(path, "a known form", f"lock-version {version[:20]} is not known; read as 1.0"))
    listed = tables.get("packages", [])
    if not isinstance(listed, list):
        return locked(path, PYPI, (), [*gaps, gap(path, "packages", "not an array of tables")])
    gaps += [gap(path, "a package", "an entry that is no table") for item in listed if not isinstance(item, dict)]
    blocks = flat_toml.from_tables(tables, "packages", text)
    if any(line is None for line, _ in blocks):
        lines = repository.toml_lines(path)
        blocks = [(lines.get(("packages", number)), item) for number, (_, item) in enumerate(blocks)]
    entries = [_entry(line, item) for line, item in blocks]
    alike = by_name(entry.name for entry in entries)
    edges = False
    for entry, (_, item) in zip(entries, blocks, strict=True):
        needs = item.get("dependencies")
        edges = edges or isinstance(needs, list)
        told = needs if isinstance(needs, list) else []
        names = [key(word(need, "name")) for need in told if isinstance(need, dict)]
        entry.needs = [index for name in names for index in alike.get(name, ())]
    if edges:
        _by_edges(entries)
    return locked(path, PYPI, entries, gaps)


def _by_edges(entries: list[Entry]) -> None:
    """What nothing else needs must be asked for; whether the rest is asked for too, the file does not say."""
    needed = {index for entry in entries for index in entry.needs}
    introduce(entries, (), [index for index in range(len(entries)) if index not in needed])
    for index in needed:
        entries[index].direct = None


def _entry(line: int | None, item: dict[str, Any]) -> Entry:
    name = word(item, "name")
    entry = Entry(name=key(name), version=word(item, "version"), line=line)
    entry.text = f"name = {name}" if line else ""
    entry.checksums = flat_toml.checksums([item.get(kind) for kind in _FILES])
    vcs, archive, directory = item.get("vcs"), item.get("archive"), item.get("directory")
    if isinstance(vcs, dict):
        add_git(entry, word(vcs, "url") or word(vcs, "path"), word(vcs, "commit-id"))
    elif isinstance(directory, dict):
        entry.origin = "workspace" if not word(directory, "path").startswith("..") else "path"
    elif isinstance(archive, dict):
        entry.origin, entry.address = ("url", word(archive, "url")) if word(archive, "url") else ("path", "")
    else:
        entry.registry = registry(word(item, "index"))
    return entry


READER = Reader(
    globs=("pylock.toml", "pylock.*.toml"),
    ecosystem=PYPI,
    read=read,
    entries="every `[[packages]]`",
    direct="partly",
    checksums="yes",
    cannot="what is direct where no dependencies are written; which of its packages an environment gets",
)
