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
_UNTOLD = {
    "crates.io": "Cargo.lock does not say which crates only build others or belong to another platform; a bill of what "
    "ships may leave those out",
    "Go": "go.sum and go.mod name modules of which no package may be built",
}
"""What a lockfile cannot tell, so that a component may be missing for a good reason."""
OWN = frozenset({"workspace", "path"})
"""Origins of components that are the project itself."""
NOT_SHIPPED = frozenset({"development", "test"})
"""Scopes that a bill of what ships need not list."""
ABOUT = 0.5
"""Share of a lockfile's components from which on a bill is taken to be about that lockfile."""


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """One comparison per lockfile and ecosystem, extra components, and the places of the project's own in the bill."""

    comparisons: tuple[Comparison, ...]
    extra: tuple[str, ...]
    own: frozenset[str]


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
        comparisons=_beside_all(files, listed),
        extra=tuple(dict.fromkeys(extra)),
        own=frozenset(one.place for one in bill.components if _is_own(one, own)),
    )


def _beside_all(files: Mapping[tuple[str, str], list[Component]], listed: _Listed) -> tuple[Comparison, ...]:
    """Every lockfile, by path. One whose components are in the bill only because a better match has them too is of
    another project, such as the lockfile of a vendored crate."""
    compared = {place: _beside(*place, found, listed) for place, found in files.items()}
    covered: set[tuple[Package, str]] = set()
    for place, one in sorted(compared.items(), key=lambda each: (-each[1].found, each[0])):
        there = {key for key in map(_key, files[place]) if key[1] in listed.of(key[0])}
        if one.counts and there and there <= covered:
            note = "all of it that the bill has stands in another lockfile too"
            compared[place] = msgspec.structs.replace(one, counts=False, note=note)
        covered |= there
    return tuple(one for _, one in sorted(compared.items()))


def _key(one: Component) -> tuple[Package, str]:
    return one.package, _bare(one.version)


def _beside(path: str, ecosystem: str, found: list[Component], listed: _Listed) -> Comparison:
    """One lockfile; each of its packages in each of its versions."""
    wanted = {_key(one): one for one in found}
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
    about = near >= ABOUT * max(1, len(wanted) - aside) and any(one.own for one in found)
    note = (_UNTOLD.get(ecosystem, "") if missing else "") if about else _apart(near, found, ecosystem, listed)
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


def _apart(near: int, found: list[Component], ecosystem: str, listed: _Listed) -> str:
    if not any(one.own for one in found):
        return "it stands among other people's code or test data"
    if not any(one.base == ecosystem for one in listed.versions):
        return f"the bill lists nothing of {ecosystem}"
    return f"the bill has {near} of its {len({*map(_key, found)})}, so it is taken to be about something else"


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
