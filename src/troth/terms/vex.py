"""What a project says about weaknesses of what it ships: affected or not, and why (VEX), before any format.

The terms are those of OpenVEX 0.2.0 (https://github.com/openvex/spec) and of the VEX profile of CSAF 2.0, 4.5.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from troth.terms.own_advisory import Justification, Publisher, Revision

Status = Literal["not_affected", "affected", "fixed", "under_investigation"]


class VexProduct(msgspec.Struct, frozen=True, kw_only=True):
    """What the statement is about: a product of ours in one version, or in all where ``version`` is "".

    ``purl`` is "" for what has none; ``components`` are the purls of the parts that have the weakness, none where it is
    the product's own.
    """

    name: str
    version: str = ""
    purl: str = ""
    components: tuple[str, ...] = ()


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One weakness and what it means for ``products``.

    *Not affected* needs a ``justification`` or an ``impact``, *affected* an ``action``: both formats demand it, so
    writers refuse what lacks them. ``at`` is since when that is known, ``notes`` how it was found out.
    """

    weakness: str
    status: Status
    products: tuple[VexProduct, ...]
    at: datetime
    aliases: tuple[str, ...] = ()
    description: str = ""
    justification: Justification | None = None
    impact: str = ""
    action: str = ""
    notes: str = ""


class VexDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Statements that are published together. ``id`` is an IRI; the last of ``revisions`` is the present edition."""

    id: str
    title: str
    publisher: Publisher
    statements: tuple[Statement, ...]
    at: datetime
    modified: datetime
    revisions: tuple[Revision, ...] = ()
    language: str = "en"

    @property
    def revision(self) -> int:
        """The number of the present edition, at least 1."""
        return self.revisions[-1].number if self.revisions else 1


def lacking(statements: Iterable[Statement]) -> Iterable[str]:
    """What statements lack, in sentences; the same for CSAF 2.0 (§4.5) and OpenVEX ("Status Justifications")."""
    none = True
    for said in statements:
        none = False
        if not said.products:
            yield f"{said.weakness}: say which product the statement is about."
        if said.status == "not_affected" and not (said.justification or said.impact.strip()):
            yield f"{said.weakness}: say why the product is not affected."
        if said.status == "affected" and not said.action.strip():
            yield f"{said.weakness}: say what users of the affected product can do."
    if none:
        yield "There is no statement yet: judge a finding first."
