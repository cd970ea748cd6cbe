"""CycloneDX 1.2 to 1.7 (ECMA-424, https://cyclonedx.org/specification/overview/) as JSON, read into a ``Bill``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troth.formats.plain_value import Taker
from troth.terms.bill import Bill, BillComponent, BillRelation, Encoding

_PARTIES = ("supplier", "manufacturer", "manufacture")


def is_cyclonedx(value: Any) -> bool:
    """Whether a parsed JSON document calls itself CycloneDX."""
    return isinstance(value, dict) and value.get("bomFormat") == "CycloneDX"


def read(value: dict[str, Any], encoding: Encoding = "JSON") -> Bill:
    """The bill that a CycloneDX document describes; values of a wrong type are passed over and noted."""
    take = Taker()
    metadata = take.table(value.get("metadata"), "metadata")
    subject = metadata.get("component")
    root = _component(take, subject, "metadata/component") if isinstance(subject, dict) else None
    listed = list(_nested(take, value.get("components"), "components"))
    inside = subject.get("components") if isinstance(subject, dict) else None
    parts = list(_nested(take, inside, "metadata/component/components"))
    services = list(take.tables(value.get("services"), "services"))
    return Bill(
        form="CycloneDX",
        version=take.member(value, "specVersion", ""),
        encoding=encoding,
        name=root.name if root else "",
        authors=tuple(_authors(take, metadata)),
        tools=tuple(_tools(take, metadata.get("tools"))),
        created=take.member(metadata, "timestamp", "metadata"),
        context=tuple(_context(take, metadata)),
        components=tuple(_component(take, table, place) for table, place in (*parts, *listed)),
        root=root,
        roots=(root.ref,) if root and root.ref else (),
        relations=tuple(_relations(take, value)),
        refs=tuple(
            ref
            for ref in (
                *((root.ref,) if root else ()),
                *(take.member(table, "bom-ref", place) for table, place in (*parts, *listed, *services)),
            )
            if ref
        ),
        skipped=tuple(take.skipped),
    )


def _nested(take: Taker, value: Any, place: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Components and those within them, outermost first, without recursion."""
    level = list(take.tables(value, place))
    while level:
        yield from level
        level = [each for table, where in level for each in take.tables(table.get("components"), f"{where}/components")]


def _component(take: Taker, table: dict[str, Any], place: str) -> BillComponent:
    purl = take.member(table, "purl", place)
    swid = take.member(take.table(table.get("swid"), f"{place}/swid"), "tagId", f"{place}/swid")
    others = [take.member(table, "cpe", place), swid]
    others += [one for key in ("omniborId", "swhid") for one in take.texts(table.get(key), f"{place}/{key}")]
    expressions, names = _licences(take, table, place)
    return BillComponent(
        ref=take.member(table, "bom-ref", place),
        place=place,
        name="/".join(filter(None, (take.member(table, "group", place), take.member(table, "name", place)))),
        version=take.member(table, "version", place),
        supplier=_supplier(take, table, place),
        purls=(purl,) if purl else (),
        identifiers=tuple(one for one in (purl, *others) if one),
        licences=expressions,
        named_licences=names,
        checksums=tuple(
            f"{take.member(each, 'alg', where)}:{take.member(each, 'content', where)}"
            for each, where in take.tables(table.get("hashes"), f"{place}/hashes")
        ),
    )


def _supplier(take: Taker, table: dict[str, Any], place: str) -> str:
    """Who supplies or publishes it; its authors where nobody else is named (CISA: the software producer)."""
    for key in _PARTIES:
        party = take.table(table.get(key), f"{place}/{key}")
        name = take.member(party, "name", f"{place}/{key}")
        if name:
            return name
    single = take.member(table, "publisher", place) or take.member(table, "author", place)
    authors = (
        take.member(each, "name", where) for each, where in take.tables(table.get("authors"), f"{place}/authors")
    )
    return single or next(filter(None, authors), "")


def _licences(take: Taker, table: dict[str, Any], place: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Expressions and ids of SPDX, and names that are free text."""
    expressions, names = [], []
    for each, where in take.tables(table.get("licenses"), f"{place}/licenses"):
        expression = take.member(each, "expression", where)
        licence = take.table(each.get("license"), f"{where}/license")
        known = take.member(licence, "id", f"{where}/license")
        name = take.member(licence, "name", f"{where}/license")
        if expression or known:
            expressions.append(expression or known)
        elif name:
            names.append(name)
    return tuple(expressions), tuple(names)


def _authors(take: Taker, metadata: dict[str, Any]) -> Iterator[str]:
    for table, place in take.tables(metadata.get("authors"), "metadata/authors"):
        name = take.member(table, "name", place) or take.member(table, "email", place)
        if name:
            yield name
    for key in ("manufacturer", "manufacture", "supplier"):
        name = take.member(take.table(metadata.get(key), f"metadata/{key}"), "name", f"metadata/{key}")
        if name:
            yield name


def _tools(take: Taker, value: Any) -> Iterator[str]:
    """Tools as a list (1.2 to 1.4) or as components and services (from 1.5)."""
    if isinstance(value, dict):
        kinds = ("components", "services")
        listed = [each for kind in kinds for each in take.tables(value.get(kind), f"metadata/tools/{kind}")]
    else:
        listed = list(take.tables(value, "metadata/tools"))
    for table, place in listed:
        name = take.member(table, "name", place)
        if name:
            yield f"{name} {take.member(table, 'version', place)}".strip()


def _context(take: Taker, metadata: dict[str, Any]) -> Iterator[str]:
    for table, place in take.tables(metadata.get("lifecycles"), "metadata/lifecycles"):
        phase = take.member(table, "phase", place) or take.member(table, "name", place)
        if phase:
            yield phase


def _relations(take: Taker, value: dict[str, Any]) -> Iterator[BillRelation]:
    """One relation for each dependency; an entry without any relates its component to nothing (target "")."""
    for table, place in take.tables(value.get("dependencies"), "dependencies"):
        source = take.member(table, "ref", place)
        targets = list(take.texts(table.get("dependsOn"), f"{place}/dependsOn"))
        if not targets:
            yield BillRelation(source, "", place)
        for target in targets:
            yield BillRelation(source, target, place)
        for target in take.texts(table.get("provides"), f"{place}/provides"):
            yield BillRelation(source, target, f"{place}/provides", depends=False)
    for table, place in take.tables(value.get("compositions"), "compositions"):
        for key in ("assemblies", "dependencies"):
            for target in take.texts(table.get(key), f"{place}/{key}"):
                yield BillRelation("", target, f"{place}/{key}", depends=False)
