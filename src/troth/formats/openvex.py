"""VEX statements as OpenVEX 0.2.0 (https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md), written and read.

Products are purls. OpenVEX has no ranges: of an advisory, each version that is named gets its own purl; where only a
range is known, the package as a whole is *affected* and the range is told in words, and the versions that hold the fix
are *fixed*, which the later and narrower statement says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, get_args
from urllib.parse import quote

import msgspec

from troth.formats import rfc3339
from troth.formats.json_text import printed
from troth.formats.markdown_prose import plain
from troth.formats.purl import generic, purl
from troth.terms.own_advisory import Justification, OwnAdvisory, Product, UnwritableError
from troth.terms.stretches import stretches
from troth.terms.vex import Statement, Status, VexDocument, VexProduct, lacking

CONTEXT = "https://openvex.dev/ns/v0.2.0"
LARGEST = 16 * 1024 * 1024
"""Bytes of the largest document that is read."""
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


class BadVexError(ValueError):
    """The bytes are no OpenVEX document; the message says why, on one line."""


def written(document: VexDocument) -> bytes:
    """The document as JSON.

    Raises:
        UnwritableError: a statement lacks what OpenVEX demands.
    """
    lacks = [*lacking(document.statements)]
    if not _IRI.fullmatch(document.id):
        lacks.append("An OpenVEX document needs an address as its id.")
    if not document.publisher.name.strip():
        lacks.append("An OpenVEX document needs its author: set the publisher's name.")
    if lacks:
        raise UnwritableError(tuple(lacks))
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": document.id,
        "author": document.publisher.name,
        "role": document.publisher.kind,
        "timestamp": rfc3339.spelled(document.at),
        "version": document.revision,
        "tooling": "Troth",
        "statements": _unique(_statement(each) for each in document.statements),
    }
    if document.modified > document.at:
        said["last_updated"] = rfc3339.spelled(document.modified)
    return printed(said)


def of_advisory(advisory: OwnAdvisory) -> bytes:
    """What the advisory says of its products, as OpenVEX.

    Raises:
        UnwritableError: it is published nowhere, or names no product.
    """
    if not advisory.base:
        raise UnwritableError(("OpenVEX needs an address: publish the advisory, or set where its files lie.",))
    return written(document(advisory))


def document(advisory: OwnAdvisory) -> VexDocument:
    """The statements of an advisory: one for each CVE id and each thing that is said of its products."""
    names = advisory.cves or advisory.names[:1]
    return VexDocument(
        id=f"{advisory.base}/{quote(advisory.id)}.openvex.json",
        title=advisory.title,
        publisher=advisory.publisher,
        statements=tuple(
            said for name in names for product in advisory.products for said in _said(advisory, name, product)
        ),
        at=advisory.published or advisory.modified,
        modified=advisory.modified,
        revisions=advisory.revisions,
        language=advisory.language,
    )


def _said(advisory: OwnAdvisory, name: str, product: Product) -> Iterable[Statement]:
    lines = stretches(product.ranges, product.package)
    named = tuple(dict.fromkeys((*(line.start for line in lines if line.single), *product.versions)))
    wide = [str(line) for line in lines if not line.single]
    fixed = tuple(dict.fromkeys((*(line.fixed for line in lines if line.fixed), *product.fixed)))
    common: dict[str, Any] = {
        "weakness": name,
        "aliases": tuple(each for each in advisory.names if each != name),
        "description": advisory.summary or advisory.title,
        "at": advisory.modified,
    }
    products = tuple(_product(product, version) for version in named) if named and not wide else ()
    products = products or (_product(product, ""),)
    told = f"Versions: {'; '.join([*wide, *(f'= {each}' for each in named)])}." if wide else ""
    yield Statement(
        status=product.status,
        products=products,
        notes=told,
        justification=product.justification if product.status == "not_affected" else None,
        impact=plain(product.impact) if product.status == "not_affected" else "",
        action=_action(advisory, fixed) if product.status == "affected" else "",
        **common,
    )
    if product.status == "affected" and fixed:
        yield Statement(status="fixed", products=tuple(_product(product, version) for version in fixed), **common)


def _action(advisory: OwnAdvisory, fixed: tuple[str, ...]) -> str:
    told = "\n\n".join(plain(each.words) for each in advisory.remediations if each.words.strip())
    return told or (f"Update to {' or '.join(fixed)}." if fixed else "There is no fix yet.")


def _product(product: Product, version: str) -> VexProduct:
    named = purl(product.package, version) if product.package is not None else ""
    return VexProduct(name=product.name, version=version, purl=named)


def _statement(said: Statement) -> dict[str, Any]:
    weakness: dict[str, Any] = {"name": said.weakness}
    weakness |= {"description": said.description} if said.description else {}
    weakness |= {"aliases": list(dict.fromkeys(said.aliases))} if said.aliases else {}
    words: dict[str, Any] = {
        "vulnerability": weakness,
        "timestamp": rfc3339.spelled(said.at),
        "products": _unique(_component(product) for product in said.products),
        "status": said.status,
    }
    for key, value in (
        ("justification", said.justification if said.status == "not_affected" else None),
        ("impact_statement", said.impact if said.status == "not_affected" else ""),
        ("action_statement", said.action if said.status == "affected" else ""),
        ("status_notes", said.notes),
    ):
        words |= {key: value} if value else {}
    return words


def _component(product: VexProduct) -> dict[str, Any]:
    """A purl, also where nobody gave one: ``pkg:generic`` is for what no registry has (purl, "generic")."""
    named = product.purl or generic(product.name, product.version) or f"urn:product:{quote(product.name, safe='')}"
    said: dict[str, Any] = {"@id": named, "identifiers": {"purl": named}}
    parts = [{"@id": part, "identifiers": {"purl": part}} for part in dict.fromkeys(product.components)]
    return said | ({"subcomponents": parts} if parts else {})


def _unique(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[bytes, dict[str, Any]] = {msgspec.json.encode(item): item for item in items}
    return list(found.values())


class _Component(msgspec.Struct):
    id: str = msgspec.field(default="", name="@id")
    identifiers: dict[str, str] = {}
    subcomponents: list[_Component] = []

    @property
    def named(self) -> str:
        return self.identifiers.get("purl", "") or self.id


class _Weakness(msgspec.Struct):
    name: str
    description: str = ""
    aliases: list[str] = []


class _Statement(msgspec.Struct):
    vulnerability: _Weakness | str
    status: Status
    products: list[_Component | str] = []
    timestamp: datetime | None = None
    justification: Justification | None = None
    impact_statement: str = ""
    action_statement: str = ""
    status_notes: str = ""


class _Document(msgspec.Struct):
    context: str = msgspec.field(name="@context")
    statements: list[_Statement] = []
    timestamp: datetime | None = None


def read(content: bytes) -> tuple[Statement, ...]:
    """The statements of a document of any OpenVEX 0.x; ``at`` is that of the statement, else of the document.

    Raises:
        BadVexError: it is too large, no JSON, or no OpenVEX.
    """
    if len(content) > LARGEST:
        raise BadVexError(f"larger than {LARGEST // (1024 * 1024)} MiB")
    try:
        found = msgspec.json.decode(content, type=_Document)
    except RecursionError:
        raise BadVexError("nested too deeply") from None
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadVexError(" ".join(str(error).split())) from None
    if not found.context.startswith("https://openvex.dev/ns"):
        raise BadVexError("its @context is not that of OpenVEX")
    return tuple(_read(each, found.timestamp) for each in found.statements)


def _read(each: _Statement, written_at: datetime | None) -> Statement:
    at = each.timestamp or written_at
    if at is None:
        raise BadVexError("neither the document nor a statement has a timestamp")
    weakness = each.vulnerability if isinstance(each.vulnerability, _Weakness) else _Weakness(name=each.vulnerability)
    return Statement(
        weakness=weakness.name,
        status=each.status,
        products=tuple(_named(product) for product in each.products),
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        aliases=tuple(weakness.aliases),
        description=weakness.description,
        justification=each.justification,
        impact=each.impact_statement,
        action=each.action_statement,
        notes=each.status_notes,
    )


def _named(product: _Component | str) -> VexProduct:
    if isinstance(product, str):
        return VexProduct(name=product, purl=product if product.startswith("pkg:") else "")
    named = product.named
    return VexProduct(
        name=named,
        purl=named if named.startswith("pkg:") else "",
        components=tuple(part.named for part in product.subcomponents if part.named),
    )


JUSTIFICATIONS: tuple[str, ...] = get_args(Justification)
"""The labels, in the order of the specification."""
