"""What advisories are asked for: the questions that an index, or a handful of records in memory, can answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import msgspec

from troth.terms.advisory import Advisory
from troth.terms.package import Package


class Exploitation(msgspec.Struct, frozen=True):
    """What is known of the use of a weakness: listed by CISA as exploited, and FIRST's EPSS from 0 to 1."""

    known: bool = False
    epss: float | None = None


class Library(Protocol):
    """Advisories by package and by name."""

    @property
    def ecosystems(self) -> frozenset[str]:
        """The ecosystems of which there is any record, without releases ("PyPI", "Debian")."""

    def records(self, package: Package) -> Sequence[Advisory]:
        """Every record with an entry for the name in the base ecosystem of ``package``, withdrawn ones too."""

    def aliases_of(self, name: str) -> Sequence[Advisory]:
        """The record whose id is ``name`` and every record that lists ``name`` among its aliases: one step, no more."""

    def exploitation(self, names: Collection[str]) -> Exploitation:
        """What is known of the use of the weakness that has all these ``names``: known if any is, the highest EPSS."""
