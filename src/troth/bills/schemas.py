"""The official schemas, from libraries that carry them: CycloneDX from its makers', SPDX from lib4sbom.

They are read as files; no code of those libraries is run, and nothing is ever fetched.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from troth.bills.reading import Document
from troth.terms.bill import Bill, Complaint, Schema
from troth.terms.span import excerpt

INSTALL = "pip install 'troth[sbom]'"
MOST = 200
"""Errors of one document that are taken from its validator."""
MOST_VALUES = 200_000
"""Values of a document of which every error is told."""
SHOWN = 5
"""Places that are told of one error."""
CYCLONEDX = ("cyclonedx", "schema/_res")
SPDX = ("lib4sbom", "schemas/spdx")
_SPDX_FILES = {"2.2": "2.2-schema.json", "2.3": "2.3-schema.json", "3.0": "3.0-schema.json"}


class _NoSchemaError(Exception):
    """The schema cannot be asked; the message says why."""


def validate(document: Document) -> Schema:
    """What the official schema of its form says of ``document``."""
    bill = document.bill
    name = f"{bill.form} {bill.version}".strip()
    try:
        errors = _of_xml(document) if document.tree is not None else _of_json(document)
        found = list(islice(errors, MOST + 1))
    except _NoSchemaError as reason:
        missing = str(reason).startswith("missing")
        return Schema(name=name, valid=None, reason=str(reason), install=INSTALL if missing else "")
    return Schema(name=name, valid=not found, complaints=_grouped(found))


@lru_cache(maxsize=1)
def listed_licences() -> frozenset[str]:
    """Ids of the SPDX licence list that CycloneDX publishes, in lower case; empty where it is not here."""
    try:
        value = _load(*CYCLONEDX, "spdx.SNAPSHOT.schema.json")
    except _NoSchemaError:
        return frozenset()
    return frozenset(one.lower() for one in value.get("enum", ()) if isinstance(one, str))


def _of_json(document: Document) -> Iterator[tuple[str, str]]:
    """(where, what) of each error of a JSON document."""
    validator = _validator(*_place(document.bill))
    if validator.is_valid(document.value):
        return
    if _larger_than(document.value, MOST_VALUES):  # the validator collects every error, kilobytes each
        try:
            validator.validate(document.value)
        except ValueError as first:
            yield _where(first), _words(first)
        yield "", "and perhaps more; of a document this large only the first error is told"
        return
    for error in validator.iter_errors(document.value):
        yield _where(error), _words(error)


def _where(error: Any) -> str:
    return "/".join(str(part) for part in error.instance_path)


def _larger_than(value: Any, most: int) -> bool:
    stack, told = [value], 0
    while stack and told <= most:
        one = stack.pop()
        told += 1
        if isinstance(one, dict):
            stack += one.values()
        elif isinstance(one, list):
            stack += one[: most + 1]
    return told > most


def _place(bill: Bill) -> tuple[str, str, str]:
    if bill.form == "CycloneDX":
        return (*CYCLONEDX, f"bom-{bill.version}.SNAPSHOT.schema.json")
    version = ".".join(bill.version.split(".")[:2])
    if version not in _SPDX_FILES:
        raise _NoSchemaError(f"no official schema of SPDX {bill.version[:20]} is known here")
    return (*SPDX, _SPDX_FILES[version])


@lru_cache(maxsize=4)
def _validator(package: str, folder: str, file: str) -> Any:
    schema = _load(package, folder, file)
    try:
        import jsonschema_rs  # noqa: PLC0415 - an extra, and only this command needs it
    except ImportError:
        raise _NoSchemaError("missing: jsonschema-rs, which holds documents against schemas") from None

    def beside(address: str) -> Any:
        """A schema that another one names: of the same folder, or none."""
        name = address.partition("#")[0].rpartition("/")[2]
        if not name.endswith(".SNAPSHOT.schema.json"):
            raise ValueError(f"{address} is not fetched")
        return _load(package, folder, name)

    return jsonschema_rs.validator_for(schema, retriever=beside, mask="…")


def _words(error: Any) -> str:
    """What is wrong, without the document's own text, which may be of any length."""
    kind = type(error.kind).__name__.rpartition("_")[2]
    return excerpt(str(error.message), 200) if kind else excerpt(str(error), 200)


def _of_xml(document: Document) -> Iterator[tuple[str, str]]:
    from lxml import etree  # noqa: PLC0415 - only bills in XML pay for it

    path = _file(*CYCLONEDX, f"bom-{document.bill.version}.SNAPSHOT.xsd")
    schema = etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True, resolve_entities=False)))
    if schema.validate(document.tree):
        return
    for error in islice(schema.error_log, MOST + 1):
        yield (
            f"line {error.line}",
            excerpt(error.message.replace(f"{{http://cyclonedx.org/schema/bom/{document.bill.version}}}", ""), 200),
        )


def _load(package: str, folder: str, file: str) -> Any:
    return msgspec.json.decode(_file(package, folder, file).read_bytes())


def _file(package: str, folder: str, file: str) -> Path:
    """A file that an installed library carries; the library itself is not imported."""
    found = importlib.util.find_spec(package)
    home = next(iter(found.submodule_search_locations or ()), "") if found else ""
    if not home:
        library = "cyclonedx-python-lib" if package == "cyclonedx" else package
        raise _NoSchemaError(f"missing: {library}, which carries the official schema")
    path = Path(home) / folder / file
    if "/" in file or not path.is_file():
        raise _NoSchemaError("no official schema of this version is known here")
    return path


def _grouped(errors: list[tuple[str, str]]) -> tuple[Complaint, ...]:
    """Errors with the same words are one complaint with its places."""
    places: dict[str, list[str]] = {}
    for where, what in errors[:MOST]:
        places.setdefault(what, []).append(where or "the document")
    told = [
        Complaint(rule="schema", text=what, count=len(found), examples=tuple(found[:SHOWN]))
        for what, found in places.items()
    ]
    if len(errors) > MOST:
        told.append(Complaint(rule="schema", text=f"and more; only the first {MOST} are told"))
    return tuple(told)
