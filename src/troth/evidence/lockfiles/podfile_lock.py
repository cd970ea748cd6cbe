"""Podfile.lock of CocoaPods (https://guides.cocoapods.org/using/using-cocoapods.html#what-is-podfilelock)."""

from __future__ import annotations

import re

from troth.evidence.lockfiles import flat_yaml
from troth.evidence.lockfiles.flat_yaml import table
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, failed, gap, introduce, locked, word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

_POD = re.compile(r"(?P<name>\S+) \((?P<version>[^()]+)\)")
_LINE = re.compile(r'^  - "?(?P<pod>[^\s"]+ \([^()\n]+\))"?:?$', re.MULTILINE)
_COMMIT = re.compile(r"[0-9a-f]{7,40}")


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file. Subspecs ("Pod/Core") are components of their own, as they are listed."""
    loaded = flat_yaml.load(repository, path, text)
    if loaded is None:
        return failed(repository, path, "not a mapping")
    document, _ = loaded
    pods, gaps = document.get("PODS"), list[Gap]()
    lines: dict[str, int] = {}
    line, position = 1, 0
    for match in _LINE.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        lines.setdefault(match["pod"], line)
    entries, index_of, needs = list[Entry](), dict[str, int](), list[list[str]]()
    for pod in pods if isinstance(pods, list) else ():
        told, listed = next(iter(pod.items())) if isinstance(pod, dict) and pod else (pod, [])
        split = _POD.fullmatch(told) if isinstance(told, str) else None
        if split is None:
            gaps.append(gap(path, str(told)[:80], "a pod without a version"))
            continue
        index_of[split["name"]] = len(entries)
        entries.append(
            Entry(
                name=split["name"],
                version=split["version"],
                line=lines.get(told),
                text=f"- {told}" if told in lines else "",
            )
        )
        needs.append([str(one).partition(" ")[0] for one in listed] if isinstance(listed, list) else [])
    sources, checksums = table(document, "EXTERNAL SOURCES"), table(document, "SPEC CHECKSUMS")
    checkouts = table(document, "CHECKOUT OPTIONS")
    for entry, asked in zip(entries, needs, strict=True):
        entry.needs = [index_of[name] for name in asked if name in index_of]
        root = entry.name.partition("/")[0]
        digest = word(checksums, root)
        entry.checksums = (f"sha1:{digest}",) if digest else ()
        git = word(table(sources, root), ":git") or word(table(checkouts, root), ":git")
        if git:
            commit = word(table(checkouts, root), ":commit")
            entry.origin, entry.address, entry.commit = "git", git, commit if _COMMIT.fullmatch(commit) else ""
        elif word(table(sources, root), ":path"):
            entry.origin = "path"
    wanted = document.get("DEPENDENCIES")
    if isinstance(wanted, list):
        names = [str(one).partition(" ")[0] for one in wanted]
        introduce(entries, (), [index_of[name] for name in names if name in index_of])
    return locked(path, "CocoaPods", entries, gaps)


READER = Reader(
    globs=("Podfile.lock",),
    ecosystem="CocoaPods",
    read=read,
    entries="every entry of `PODS`, subspecs too",
    direct="yes",
    checksums="yes",
    cannot="the scope of a pod; the checksums are those of the specification, not of the code",
)
