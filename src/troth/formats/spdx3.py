"""SPDX 3.0.1 as JSON-LD (https://spdx.github.io/spdx-spec/v3.0.1/serializations/), read into a ``Bill``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troth.formats.plain_value import Taker
from troth.terms.bill import Bill, BillComponent, BillRelation

CONTEXT = "https://spdx.org/rdf/3."
_PACKAGES = frozenset({"software_Package", "ai_AIPackage", "dataset_DatasetPackage"})
_FROM_NEEDS_TO = frozenset(
    {
        "dependsOn",
        "contains",
        "hasStaticLink",
        "hasDynamicLink",
        "hasOptionalDependency",
        "hasProvidedDependency",
        "hasPrerequisite",
        "hasOptionalComponent",
        "packagedBy",
        "usesTool",
    }
)
"""Relationship types in which ``from`` needs or holds ``to``."""
_LICENCES = frozenset({"hasDeclaredLicense", "hasConcludedLicense"})
_IDENTIFIERS = {"packageUrl": True, "cpe22": False, "cpe23": False, "swid": False, "swhid": False, "gitoid": False}
_MOST_TOLD = 2_000_000
"""Inlined elements that are visited."""


def is_spdx3(value: Any) -> bool:
    """Whether a parsed JSON document calls itself SPDX 3."""
    context = value.get("@context") if isinstance(value, dict) else None
    contexts = context if isinstance(context, list) else [context]
    return any(isinstance(one, str) and one.startswith(CONTEXT) for one in contexts)


def read(value: dict[str, Any]) -> Bill:
    """The bill that a document of SPDX 3 describes; values of a wrong type are passed over and noted."""
    return _Graph(value).bill()


class _Graph:
    """The elements of a document by their ids and types."""

    def __init__(self, value: dict[str, Any]) -> None:
        self.take = Taker()
        graph = value.get("@graph")
        listed = list(self.take.tables(graph, "@graph")) if "@graph" in value else [(value, "")]
        self.elements = [*listed, *(each for table, place in listed for each in _inlined(table, place))]
        self.by_id: dict[str, dict[str, Any]] = {}
        for table, _ in self.elements:
            name = _id(table)
            if name:
                self.by_id.setdefault(name, table)

    def of(self, *kinds: str) -> Iterator[tuple[dict[str, Any], str]]:
        return ((table, place) for table, place in self.elements if _kind(table) in kinds)

    def bill(self) -> Bill:
        creation, where = next(self.of("CreationInfo"), ({}, "CreationInfo"))
        documents = list(self.of("SpdxDocument"))
        sboms = list(self.of("software_Sbom", "Bom"))
        roots = dict.fromkeys(
            ref for table, place in [*sboms, *documents] for ref in self.ids(table.get("rootElement"), place)
        )
        packages = list(self.of(*_PACKAGES))
        licences = self.licences()
        holders = {_id(table) for table, _ in (*documents, *sboms)}
        held = [
            one
            for root in roots
            if root in holders
            for one in self.ids(self.by_id.get(root, {}).get("rootElement"), root)
        ]
        return Bill(
            form="SPDX",
            version=self.take.member(creation, "specVersion", where) or "3.0.1",
            encoding="JSON-LD",
            name=next((self.take.member(table, "name", place) for table, place in documents), ""),
            authors=tuple(self.names(creation.get("createdBy"), where, software=False)),
            tools=tuple(
                dict.fromkeys(
                    (
                        *self.names(creation.get("createdUsing"), where, software=None),
                        *self.names(creation.get("createdBy"), where, software=True),
                    )
                )
            ),
            created=self.take.member(creation, "created", where),
            context=tuple(
                dict.fromkeys(
                    kind
                    for table, place in sboms
                    for kind in self.take.texts(table.get("software_sbomType"), f"{place}/software_sbomType")
                )
            ),
            components=tuple(self.component(table, place, licences) for table, place in packages),
            roots=tuple(dict.fromkeys(one for one in (*roots, *held) if one not in holders)),
            relations=tuple(self.relations()),
            refs=tuple(_id(table) for table, _ in self.elements),
            extracted=frozenset(
                _id(table)
                for table, _ in self.of("expandedlicensing_CustomLicense", "simplelicensing_SimpleLicensingText")
            ),
            skipped=tuple(self.take.skipped),
        )

    def component(self, table: dict[str, Any], place: str, licences: dict[str, list[str]]) -> BillComponent:
        take = self.take
        known = [(True, take.member(table, "software_packageUrl", place))]
        for each, where in take.tables(table.get("externalIdentifier"), f"{place}/externalIdentifier"):
            kind = take.member(each, "externalIdentifierType", where)
            if kind in _IDENTIFIERS:
                known.append((_IDENTIFIERS[kind], take.member(each, "identifier", where)))
        hashes = [
            (take.member(each, "algorithm", where), take.member(each, "hashValue", where))
            for each, where in take.tables(table.get("verifiedUsing"), f"{place}/verifiedUsing")
        ]
        suppliers = (*self.names(table.get("suppliedBy"), place, software=None),
                     *self.names(table.get("originatedBy"), place, software=None))  # fmt: skip
        return BillComponent(
            ref=_id(table),
            place=place,
            name=take.member(table, "name", place),
            version=take.member(table, "software_packageVersion", place),
            supplier=next(iter(suppliers), ""),
            purls=tuple(dict.fromkeys(text for purl, text in known if purl and text)),
            identifiers=tuple(dict.fromkeys(text for _, text in known if text)),
            licences=tuple(licences.get(_id(table), ())),
            checksums=tuple(f"{algorithm}:{digest}" for algorithm, digest in hashes if digest),
        )

    def licences(self) -> dict[str, list[str]]:
        """The licence expressions of each element, from the relationships that name them."""
        found: dict[str, list[str]] = {}
        for table, place in self.of("Relationship", "LifecycleScopedRelationship"):
            if self.take.member(table, "relationshipType", place) not in _LICENCES:
                continue
            texts = [self.licence(ref) for ref in self.ids(table.get("to"), place)]
            for source in self.ids(table.get("from"), place):
                held = found.setdefault(source, [])
                held += [text for text in texts if text and text not in held]
        return found

    def licence(self, ref: str) -> str:
        table = self.by_id.get(ref, {})
        expression = table.get("simplelicensing_licenseExpression")
        if isinstance(expression, str):
            return expression.strip()
        return (
            ref.rpartition("/")[2]
            if ref.startswith(("http://spdx.org/licenses/", "https://spdx.org/licenses/"))
            else ""
        )

    def relations(self) -> Iterator[BillRelation]:
        for table, place in self.of("Relationship", "LifecycleScopedRelationship"):
            kind = self.take.member(table, "relationshipType", place)
            for source in self.ids(table.get("from"), place):
                for target in self.ids(table.get("to"), place):
                    yield BillRelation(source, target, place, depends=kind in _FROM_NEEDS_TO)

    def ids(self, value: Any, place: str) -> Iterator[str]:
        """Ids of one element or of several, whether they are named or written out."""
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield _id(item)
            elif item is not None:
                text = self.take.text(item, place)
                if text:
                    yield text

    def names(self, value: Any, place: str, *, software: bool | None) -> Iterator[str]:
        """Names of the agents and tools that ``value`` points at; ``software`` narrows to programs, or to others."""
        for ref in self.ids(value, place):
            table = self.by_id.get(ref, {})
            program = _kind(table) in ("SoftwareAgent", "Tool")
            if software is None or program is software:
                name = table.get("name")
                yield name if isinstance(name, str) and name else ref


def _id(table: dict[str, Any]) -> str:
    name = table.get("spdxId", table.get("@id"))
    return name if isinstance(name, str) else ""


def _kind(table: dict[str, Any]) -> str:
    kind = table.get("type", table.get("@type"))
    return kind if isinstance(kind, str) else ""


def _inlined(table: dict[str, Any], place: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Elements that are written out within another, as the serialization allows."""
    stack: list[tuple[Any, str]] = [(value, f"{place}/{key}") for key, value in table.items()]
    told = 0
    while stack and told < _MOST_TOLD:
        value, where = stack.pop()
        if isinstance(value, list):
            stack += [(item, f"{where}/{number}") for number, item in enumerate(value)]
        elif isinstance(value, dict):
            told += 1
            if _kind(value):
                yield value, where
            stack += [(item, f"{where}/{key}") for key, item in value.items()]
