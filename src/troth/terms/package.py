"""A package by the names that OSV gives it: ecosystem and normalised name."""

from __future__ import annotations

import re

import msgspec

PYPI, CRATES, GO, NPM = "PyPI", "crates.io", "Go", "npm"
"""The four ecosystems whose version orders are our own or ``packaging``'s."""
_SEPARATORS = re.compile(r"[-_.]+")


class Package(msgspec.Struct, frozen=True, order=True):
    """``ecosystem`` as OSV spells it ("PyPI", "crates.io", "Go", "npm", "Debian:12"); ``name`` is normalised.

    Build it with ``package`` unless the name is known to be normalised already.
    """

    ecosystem: str
    name: str

    @property
    def base(self) -> str:
        """The ecosystem without its release ("Debian" for "Debian:12")."""
        return self.ecosystem.partition(":")[0]

    def __str__(self) -> str:
        return f"{self.ecosystem} {self.name}"


def package(ecosystem: str, name: str) -> Package:
    """The package ``name`` of ``ecosystem``, its name normalised.

    PyPI by PEP 503; crates.io takes ``-`` and ``_`` for the same when a crate is published but records keep the name as
    it was published, so it stays; the others are compared as they are written (OSV schema 1.7, "affected[].package").
    """
    if ecosystem.partition(":")[0] == PYPI:
        name = _SEPARATORS.sub("-", name).lower()
    return Package(ecosystem, name)
