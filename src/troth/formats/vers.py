"""Stretches of versions as VERS URIs (https://github.com/package-url/vers-spec), which CSAF 2.0 asks for in ranges.

``vers:pypi/>=1.0|<1.5``. The scheme of versions is named by the type of the purl; where a product is in no ecosystem,
"generic", whose order is whatever its makers say.
"""

from __future__ import annotations

from urllib.parse import quote

from troth.formats.purl import TYPES
from troth.terms.package import Package
from troth.terms.stretches import Stretch

_SCHEMES = {"golang": "golang", "cargo": "cargo"}
_DISTRIBUTIONS = {
    "Debian": "deb", "Ubuntu": "deb", "Alpine": "alpine", "Wolfi": "alpine", "Chainguard": "alpine", "AlmaLinux": "rpm",
    "Rocky Linux": "rpm", "Red Hat": "rpm", "SUSE": "rpm", "openSUSE": "rpm", "openEuler": "rpm", "Mageia": "rpm",
}  # fmt: skip


def scheme(package: Package | None) -> str:
    """The name of the order of versions: "pypi", "golang", "deb", "generic"."""
    if package is None:
        return "generic"
    type_ = TYPES.get(package.base, "")
    return _SCHEMES.get(type_, type_) or _DISTRIBUTIONS.get(package.base, "generic")


def spelled(stretch: Stretch, package: Package | None) -> str:
    """The URI; "*" where nothing bounds the stretch."""
    if stretch.single:
        return f"vers:{scheme(package)}/{_quoted(stretch.start)}"
    parts = [f">={_quoted(stretch.start)}"] if stretch.start else []
    if stretch.end:
        parts.append(f"{'<=' if stretch.included else '<'}{_quoted(stretch.end)}")
    return f"vers:{scheme(package)}/{'|'.join(parts) or '*'}"


def _quoted(version: str) -> str:
    return quote(version, safe=".-_~:")
