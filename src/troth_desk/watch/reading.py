"""Lists of components taken apart: what lockfiles name, and bills of materials. Bounded, checked, refused in words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from troth.bills import reading as bills
from troth.formats import purl, told_inventory
from troth.terms.answer import Gap
from troth.terms.bill import Bill, BillComponent
from troth.terms.errors import TrothError
from troth.terms.seen.components import Component, Inventoried
from troth.terms.span import Span
from troth_desk.policies.reading import storable
from troth_desk.watch.models import Kind
from troth_desk.watch.refusal import RefusedInventoryError

LARGEST = 16 * 1024 * 1024
"""Bytes of one list."""
MOST = 50_000
"""Components of one list."""
MOST_UNREAD = 100
"""Gaps of one list that are kept word by word; all are counted."""
LONGEST = 300
NO_PURL = "no package URL"
VIA = " › "
_TEACH = (
    "Send what troth inventory --json prints, or a bill of materials: CycloneDX (JSON, XML) or SPDX (JSON, tag-value)."
)


@dataclass(frozen=True, slots=True)
class Brought:
    """A list of components. ``made_at`` is None where it does not say; ``unknown`` as in ``Inventory``."""

    kind: Kind
    components: tuple[Component, ...]
    gaps: tuple[Gap, ...]
    unknown: dict[str, int]
    made_at: datetime | None
    digest: str

    @property
    def unread(self) -> list[list[str]]:
        """The first gaps, as they are kept."""
        told: list[list[str]] = storable([[_where(gap), gap.reason[:LONGEST]] for gap in self.gaps[:MOST_UNREAD]])
        return told


def read(data: bytes, name: str) -> Brought:
    """The list in ``data``, the content of the file ``name``.

    Raises:
        RefusedInventoryError: it is too large, damaged, or nothing of the kind.
    """
    if len(data) > LARGEST:
        raise RefusedInventoryError(f"This is more than {LARGEST // 1024**2} MiB.")
    try:
        said = msgspec.json.decode(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else None
    except (ValueError, RecursionError) as error:
        raise RefusedInventoryError(f"This is no JSON: {str(error)[:120]}. {_TEACH}") from None
    if told_inventory.is_inventory(said):
        return of_inventory(said)
    try:
        bill = bills.read(data, name[:100]).bill
    except TrothError as error:
        raise RefusedInventoryError(f"{error.what}. {_TEACH}") from None
    return _of_bill(bill)


def of_inventory(said: Any) -> Brought:
    """The list that ``troth inventory --json`` printed, as parsed JSON; raises as ``read``."""
    try:
        told = told_inventory.read(said)
    except ValueError as error:
        raise RefusedInventoryError(f"This is no inventory: {error}. {_TEACH}") from None
    return _brought(Kind.LOCKFILES, told.components, told.gaps, {}, None)


def of_lockfiles(files: Iterable[Inventoried]) -> Brought:
    """What the reader of lockfiles found in a tree; raises as ``read``."""
    found = tuple(files)
    components = tuple(each for one in found for each in one.components)
    return _brought(Kind.LOCKFILES, components, tuple(gap for one in found for gap in one.gaps), {}, None)


def _of_bill(bill: Bill) -> Brought:
    """``bill`` by its package URLs. What it is about is the project itself, no component of it."""
    direct = {each.target for each in bill.relations if each.depends and each.source in bill.roots}
    components, gaps, unknown = [], [], Counter[str]()
    for one in bill.components:
        if one.ref and one.ref in bill.roots:
            continue
        try:
            read = next(_purls(one), None)
        except ValueError as error:
            gaps.append(Gap(wanted=one.label[:LONGEST], reason=f"its package URL cannot be read: {error}"))
            continue
        if read is None or read.package is None:
            unknown[read.type if read else NO_PURL] += 1
            continue
        version = read.version or one.version
        if not version:
            gaps.append(Gap(wanted=one.label[:LONGEST], reason="no version is given"))
        place = Span(f"{bill.form} bill", None)
        origin: Any = "git" if read.commit else "url" if read.address else "registry"
        told = (one.ref in direct) if direct and one.ref else None
        components.append(
            Component(package=read.package, version=version, purl=one.purls[0], span=place, direct=told, origin=origin)
        )
    gaps += [
        Gap(wanted=place[:LONGEST], reason="its value has a type that the form does not know") for place in bill.skipped
    ]
    kind = Kind.CYCLONEDX if bill.form == "CycloneDX" else Kind.SPDX
    return _brought(kind, tuple(components), tuple(gaps), dict(unknown), _instant(bill.created))


def _purls(one: BillComponent) -> Iterator[purl.Purl]:
    yield from map(purl.parse, one.purls)


def _instant(text: str) -> datetime | None:
    """When a bill says that it was made; None for no instant, or one without a zone."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):  # a day before the first or after the last one in UTC
        return None


def _brought(
    kind: Kind,
    components: tuple[Component, ...],
    gaps: tuple[Gap, ...],
    unknown: dict[str, int],
    made_at: datetime | None,
) -> Brought:
    if len(components) > MOST:
        raise RefusedInventoryError(f"It names more than {MOST:,} components; send one list for each part.")
    if not components and not gaps and not unknown:
        raise RefusedInventoryError(f"It names no component. {_TEACH}")
    lines = sorted(
        "\0".join(
            (one.package.ecosystem, one.package.name, one.version, one.span.path, one.origin, one.scope, str(one.own))
        )
        for one in components
    )
    hidden = sorted(f"{_where(gap)}\0{gap.reason}" for gap in gaps)
    counted = sorted(f"{name}\0{count}" for name, count in unknown.items())
    digest = hashlib.sha256("\n".join((*lines, "", *hidden, "", *counted)).encode("utf-8", "surrogatepass")).hexdigest()
    return Brought(kind, components, gaps, dict(list(unknown.items())[:50]), made_at, digest)


def _where(gap: Gap) -> str:
    return (str(gap.span) if gap.span else gap.wanted)[:LONGEST]
