"""composer.lock (https://getcomposer.org/doc/01-basic-usage.md#commit-your-composer-lock-file-to-version-control)."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from troth.evidence.lockfiles import json_places
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.reader import ComponentScope, Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

_SECTIONS: tuple[tuple[str, ComponentScope], ...] = (("packages", "runtime"), ("packages-dev", "development"))
_COMMIT = re.compile(r"[0-9a-f]{40}")
_BRANCH = re.compile(r"dev-.*|.*-dev")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    document = repository.json(path)
    if not isinstance(document, dict):
        return failed(repository, path, "not an object")
    gaps, items = list[Gap](), list[tuple[ComponentScope, tuple[str, int], dict[str, Any]]]()
    for section, scope in _SECTIONS:
        listed = document.get(section) or []
        if not isinstance(listed, list):
            gaps.append(gap(path, section, "not an array"))
            continue
        for number, item in enumerate(listed):
            if isinstance(item, dict):
                items.append((scope, (section, number), item))
            else:
                gaps.append(gap(path, section, "an entry that is no object"))
    lines: list[int] | list[int | None] | None = json_places.values(
        text, 3, "name", [word(item, "name") for _, _, item in items]
    )
    if lines is None:
        lines = json_places.lines_of(repository, path, [(*place, "name") for _, place, _ in items])
    entries = [_entry(item, line, scope) for (scope, _, item), line in zip(items, lines, strict=True)]
    by_name = {entry.name.lower(): index for index, entry in enumerate(entries)}
    for entry, (_, _, item) in zip(entries, items, strict=True):
        entry.needs = [by_name[name.lower()] for name in table(item, "require") if name.lower() in by_name]
    manifest = posixpath.join(posixpath.dirname(path), "composer.json")
    asked = repository.json(manifest) if manifest in repository.path_set else None
    if isinstance(asked, dict):
        names = [name.lower() for key in ("require", "require-dev") for name in table(asked, key)]
        introduce(entries, (), [by_name[name] for name in names if name in by_name])
    return locked(path, "Packagist", entries, gaps)


def _entry(item: dict[str, Any], line: int | None, scope: ComponentScope) -> Entry:
    name, version = word(item, "name"), word(item, "version")
    source, dist = table(item, "source"), table(item, "dist")
    licences = item.get("license")
    entry = Entry(name=name, version=version, line=line, scope=scope, text=f'"name": "{name}"' if line else "")
    reference = word(source, "reference") or word(dist, "reference")
    entry.commit = reference if _COMMIT.fullmatch(reference) else ""
    entry.checksums = (f"sha1:{shasum}",) if (shasum := word(dist, "shasum")) else ()
    told = [one for one in licences if isinstance(one, str)] if isinstance(licences, list) else []
    entry.licence = " OR ".join(told)[:300]  # "or" is what several entries mean (composer.json schema, "license")
    if word(dist, "type") == "path":
        entry.origin = "path"
    elif _BRANCH.fullmatch(version) and word(source, "type") == "git":
        entry.origin, entry.address = "git", word(source, "url")
    return entry


READER = Reader(
    globs=("composer.lock",),
    ecosystem="Packagist",
    read=read,
    entries="every entry of `packages` and `packages-dev`; branches are told by their commit",
    direct="with the manifest",
    scope="yes",
    checksums="yes",
    licences="yes",
    cannot="what is direct, unless composer.json is beside it; the version of PHP and of its extensions",
)
