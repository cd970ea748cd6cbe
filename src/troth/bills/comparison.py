"""A bill beside the lockfiles of a tree: components missing, of other versions, and extra ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from troth.terms.bill import Bill, BillComponent, Comparison
from troth.terms.package import Package, package
from troth.terms.seen.components import Component

ECOSYSTEMS = {
    "cargo": "crates.io",
    "pypi": "PyPI",
    "golang": "Go",
    "npm": "npm",
    "gem": "RubyGems",
    "composer": "Packagist",
    "maven": "Maven",
    "nuget": "NuGet",
    "hex": "Hex",
    "pub": "Pub",
    "cocoapods": "CocoaPods",
    "swift": "SwiftURL",
    "hackage": "Hackage",
    "cran": "CRAN",
    "conan": "ConanCenter",
    "githubactions": "GitHub Actions",
}
"""Ecosystems of OSV by the types of package URLs."""
_JOINED = {"Maven": ":"}
"""How namespace and name are joined where OSV does it otherwise than by a slash."""
OWN = frozenset({"workspace", "path"})
"""Origins of components that are the project itself."""
NOT_SHIPPED = frozenset({"development", "test"})
"""Scopes that a bill of what ships need not list."""
ABOUT = 0.5
"""Share of a lockfile's components from which on a bill is taken to be about that lockfile."""


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What the comparison comes to: one entry per lockfile and ecosystem, extra components, own ones in the bill."""

    comparisons: tuple[Comparison, ...]
    extra: tuple[str, ...]
    own: int


class _Listed(msgspec.Struct, frozen=True):
    """The bill's components for look-ups: versions by package, and by bare name where there is no package URL."""

    versions: Mapping[Package, frozenset[str]]
    names: Mapping[str, frozenset[str]]

    def of(self, one: Package) -> frozenset[str]:
        return self.versions.get(one, frozenset()) | self.names.get(one.name.lower(), frozenset())


def compare(bill: Bill, components: Iterable[Component]) -> Beside:
    """Hold ``bill`` against ``components``, those that the tree's files name."""
    given = tuple(components)
    listed = _listed(bill)
    files: dict[tuple[str, str], list[Component]] = {}
    for one in given:
        if one.origin not in OWN and one.origin != "toolchain":
            files.setdefault((one.span.path, one.package.base), []).append(one)
    own = {one.package.name for one in given if one.origin in OWN}
    locked = {one.package for one in given}
    names = {one.package.name.lower() for one in given}
    extra = [
        one.label
        for one in bill.components
        if not _is_own(one, own) and not _is_locked(one, locked, names) and one.ref not in bill.roots
    ]
    return Beside(
        comparisons=tuple(_beside(path, base, found, listed) for (path, base), found in sorted(files.items())),
        extra=tuple(dict.fromkeys(extra)),
        own=sum(_is_own(one, own) for one in bill.components),
    )


def _beside(path: str, ecosystem: str, found: list[Component], listed: _Listed) -> Comparison:
    """One lockfile; each of its packages in each of its versions."""
    wanted = {(one.package, _bare(one.version)): one for one in found}
    missing, differing, aside, there = [], [], 0, 0
    for (name, version), one in wanted.items():
        versions = listed.of(name)
        if version in versions or (versions and not version):
            there += 1
        elif one.scope in NOT_SHIPPED:
            aside += 1
        elif versions and not _others_locked(versions, name, wanted):
            differing.append(f"{name.name} {one.version} (bill: {', '.join(sorted(versions))}), {one.span}")
        else:
            missing.append(f"{name.name} {one.version}, {one.span}")
    near = there + len(differing)
    about = near >= ABOUT * max(1, len(wanted) - aside)
    note = "" if about else _apart(near, len(wanted), ecosystem, listed)
    return Comparison(
        file=path,
        ecosystem=ecosystem,
        locked=len(wanted),
        found=there,
        missing=tuple(sorted(missing)),
        differing=tuple(sorted(differing)),
        set_aside=aside,
        counts=about,
        note=note,
    )


def _others_locked(versions: frozenset[str], name: Package, wanted: Mapping[tuple[Package, str], Component]) -> bool:
    """Whether every version in the bill is one that the lockfile has as well: then this one is missing, not other."""
    return all((name, version) in wanted for version in versions)


def _apart(near: int, all_: int, ecosystem: str, listed: _Listed) -> str:
    if not any(one.base == ecosystem for one in listed.versions):
        return f"the bill lists nothing of {ecosystem}"
    return f"the bill has {near} of its {all_}, so it is taken to be about something else"


def _listed(bill: Bill) -> _Listed:
    versions: dict[Package, set[str]] = {}
    names: dict[str, set[str]] = {}
    for one in (*((bill.root,) if bill.root else ()), *bill.components):
        packages = list(_packages(one))
        for name, version in packages:
            versions.setdefault(name, set()).add(version or _bare(one.version))
        if not packages and one.name:
            names.setdefault(one.name.lower(), set()).add(_bare(one.version))
    return _Listed(
        {name: frozenset(found) for name, found in versions.items()},
        {name: frozenset(found) for name, found in names.items()},
    )


def _packages(component: BillComponent) -> Iterator[tuple[Package, str]]:
    """Package and version of each package URL that can be read."""
    from packageurl import PackageURL  # noqa: PLC0415 - 30 ms, and only this command needs it

    for text in component.purls:
        try:
            purl = PackageURL.from_string(text)
        except ValueError:
            continue
        ecosystem = ECOSYSTEMS.get(purl.type, purl.type)
        name = _JOINED.get(ecosystem, "/").join(filter(None, (purl.namespace, purl.name)))
        yield package(ecosystem, name), _bare(purl.version or "")


def _bare(version: str) -> str:
    """A version without the "v" that Go writes and lists leave away."""
    return version[1:] if version[:1] == "v" and version[1:2].isdigit() else version


def _is_own(component: BillComponent, own: set[str]) -> bool:
    return component.name in own and not any(name.name not in own for name, _ in _packages(component))


def _is_locked(component: BillComponent, locked: set[Package], names: set[str]) -> bool:
    packages = list(_packages(component))
    return any(name in locked for name, _ in packages) if packages else component.name.lower() in names
