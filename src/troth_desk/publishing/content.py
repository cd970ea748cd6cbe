"""What stands in an advisory while it is written: the words and products of the record, and who is to be thanked.

People of a case are named by the number of their participation alone. Their name is looked up where the advisory is
shown, so that no row and no file keeps one that its owner has taken back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
import rfc8785

from troth.terms.advisory import Vector
from troth.terms.own_advisory import CreditKind, Product, Reference, Remediation

LONGEST = {"title": 300, "summary": 2_000, "details": 50_000, "impact": 20_000, "exploited": 5_000, "change": 1_000}
"""Characters of the longest text of a field."""
MOST = 100
"""Products, references, remediations and thanks of one advisory."""


class Thanks(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who is thanked: a participant of the case by number, or ``name``, who agreed to it elsewhere.

    ``said`` tells apart the names that a participant gave one after the other (SHA-256, cut), and holds none.
    """

    participant: int | None = None
    name: str = ""
    kind: CreditKind = "reporter"
    login: str = ""
    said: str = ""


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The fields of ``troth.terms.own_advisory`` that people write.

    ``hold_details``: ``details`` and ``impact`` are published later than the rest, once users had time to update.
    ``change`` says what is new in the revision that is being written.
    """

    title: str = ""
    summary: str = ""
    details: str = ""
    impact: str = ""
    exploited: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()
    severity: tuple[Vector, ...] = ()
    cwes: tuple[str, ...] = ()
    remediations: tuple[Remediation, ...] = ()
    references: tuple[Reference, ...] = ()
    credits: tuple[Thanks, ...] = ()
    hold_details: bool = False
    change: str = ""

    @property
    def held(self) -> dict[str, str]:
        """The fields that are held back, with their words; none where nothing is."""
        found = {"details": self.details, "impact": self.impact} if self.hold_details else {}
        return {name: words for name, words in found.items() if words}


def read(rows: Mapping[str, Any]) -> Content:
    """The content that a row keeps."""
    return msgspec.convert(rows, Content)


def kept(content: Content) -> dict[str, Any]:
    """``content`` as a row keeps it."""
    found: dict[str, Any] = msgspec.to_builtins(content)
    return found


def digest(content: Content) -> str:
    """SHA-256 of ``content`` (64 hexadecimal digits), by which a review or an approval is bound to exactly this."""
    return hashlib.sha256(rfc8785.dumps(msgspec.to_builtins(content))).hexdigest()
