"""What is known to be wrong with which versions of which packages: the content of an advisory, whatever its format.

The model is that of the OSV schema 1.7 (https://ossf.github.io/osv-schema/); other formats are turned into it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from troth.terms.package import Package


class Event(msgspec.Struct, frozen=True):
    """One event of a range, "0" for the beginning of all versions and "*" for no limit."""

    kind: Literal["introduced", "fixed", "last_affected", "limit"]
    version: str


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """Events on one line of versions. ``repo`` is the address of the repository of a GIT range."""

    type: Literal["SEMVER", "ECOSYSTEM", "GIT"]
    events: tuple[Event, ...] = ()
    repo: str = ""


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """A Go package that holds the weakness (``ecosystem_specific.imports`` of the Go database).

    Without ``symbols`` all of it is affected; ``goos`` and ``goarch`` are empty where it is so everywhere.
    """

    path: str
    symbols: tuple[str, ...] = ()
    goos: tuple[str, ...] = ()
    goarch: tuple[str, ...] = ()


class Vector(msgspec.Struct, frozen=True):
    """A severity as a record writes it: its type ("CVSS_V3") and vector or word."""

    type: str
    score: str


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """One entry for one package; a record may hold several for the same package.

    ``os`` and ``arch`` limit it to systems (RustSec), ``functions`` and ``imports`` name what is affected inside.
    ``tagged`` are ranges of tags that the ecosystem does not take for versions (``custom_ranges`` of the Go database,
    for modules whose path lacks their major version); ``ranges`` then hold for every version.
    """

    package: Package
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()
    severity: tuple[Vector, ...] = ()
    os: tuple[str, ...] = ()
    arch: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    imports: tuple[Import, ...] = ()
    tagged: tuple[Range, ...] = ()


class Advisory(msgspec.Struct, frozen=True, kw_only=True):
    """One record. Instants are aware, in UTC; ``modified`` is None where the record has none that makes sense.

    ``aliases`` name the same weakness; ``related`` and ``upstream`` name others and are never merged. ``word`` is the
    severity as a word of the database ("HIGH"). ``informational`` is "unmaintained", "unsound" or "notice" for records
    that report no weakness of their own (RustSec). ``references`` are addresses, fixes first.
    """

    id: str
    modified: datetime | None = None
    published: datetime | None = None
    withdrawn: datetime | None = None
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()
    summary: str = ""
    details: str = ""
    severity: tuple[Vector, ...] = ()
    word: str = ""
    cwes: tuple[str, ...] = ()
    informational: str = ""
    affected: tuple[Affected, ...] = ()
    references: tuple[str, ...] = ()
