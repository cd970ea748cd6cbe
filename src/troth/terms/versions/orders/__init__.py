"""By which rules does each ecosystem order its versions? One file per order, loaded when it is first asked for.

An order is a module of this folder with ``key(text)``: versions are compared by their keys, which are hashable and in
total order, equal where neither version is newer. It raises ``UnreadableVersionError`` for what is no version there.
``ORDERS`` lists the orders and the ecosystems that use each, by the names of the OSV schema 1.7 ("Defined ecosystems").
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

import msgspec

from troth.terms.versions.unreadable import UnknownEcosystemError, UnreadableVersionError

LONGEST = 1_000
"""Characters of the longest version that is read."""
KEPT = 32_768
"""Keys of one order that are kept: versions of events and of components come again and again."""


class VersionOrder(msgspec.Struct, frozen=True):
    """An order by the name of its module, and the ecosystems that use it."""

    name: str
    ecosystems: tuple[str, ...]


ORDERS: tuple[VersionOrder, ...] = (
    VersionOrder("apk", ("Alpaquita", "Alpine", "BellSoft Hardened Containers", "Chainguard", "MinimOS", "Wolfi")),
    VersionOrder("debian", ("Debian", "Ubuntu")),
    VersionOrder("go", ("Go",)),
    VersionOrder("maven", ("Maven",)),
    VersionOrder("nuget", ("NuGet",)),
    VersionOrder("numbered", ("CRAN", "Hackage")),
    VersionOrder("packagist", ("Packagist",)),
    VersionOrder("pub", ("Pub",)),
    VersionOrder("pypi", ("PyPI",)),
    VersionOrder("rpm", ("AlmaLinux", "Mageia", "openEuler", "openSUSE", "Red Hat", "Rocky Linux", "SUSE")),
    VersionOrder("rubygems", ("RubyGems",)),
    VersionOrder(
        "semver",
        ("Bioconductor", "Bitnami", "ConanCenter", "crates.io", "DHI", "GHC", "Hex", "Julia", "npm", "SwiftURL"),
    ),
)

_NAMES = {ecosystem: order.name for order in ORDERS for ecosystem in order.ecosystems}


def key_of(ecosystem: str) -> Callable[[str], Any]:
    """The key by which ``ecosystem`` ("PyPI", "Debian:12") orders versions; keys of one order only are compared.

    Raises ``UnknownEcosystemError``. What is returned raises ``UnreadableVersionError``.
    """
    base = ecosystem.partition(":")[0]
    name = _NAMES.get(base)
    if name is None:
        raise UnknownEcosystemError(base)
    return _key(name)


@cache
def _key(name: str) -> Callable[[str], Any]:
    read: Callable[[str], Any] = import_module(f"{__name__}.{name}").key

    @lru_cache(maxsize=KEPT)
    def key(text: str) -> Any:
        if not text or len(text) > LONGEST:
            raise UnreadableVersionError(text)
        return read(text)

    return key
