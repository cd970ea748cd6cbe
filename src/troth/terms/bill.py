"""A bill of materials in any of its forms, and what a check of one came to."""

from __future__ import annotations

from typing import Literal

import msgspec

from troth.terms.errors import TrothError

Form = Literal["SPDX", "CycloneDX"]
Encoding = Literal["JSON", "XML", "tag-value", "JSON-LD"]


class UnreadableBillError(TrothError):
    """The file is no bill of materials that Troth can read."""


class BillComponent(msgspec.Struct, frozen=True, kw_only=True):
    """One component as the bill names it; "" and empty where it says nothing or "NOASSERTION".

    ``ref`` is its id in the document (SPDXID, bom-ref, spdxId), ``place`` where it stands ("packages/12").
    ``identifiers`` are purls, CPEs, SWIDs and the like as written, the purls among them also in ``purls``. ``licences``
    are expressions, ids or names as written; ``named_licences`` those that the form knows to be free names.
    ``checksums`` are "algorithm:value".
    """

    ref: str
    place: str
    name: str = ""
    version: str = ""
    supplier: str = ""
    purls: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    named_licences: tuple[str, ...] = ()
    checksums: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Name and version as people say them."""
        return f"{self.name or self.ref or self.place} {self.version}".strip()


class BillRelation(msgspec.Struct, frozen=True):
    """``source`` relates to ``target``; ``depends`` where one needs or holds the other."""

    source: str
    target: str
    place: str
    depends: bool = True


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """What a bill of materials says, whatever its form.

    ``version`` is that of the format. ``refs`` are all ids that the document gives (a repeated id stands twice),
    ``known`` further ids that may be pointed at without being in it (other documents, NONE). ``roots`` are the ids of
    what the bill is about; a root that is a whole component of its own outside of the list stands in ``root``.
    ``extracted`` are the licences that the document brings itself. ``context`` says when in the life of the software
    it was made ("build"). ``skipped`` are places whose value has a type that the format does not know.
    """

    form: Form
    version: str
    encoding: Encoding
    name: str = ""
    authors: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    created: str = ""
    context: tuple[str, ...] = ()
    components: tuple[BillComponent, ...] = ()
    root: BillComponent | None = None
    roots: tuple[str, ...] = ()
    relations: tuple[BillRelation, ...] = ()
    refs: tuple[str, ...] = ()
    extracted: frozenset[str] = frozenset()
    skipped: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """ "SPDX 2.3 (JSON)"."""
        return f"{self.form} {self.version} ({self.encoding})".replace("  ", " ")


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong, told once however often it occurs. ``examples`` are the first places."""

    rule: str
    text: str
    count: int = 1
    examples: tuple[str, ...] = ()


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """What the official schema says. ``valid`` is None where it could not be asked, and ``reason`` says why."""

    name: str
    valid: bool | None
    complaints: tuple[Complaint, ...] = ()
    reason: str = ""
    install: str = ""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One minimum field: how many of ``asked`` lack it, with examples. ``note`` tells what was seen instead."""

    name: str
    missing: int
    asked: int
    examples: tuple[str, ...] = ()
    note: str = ""


class Minimum(msgspec.Struct, frozen=True, kw_only=True):
    """One list of minimum fields held against the bill."""

    name: str
    source: str
    fields: tuple[Field, ...]

    @property
    def lacking(self) -> tuple[Field, ...]:
        """Fields that something lacks."""
        return tuple(field for field in self.fields if field.missing)


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The bill beside one lockfile.

    ``missing`` are locked and not in the bill, ``differing`` in it with other versions, each with its line.
    ``counts`` is false where the bill is not about this file, and ``note`` says why. ``locked`` counts the lockfile's
    components, ``found`` those of them that the bill has.
    """

    file: str
    ecosystem: str
    locked: int
    found: int
    missing: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    set_aside: int = 0
    counts: bool = True
    note: str = ""


class BillReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of one bill came to.

    ``extra`` are components of the bill that no lockfile names; ``unseen`` why the comparison is not whole.
    """

    file: str
    bill: Bill
    schema: Schema
    complaints: tuple[Complaint, ...] = ()
    minimums: tuple[Minimum, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    extra: tuple[str, ...] = ()
    own: int = 0
    unseen: tuple[str, ...] = ()
    compared: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it. A schema that could not be asked is no proof, so it is not sound."""
        return (
            self.schema.valid is True
            and not self.complaints
            and not any(one.lacking for one in self.minimums)
            and not any(one.counts and (one.missing or one.differing) for one in self.comparisons)
        )
