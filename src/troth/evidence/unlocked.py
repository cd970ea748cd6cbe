"""Manifests that ask for packages where no lockfile says which versions: a gap each, for nothing else would tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from troth.evidence.manifests import READERS as MANIFESTS
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.seen.components import Inventoried
from troth.terms.span import Span

_READ = {"cargo": "crates.io", "npm": "npm", "pypi": "PyPI"}
"""Ecosystems whose manifests are read, by the names that their readers give them."""
_BY_NAME = {
    "composer.json": "Packagist",
    "Gemfile": "RubyGems",
    "pubspec.yaml": "Pub",
    "mix.exs": "Hex",
    "Package.swift": "SwiftURL",
    "Podfile": "CocoaPods",
    "build.gradle": "Maven",
    "build.gradle.kts": "Maven",
    "*.csproj": "NuGet",
    "*.fsproj": "NuGet",
}
"""Manifests that are known by their names, and what they would lock."""
_NONE = "no lockfile beside or above it says which versions are used"


def unlocked(repository: Repository, locked: Mapping[str, frozenset[str]], own: set[str]) -> Iterator[Inventoried]:
    """Manifests among ``own`` without a lockfile; ``locked`` are folders of lockfiles by ecosystem."""
    found: dict[str, Gap] = {}
    for reader in MANIFESTS:
        ecosystem = _READ.get(reader.ecosystem, "")
        if not ecosystem or any(glob.endswith((".txt", ".in")) for glob in reader.globs):
            continue
        for path in repository.matching(*reader.globs):
            if path in own and not _is_locked(path, locked.get(ecosystem, frozenset())):
                lines = [line for line in reader.read(repository, path).requirements if line.source == "index"]
                names = {line.name for line in lines}
                if names:
                    packages = "a package" if len(names) == 1 else f"{len(names)} packages"
                    found[path] = Gap(wanted=f"the versions of {packages}", reason=_NONE, span=Span(path))
    for glob, ecosystem in _BY_NAME.items():
        for path in repository.matching(glob):
            if path in own and not _is_locked(path, locked.get(ecosystem, frozenset())):
                found.setdefault(path, Gap(wanted=f"packages of {ecosystem}", reason=_NONE, span=Span(path)))
    for path, gap in sorted(found.items()):
        yield Inventoried(path=path, kind="manifest", gaps=(gap,))


def _is_locked(path: str, folders: frozenset[str]) -> bool:
    folder = path.rpartition("/")[0]
    while folder not in folders:
        if not folder:
            return False
        folder = folder.rpartition("/")[0]
    return True
