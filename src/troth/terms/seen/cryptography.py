"""What a project's cryptography is made of: libraries with the audits that are known of them, and weak primitives."""

from __future__ import annotations

import msgspec

from troth.terms.package import Package
from troth.terms.span import Span


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """One published security audit of a library.

    ``series`` are the versions that it looked at, as beginnings ("0.17" holds for 0.17.0 and 0.17.3), empty where it
    looked at what lies beneath a package, whose version the package does not tell. ``on`` is a month ("2020-06").
    """

    by: str
    on: str
    source: str
    series: tuple[str, ...] = ()
    scope: str = ""

    def covers(self, version: str) -> bool:
        """Whether it looked at ``version``."""
        bare = version.removeprefix("v")
        return any(bare == one or bare.startswith(f"{one}.") for one in self.series)


class CryptoLibrary(msgspec.Struct, frozen=True, kw_only=True):
    """A cryptographic library that the project uses, with what the data file knows of it on ``as_of``.

    ``direct`` is None where that cannot be told. ``listed`` is false where only its name tells that it is one.
    ``unaudited`` is the source where its makers say that it never was audited, ``retired`` why it should not be used.
    """

    package: Package
    version: str
    span: Span
    as_of: str
    direct: bool | None = None
    listed: bool = True
    audits: tuple[Audit, ...] = ()
    unaudited: str = ""
    retired: str = ""


class WeakUse(msgspec.Struct, frozen=True, kw_only=True):
    """A broken primitive in source that ships.

    ``beside`` is the word on its line that tells of secrets, "" for none. ``sure``: it is a password, and nothing in
    the file tells of a protocol or an old store that would ask for it.
    """

    primitive: str
    span: Span
    beside: str = ""
    sure: bool = False
