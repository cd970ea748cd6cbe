"""Package URLs of components, and back (purl, ECMA-427, https://github.com/package-url/purl-spec).

The library ``packageurl-python`` writes and reads them; it is loaded only for what is not plain letters, since an
inventory names thousands of packages whose purl is their name and version.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec

from troth.terms.package import Package, package
from troth.terms.seen.components import Origin

TYPES = {
    "PyPI": "pypi",
    "crates.io": "cargo",
    "Go": "golang",
    "npm": "npm",
    "Maven": "maven",
    "RubyGems": "gem",
    "Packagist": "composer",
    "NuGet": "nuget",
    "Pub": "pub",
    "Hex": "hex",
    "SwiftURL": "swift",
    "CocoaPods": "cocoapods",
    "CRAN": "cran",
    "ConanCenter": "conan",
    "Hackage": "hackage",
    "Julia": "julia",
    "GitHub Actions": "githubactions",
    "Bioconductor": "bioconductor",
}
"""The type of the purl for each ecosystem of OSV."""
ECOSYSTEMS = {type_: ecosystem for ecosystem, type_ in TYPES.items()}
_WORD = r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?"
_PLAIN = {type_: re.compile(_WORD) for type_ in ("cargo", "pypi", "gem")}
_PLAIN |= {"npm": re.compile(rf"(?:@{_WORD}/)?{_WORD}"), "golang": re.compile(rf"(?:{_WORD}/)*{_WORD}")}
_PLAIN_VERSION = re.compile(r"[A-Za-z0-9._+-]+")
_SEPARATOR = {"maven": ":"}
_LOWER = frozenset({"golang", "composer", "hex", "pub"})
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Purl(msgspec.Struct, frozen=True, kw_only=True):
    """A purl that was read. ``package`` is None for a type that OSV has no ecosystem for.

    ``version`` is "" where it names none. ``registry`` is ``repository_url``, ``address`` is ``vcs_url`` without its
    commit or ``download_url``.
    """

    type: str
    name: str
    package: Package | None
    version: str = ""
    commit: str = ""
    registry: str = ""
    address: str = ""


def purl(
    of: Package, version: str, origin: Origin = "registry", *, commit: str = "", registry: str = "", address: str = ""
) -> str:
    """The purl of a package; "" for an ecosystem without a type.

    ``address`` is where a component comes from that no registry gave; ``registry`` that of another registry than the
    usual one. Both become qualifiers, as the specification wants: two packages of one name are not the same.
    """
    if origin in ("registry", "workspace", "path", "toolchain", "unknown") and not registry:
        return _usual(of.ecosystem, of.name, version)
    qualifiers = {}
    if origin == "git" and address:
        scheme = address if address.startswith("git+") else f"git+{address}"
        qualifiers["vcs_url"] = f"{scheme}@{commit}" if commit else scheme
    elif origin == "url" and address:
        qualifiers["download_url"] = address
    elif origin == "registry" and registry:
        qualifiers["repository_url"] = registry
    return _written(of.ecosystem, of.name, version, tuple(sorted(qualifiers.items())))


def generic(name: str, version: str = "") -> str:
    """The purl of what no registry has (purl specification, type "generic"); "" for a name that has no letters."""
    from packageurl import PackageURL  # noqa: PLC0415  30 ms that most commands need not wait

    try:
        return PackageURL("generic", None, name.strip(), version or None).to_string()
    except ValueError:
        return ""


def parse(text: str) -> Purl:
    """What a purl says.

    Raises:
        ValueError: it is no purl.
    """
    from packageurl import PackageURL  # noqa: PLC0415  30 ms that most commands need not wait

    read = PackageURL.from_string(text)
    namespace, separator = read.namespace or "", _SEPARATOR.get(read.type, "/")
    name = f"{namespace}{separator}{read.name}" if namespace else read.name
    qualifiers = dict(read.qualifiers)
    vcs, _, commit = qualifiers.get("vcs_url", "").rpartition("@")
    if not _COMMIT.fullmatch(commit):
        vcs, commit = qualifiers.get("vcs_url", ""), ""
    if read.type == "cocoapods" and read.subpath:
        name = f"{name}/{read.subpath}"
    ecosystem = ECOSYSTEMS.get(read.type)
    return Purl(
        type=read.type,
        name=name,
        package=package(ecosystem, name) if ecosystem else None,
        version=read.version or "",
        commit=commit,
        registry=qualifiers.get("repository_url", ""),
        address=vcs or qualifiers.get("download_url", ""),
    )


def _usual(ecosystem: str, name: str, version: str) -> str:
    """Of a package from its usual registry."""
    type_ = TYPES.get(ecosystem.partition(":")[0], "")
    shape = _PLAIN.get(type_)
    if shape is not None and shape.fullmatch(name) and _PLAIN_VERSION.fullmatch(version):
        return f"pkg:{type_}/{name.replace('@', '%40')}@{version.replace('+', '%2B')}"
    return _written(ecosystem, name, version, ())


@lru_cache(maxsize=65_536)
def _written(ecosystem: str, name: str, version: str, qualifiers: tuple[tuple[str, str], ...]) -> str:
    """By the library. Names that it refuses have no purl."""
    from packageurl import PackageURL  # noqa: PLC0415  30 ms that most commands need not wait

    type_ = TYPES.get(ecosystem.partition(":")[0], "")
    if not type_:
        return ""
    if type_ in _LOWER:  # golang: "The namespace and name must be lowercased", which the library leaves to us
        name = name.lower()
    subpath = None
    if type_ == "cocoapods":
        name, _, subspec = name.partition("/")
        subpath = subspec or None
    namespace, _, last = name.rpartition(_SEPARATOR.get(type_, "/"))
    try:
        made = PackageURL(type_, namespace or None, last, version or None, dict(qualifiers), subpath)
        return made.to_string()
    except ValueError:
        return ""


def placeholder(address: str) -> bool:
    """Whether the host of ``address`` is one that is never a registry (RFC 2606, RFC 6761) or a mirror of one."""
    try:
        host = (urlsplit(address.removeprefix("registry+").removeprefix("sparse+")).hostname or "").lower()
    except ValueError:
        return False
    return host.endswith((".example", ".invalid", ".test")) or "mirror" in host
