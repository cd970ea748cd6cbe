"""Public keys that the tree publishes."""

from __future__ import annotations

from datetime import date

import msgspec

from troth.terms.span import Span


class PublicKey(msgspec.Struct, frozen=True, kw_only=True):
    """An OpenPGP key of a file (RFC 9580).

    ``fingerprints`` are those of the primary key and of its subkeys, in capitals without spaces; empty for a file
    that says it is a key and that no OpenPGP tool reads, for the ``reason``. ``ends`` is the last day on which somebody
    can encrypt to it, None where it has no end; ``encrypts`` that it can be encrypted to at all.
    """

    span: Span
    fingerprints: tuple[str, ...] = ()
    reason: str = ""
    ends: date | None = None
    revoked: bool = False
    encrypts: bool = True
