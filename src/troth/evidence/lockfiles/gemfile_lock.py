"""Gemfile.lock of Bundler (``Bundler::LockfileParser``; https://bundler.io/guides/rationale.html)."""

from __future__ import annotations

import re

from troth.evidence.lockfiles.reader import Entry, Locked, Reader, gap, introduce, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

_SECTION = re.compile(r"[A-Z][A-Z ]+")
_SPEC = re.compile(r"    (?P<name>[^\s(]+) \((?P<version>[^\s()-]+)(?:-(?P<platform>[^()\s]+))?\)")
_NEED = re.compile(r"      (?P<name>[^\s(!]+).*")
_ASKED = re.compile(r"  (?P<name>[^\s(!]+).*")
_CHECKSUM = re.compile(r"  (?P<name>\S+) \((?P<version>[^\s()-]+)[^)]*\) sha256=(?P<digest>[0-9a-f]{64})")
_OPTION = re.compile(r"  (?P<key>[a-z]+): (?P<value>.+)")
_SOURCES = frozenset({"GEM", "GIT", "PATH", "PLUGIN SOURCE"})
_USUAL = re.compile(r"https?://(?:www\.)?rubygems\.org/?")


def read(_: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    reading = _Reading(path)
    for number, line in enumerate(text.split("\n"), 1):
        if line and line[0] != " ":
            reading.section(line.rstrip(), number)
        elif line.strip():
            reading.line(line.rstrip(), number)
    entries = list(reading.entries.values())
    index_of: dict[str, int] = {}
    for index, entry in enumerate(entries):
        index_of.setdefault(entry.name, index)
    for entry, needs in zip(entries, reading.needs.values(), strict=True):
        entry.needs = [index_of[name] for name in dict.fromkeys(needs) if name in index_of]
        digest = reading.checksums.get((entry.name, entry.version))
        entry.checksums = (f"sha256:{digest}",) if digest else ()
    if reading.asked:
        own = [index for index, entry in enumerate(entries) if entry.origin == "workspace"]
        introduce(entries, own, [index_of[name] for name in reading.asked if name in index_of])
    return locked(path, "RubyGems", entries, reading.gaps)


class _Reading:
    """Sections from the top; a gem that is there for several platforms is one."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.entries: dict[tuple[str, str], Entry] = {}
        self.needs: dict[tuple[str, str], list[str]] = {}
        self.asked: list[str] = []
        self.checksums: dict[tuple[str, str], str] = {}
        self.gaps: list[Gap] = []
        self._section = ""
        self._options: dict[str, str] = {}
        self._key: tuple[str, str] | None = None

    def section(self, line: str, number: int) -> None:
        self._section, self._options, self._key = line, {}, None
        if not _SECTION.fullmatch(line) and len(self.gaps) < 20:
            self.gaps.append(gap(self.path, "a section", "a line of no form that Bundler writes", number, line))

    def line(self, line: str, number: int) -> None:
        if self._section in _SOURCES:
            self._source(line, number)
        elif self._section == "DEPENDENCIES":
            match = _ASKED.fullmatch(line)
            if match:
                self.asked.append(match["name"])
        elif self._section == "CHECKSUMS":
            match = _CHECKSUM.match(line)
            if match:
                self.checksums.setdefault((match["name"], match["version"]), match["digest"])

    def _source(self, line: str, number: int) -> None:
        spec, option = _SPEC.fullmatch(line), _OPTION.fullmatch(line)
        if spec:
            self._key = (spec["name"], spec["version"])
            if self._key not in self.entries:
                self.entries[self._key] = self._entry(spec["name"], spec["version"], number, line.strip())
                self.needs[self._key] = []
        elif option:
            self._options[option["key"]] = option["value"].strip()
        elif self._key is not None:
            need = _NEED.fullmatch(line)
            if need:
                self.needs[self._key].append(need["name"])

    def _entry(self, name: str, version: str, number: int, text: str) -> Entry:
        entry = Entry(name=name, version=version, line=number, text=text)
        remote = self._options.get("remote", "")
        if self._section == "GIT":
            entry.origin, entry.address, entry.commit = "git", remote, self._options.get("revision", "")
        elif self._section == "PATH":
            entry.origin = "path" if remote.startswith(("..", "/")) else "workspace"
        elif remote and not _USUAL.fullmatch(remote):
            entry.registry, entry.identity = remote, False
        return entry


READER = Reader(
    globs=("Gemfile.lock", "gems.locked", "*.gemfile.lock"),
    ecosystem="RubyGems",
    read=read,
    entries="every spec below `GEM`, `GIT` and `PATH`, once for all platforms",
    direct="yes",
    checksums="yes",
    cannot="the group of a gem, which only the Gemfile knows by running it; which platform is installed",
)
