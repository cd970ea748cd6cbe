"""CycloneDX 1.2 to 1.7 as XML (https://cyclonedx.org/docs/1.6/xml/), made into the structure of its JSON form.

Read without entities, document types, networks or huge trees: what needs them is refused, not expanded.
"""

from __future__ import annotations

import re
from typing import Any

NAMESPACE = re.compile(r"http://cyclonedx\.org/schema/bom/(\d+\.\d+)")
DEEPEST = 200
"""Levels of nesting; libxml2 itself refuses more than 256 unless it is told otherwise."""


class XmlBomError(ValueError):
    """The text is no XML that is safe to read, or no CycloneDX."""


class Parsed:
    """An XML document: ``tree`` for the schema, ``version`` of the namespace, ``value`` in the structure of JSON."""

    def __init__(self, tree: Any, version: str, value: dict[str, Any]) -> None:
        self.tree, self.version, self.value = tree, version, value


def read(data: bytes) -> Parsed:
    """The document in ``data``.

    Raises:
        XmlBomError: it is no XML, has a document type or entities, is too deep, or is no CycloneDX.
    """
    from lxml import etree  # noqa: PLC0415 - only bills in XML pay for it

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data[:64]:
        raise XmlBomError("XML with a document type or entities, or not in an encoding built on ASCII, is not read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlBomError(f"not valid XML: {str(error)[:120]}") from None
    found = NAMESPACE.fullmatch(etree.QName(root).namespace or "")
    if etree.QName(root).localname != "bom" or not found:
        raise XmlBomError("XML, but no CycloneDX: its first element is no bom of CycloneDX")
    value = {"bomFormat": "CycloneDX", "specVersion": found.group(1), **_bom(root)}
    return Parsed(root.getroottree(), found.group(1), value)


def _bom(root: Any) -> dict[str, Any]:
    children = _children(root)
    return {
        "metadata": _metadata(children["metadata"]) if "metadata" in children else None,
        "components": _components(children.get("components"), 0),
        "services": [{"bom-ref": one.get("bom-ref")} for one in _elements(children.get("services"))],
        "dependencies": [_dependency(one) for one in _elements(children.get("dependencies"))],
    }


def _metadata(element: Any) -> dict[str, Any]:
    children = _children(element)
    component = children.get("component")
    return {
        "timestamp": _text(children.get("timestamp")),
        "authors": [_named(one, "name", "email") for one in _elements(children.get("authors"))],
        "supplier": _party(children.get("supplier")),
        "manufacturer": _party(children.get("manufacturer")),
        "manufacture": _party(children.get("manufacture")),
        "lifecycles": [_named(one, "phase", "name") for one in _elements(children.get("lifecycles"))],
        "tools": [_named(one, "name", "version") for one in _tools(children.get("tools"))],
        "component": None if component is None else _component(component, 0),
    }


def _tools(element: Any) -> list[Any]:
    """Tools as ``tool`` elements, or within ``components`` and ``services``."""
    found = []
    for child in _elements(element):
        found += _elements(child) if _local(child) in ("components", "services") else [child]
    return found


def _components(element: Any, depth: int) -> list[dict[str, Any]]:
    if depth > DEEPEST:
        raise XmlBomError("XML nested too deeply")
    return [_component(one, depth + 1) for one in _elements(element)]


def _component(element: Any, depth: int) -> dict[str, Any]:
    children = _children(element)
    simple = ("group", "name", "version", "purl", "cpe", "publisher", "author")
    swid = children.get("swid")
    return {
        **{key: _text(children.get(key)) for key in simple},
        "bom-ref": element.get("bom-ref"),
        "supplier": _party(children.get("supplier")),
        "manufacturer": _party(children.get("manufacturer")),
        "authors": [_named(one, "name") for one in _elements(children.get("authors"))],
        "swid": None if swid is None else {"tagId": swid.get("tagId")},
        "hashes": [{"alg": one.get("alg"), "content": _text(one)} for one in _elements(children.get("hashes"))],
        "licenses": [
            {"expression": _text(one)} if _local(one) == "expression" else {"license": _named(one, "id", "name")}
            for one in _elements(children.get("licenses"))
        ],
        "components": _components(children.get("components"), depth),
    }


def _dependency(element: Any) -> dict[str, Any]:
    return {
        "ref": element.get("ref"),
        "dependsOn": [one.get("ref") for one in _elements(element) if _local(one) == "dependency"],
        "provides": [one.get("ref") for one in _elements(element) if _local(one) == "provides"],
    }


def _party(element: Any) -> dict[str, Any] | None:
    return None if element is None else _named(element, "name")


def _named(element: Any, *keys: str) -> dict[str, Any]:
    children = _children(element)
    return {key: _text(children.get(key)) for key in keys}


def _children(element: Any) -> dict[str, Any]:
    """Child elements by their local names, the first of each."""
    found: dict[str, Any] = {}
    for child in _elements(element):
        found.setdefault(_local(child), child)
    return found


def _elements(element: Any) -> list[Any]:
    return [] if element is None else [child for child in element if isinstance(child.tag, str)]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Any) -> str | None:
    return None if element is None else "".join(element.itertext()).strip()
