"""SPDX 2.2 and 2.3 as JSON (ISO/IEC 5962:2021, https://spdx.github.io/spdx-spec/v2.3/), read into a ``Bill``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troth.formats.plain_value import Taker
from troth.terms.bill import Bill, BillComponent, BillRelation, Encoding

NOTHING = frozenset({"", "NOASSERTION", "NONE"})
"""Values that say nothing of a component (clause 7.5 and others)."""
DOCUMENT = "SPDXRef-DOCUMENT"
"""The id of every document itself (clause 6.3)."""
_DEPENDS = frozenset(
    {
        "DEPENDS_ON",
        "CONTAINS",
        "STATIC_LINK",
        "DYNAMIC_LINK",
        "HAS_PREREQUISITE",
        "ANCESTOR_OF",
        "GENERATED_FROM",
        "PACKAGES",
    }
)
_DEPENDENCY_OF = frozenset(
    {
        "DEPENDENCY_OF",
        "RUNTIME_DEPENDENCY_OF",
        "BUILD_DEPENDENCY_OF",
        "DEV_DEPENDENCY_OF",
        "OPTIONAL_DEPENDENCY_OF",
        "PROVIDED_DEPENDENCY_OF",
        "TEST_DEPENDENCY_OF",
        "DEPENDENCY_MANIFEST_OF",
        "PREREQUISITE_FOR",
        "CONTAINED_BY",
        "BUILD_TOOL_OF",
        "DEV_TOOL_OF",
        "TEST_TOOL_OF",
        "OPTIONAL_COMPONENT_OF",
    }
)
"""Relationships of clause 11.1 in which the second element needs or holds the first."""
_IDENTIFIERS = frozenset({"purl", "cpe22Type", "cpe23Type", "swid", "swh", "gitoid"})


def is_spdx(value: Any) -> bool:
    """Whether a parsed JSON document calls itself SPDX 2."""
    return isinstance(value, dict) and isinstance(value.get("spdxVersion"), str)


def read(value: dict[str, Any], encoding: Encoding = "JSON") -> Bill:
    """The bill that a document of SPDX 2 describes; values of a wrong type are passed over and noted."""
    take = Taker()
    creation = take.table(value.get("creationInfo"), "creationInfo")
    creators = tuple(take.texts(creation.get("creators"), "creationInfo/creators"))
    packages = list(take.tables(value.get("packages"), "packages"))
    relations = tuple(_relations(take, value))
    described = dict.fromkeys(take.texts(value.get("documentDescribes"), "documentDescribes"))
    described |= {one.target: None for one in relations if one.source == DOCUMENT and not one.depends}
    return Bill(
        form="SPDX",
        version=take.member(value, "spdxVersion", "").removeprefix("SPDX-"),
        encoding=encoding,
        name=take.member(value, "name", ""),
        authors=tuple(_named(creators, "Person:", "Organization:")),
        tools=tuple(_named(creators, "Tool:")),
        created=take.member(creation, "created", "creationInfo"),
        context=_context(take.member(creation, "comment", "creationInfo")),
        components=tuple(_component(take, table, place) for table, place in packages),
        roots=tuple(described),
        relations=tuple(one for one in relations if one.depends or one.source != DOCUMENT),
        refs=tuple(_refs(take, value)),
        extracted=frozenset(
            take.member(table, "licenseId", place)
            for table, place in take.tables(value.get("hasExtractedLicensingInfos"), "hasExtractedLicensingInfos")
        ),
        skipped=tuple(take.skipped),
    )


def _component(take: Taker, table: dict[str, Any], place: str) -> BillComponent:
    references = [
        (take.member(each, "referenceType", where), take.member(each, "referenceLocator", where))
        for each, where in take.tables(table.get("externalRefs"), f"{place}/externalRefs")
    ]
    licences = [take.member(table, key, place) for key in ("licenseDeclared", "licenseConcluded")]
    return BillComponent(
        ref=take.member(table, "SPDXID", place),
        place=place,
        name=take.member(table, "name", place),
        version=_said(take.member(table, "versionInfo", place)),
        supplier=_party(take.member(table, "supplier", place)) or _party(take.member(table, "originator", place)),
        purls=tuple(locator for kind, locator in references if kind == "purl" and locator),
        identifiers=tuple(locator for kind, locator in references if kind in _IDENTIFIERS and locator),
        licences=tuple(dict.fromkeys(licence for licence in licences if licence not in NOTHING)),
        checksums=tuple(
            f"{take.member(each, 'algorithm', where)}:{take.member(each, 'checksumValue', where)}"
            for each, where in take.tables(table.get("checksums"), f"{place}/checksums")
        ),
    )


def _relations(take: Taker, value: dict[str, Any]) -> Iterator[BillRelation]:
    """Relationships, the dependent first; those of the document that are no dependency are "describes"."""
    for table, place in take.tables(value.get("relationships"), "relationships"):
        kind = take.member(table, "relationshipType", place)
        one = take.member(table, "spdxElementId", place)
        other = take.member(table, "relatedSpdxElement", place)
        if kind == "DESCRIBED_BY":
            yield BillRelation(other, one, place, depends=False)
        elif kind in _DEPENDENCY_OF:
            yield BillRelation(other, one, place)
        else:
            yield BillRelation(one, other, place, depends=kind in _DEPENDS)
    for table, place in take.tables(value.get("packages"), "packages"):
        for target in take.texts(table.get("hasFiles"), f"{place}/hasFiles"):
            yield BillRelation(take.member(table, "SPDXID", place), target, f"{place}/hasFiles", depends=False)


def _refs(take: Taker, value: dict[str, Any]) -> Iterator[str]:
    yield take.member(value, "SPDXID", "")
    for section in ("packages", "files", "snippets"):
        for table, place in take.tables(value.get(section), section):
            yield take.member(table, "SPDXID", place)


def _named(creators: tuple[str, ...], *roles: str) -> Iterator[str]:
    for creator in creators:
        for role in roles:
            name = creator.removeprefix(role).strip() if creator.startswith(role) else ""
            if name and name not in NOTHING and not name.lower().startswith("anonymous"):
                yield name


def _party(text: str) -> str:
    """A person or organisation without its role ("Organization: Harbour")."""
    name = text.partition(":")[2].strip() if text.startswith(("Person:", "Organization:")) else text
    return _said(name)


def _said(text: str) -> str:
    return "" if text in NOTHING else text


def _context(comment: str) -> tuple[str, ...]:
    """SPDX 2 has no field for it; a comment that names the type of SBOM ("SBOM Type: Build") is one."""
    words = comment.lower().partition("sbom type")[2].strip(" :").split()
    return (words[0].strip(".,;"),) if words else ()
