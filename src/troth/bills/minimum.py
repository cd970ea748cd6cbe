"""Minimum fields of a bill, as tables: what NTIA asked for in 2021 and what CISA asks for now.

Sources: NTIA, *The Minimum Elements For a Software Bill of Materials (SBOM)*, 12 July 2021, "Data Fields";
CISA, *2026 Minimum Elements for a Software Bill of Materials (SBOM)*, July 2026 (its draft: 22 August 2025).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import msgspec

from troth.formats.licence import says_nothing
from troth.terms.bill import Bill, BillComponent, Field, Minimum

SHOWN = 3
"""Examples that are told of one missing field."""
_HASH = re.compile(r"[\w./ -]+:[0-9A-Fa-f]{8,}")
Told = tuple[bool, str]
"""Whether the document has a field, and what was seen instead."""


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """One field. ``of_each`` asks each component, ``of_all`` the document; ``lists`` are those that ask for it."""

    lists: tuple[str, ...]
    names: tuple[str, ...]
    of_each: Callable[[BillComponent, frozenset[str]], bool] | None = None
    of_all: Callable[[Bill], Told] | None = None


NTIA, CISA = "NTIA", "CISA"
SOURCES = {
    NTIA: "The Minimum Elements For a Software Bill of Materials (SBOM), NTIA, July 2021",
    CISA: "2026 Minimum Elements for a Software Bill of Materials (SBOM), CISA, July 2026",
}


def _has_licence(one: BillComponent) -> bool:
    return any(not says_nothing(text) for text in (*one.licences, *one.named_licences))


def _author(bill: Bill) -> Told:
    if bill.authors:
        return True, ""
    return False, "only a tool is named; an author is a person or an organisation" if bill.tools else ""


def _timestamp(bill: Bill) -> Told:
    if not bill.created:
        return False, ""
    try:
        datetime.fromisoformat(bill.created)
    except ValueError:
        return False, f"{bill.created[:40]!r} is no time of ISO 8601"
    return True, ""


def _tool(bill: Bill) -> Told:
    return bool(bill.tools), ""


def _generation_context(bill: Bill) -> Told:
    field = {"CycloneDX": "metadata.lifecycles", "SPDX": "software_sbomType"}[bill.form]
    old = (bill.form == "SPDX" and bill.version.startswith("2")) or bill.version in ("1.2", "1.3", "1.4")
    return bool(bill.context), f"{bill.form} {bill.version} has no field for it" if old else f"{field} would say it"


ELEMENTS: tuple[Element, ...] = (
    Element(
        lists=(NTIA, CISA), names=("supplier name", "software producer"), of_each=lambda one, _: bool(one.supplier)
    ),
    Element(lists=(NTIA, CISA), names=("component name", "component name"), of_each=lambda one, _: bool(one.name)),
    Element(lists=(NTIA, CISA), names=("version", "component version"), of_each=lambda one, _: bool(one.version)),
    Element(
        lists=(NTIA, CISA),
        names=("unique identifier", "software identifier"),
        of_each=lambda one, _: bool(one.identifiers),
    ),
    Element(
        lists=(NTIA, CISA),
        names=("dependency relationship", "dependency relationship"),
        of_each=lambda one, related: one.ref in related,
    ),
    Element(
        lists=(CISA,),
        names=("component hash",),
        of_each=lambda one, _: any(_HASH.fullmatch(each) for each in one.checksums),
    ),
    Element(lists=(CISA,), names=("licence",), of_each=lambda one, _: _has_licence(one)),
    Element(lists=(NTIA, CISA), names=("author of the SBOM data", "SBOM author"), of_all=_author),
    Element(lists=(CISA,), names=("tool name",), of_all=_tool),
    Element(lists=(NTIA, CISA), names=("timestamp", "timestamp"), of_all=_timestamp),
    Element(lists=(CISA,), names=("generation context",), of_all=_generation_context),
)


def minimums(
    bill: Bill, wanted: tuple[str, ...] = (NTIA, CISA), own: frozenset[str] = frozenset()
) -> tuple[Minimum, ...]:
    """Each list of ``wanted`` held against ``bill``. What the bill is about counts among the components.

    ``own`` are the places of components that are known to be the project itself.
    """
    components = (*((bill.root,) if bill.root else ()), *bill.components)
    related = frozenset(end for one in bill.relations if one.depends for end in (one.source, one.target) if end)
    return tuple(
        Minimum(
            name=name,
            source=SOURCES[name],
            fields=tuple(
                _field(element, element.names[element.lists.index(name)], bill, components, related, own)
                for element in ELEMENTS
                if name in element.lists
            ),
        )
        for name in wanted
    )


def _field(
    element: Element,
    name: str,
    bill: Bill,
    components: tuple[BillComponent, ...],
    related: frozenset[str],
    own: frozenset[str],
) -> Field:
    if element.of_each is not None:
        lacking = [one for one in components if not element.of_each(one, related)]
        ours = sum(one.place in own for one in lacking)
        all_ = ours == len(lacking)
        note = f"{'all of them' if all_ else f'{ours} of them'} the project itself" if ours and len(lacking) > 1 else ""
        examples = tuple(one.label for one in lacking[:SHOWN])
        return Field(name=name, missing=len(lacking), asked=len(components), examples=examples, note=note)
    has, note = element.of_all(bill) if element.of_all is not None else (True, "")
    return Field(name=name, missing=int(not has), asked=1, note="" if has else note)
