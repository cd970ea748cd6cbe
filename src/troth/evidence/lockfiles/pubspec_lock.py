"""pubspec.lock of Dart and Flutter (https://dart.dev/tools/pub/glossary#lockfile)."""

from __future__ import annotations

from typing import Any

from troth.evidence.lockfiles import flat_yaml
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, locked, word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

_KINDS: dict[str, tuple[bool | None, ComponentScope]] = {
    "direct main": (True, "runtime"),
    "direct dev": (True, "development"),
    "direct overridden": (True, ""),
    "transitive": (False, ""),
}
_USUAL = ("https://pub.dev", "https://pub.dartlang.org")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file, line by line where pub wrote it."""
    loaded = flat_yaml.load(repository, path, text)
    if loaded is None:
        return failed(repository, path, "not a mapping")
    document, lines = loaded
    entries, gaps = list[Entry](), list[Gap]()
    for name, item in table(document, "packages").items():
        line = lines.get(("packages", name))
        if isinstance(item, dict):
            entries.append(_entry(name, item, line))
        else:
            gaps.append(gap(path, name, "an entry that is no mapping", line))
    return locked(path, "Pub", entries, gaps)


def _entry(name: str, item: dict[str, Any], line: int | None) -> Entry:
    about = table(item, "description")
    entry = Entry(name=word(about, "name") or name, version=word(item, "version"), line=line)
    entry.text = f"{name}:" if line else ""
    entry.direct, entry.scope = _KINDS.get(word(item, "dependency"), (None, ""))
    digest, source = word(about, "sha256"), word(item, "source")
    entry.checksums = (f"sha256:{digest}",) if digest else ()
    if source == "git":
        entry.origin, entry.address, entry.commit = "git", word(about, "url"), word(about, "resolved-ref")
    elif source in ("path", "sdk"):
        entry.origin = "path" if source == "path" else "toolchain"
    elif word(about, "url") not in ("", *_USUAL):
        entry.registry = word(about, "url")
    return entry


READER = Reader(
    globs=("pubspec.lock",),
    ecosystem="Pub",
    read=read,
    entries="every entry of `packages`; those of the SDK have the origin `toolchain`",
    direct="yes",
    scope="partly",
    checksums="yes",
    cannot="what brings a transitive package in, for the file has no edges",
)
