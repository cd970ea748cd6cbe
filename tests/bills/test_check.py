from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from typing import Any

import pytest

from bills import papers
from troth.bills import schemas
from troth.bills.check import check
from troth.bills.reading import read
from troth.terms.bill import BillReport, UnreadableBillError

BOTH = ("NTIA", "CISA")


def checked(value: Any, lists: tuple[str, ...] = BOTH) -> BillReport:
    data = (
        value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else json.dumps(value).encode()
    )
    return check(data, "bill", lists, None)


WHOLE = {
    "CycloneDX JSON": papers.CYCLONEDX,
    "CycloneDX XML": papers.XML,
    "SPDX 2.3 JSON": papers.SPDX,
    "SPDX 2.3 tag-value": papers.TAG_VALUE,
    "SPDX 3.0.1": papers.SPDX3,
}


@pytest.mark.parametrize("form", WHOLE)
def test_a_whole_bill_is_in_order_in_every_form(form: str) -> None:
    report = checked(WHOLE[form])
    assert report.schema.valid is True, report.schema
    assert report.complaints == ()
    assert [one.lacking for one in report.minimums] == [(), ()]
    assert report.sound


def test_every_form_says_the_same() -> None:
    told = []
    for value in WHOLE.values():
        bill = checked(value).bill
        everything = (*((bill.root,) if bill.root else ()), *bill.components)
        told.append(
            (
                sorted(
                    (one.name, one.version, one.purls, one.supplier, one.checksums[0].rpartition(":")[2])
                    for one in everything
                ),
                [name.replace("-", " ") for name in bill.tools],
                bill.created,
                bill.context,
                len([one for one in bill.relations if one.depends and one.target]),
                len(bill.roots),
            )
        )
    assert all(one == told[0] for one in told[1:]), told


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_every_version_of_cyclonedx_has_its_schema(version: str) -> None:
    bill = {"bomFormat": "CycloneDX", "specVersion": version, "version": 1, "components": []}
    assert checked(bill).schema.valid is True
    assert checked({**bill, "components": [{"name": "rope"}]}).schema.valid is False
    text = f'<bom xmlns="http://cyclonedx.org/schema/bom/{version}" version="1"><components/></bom>'
    assert checked(text).schema.valid is True
    assert checked(text.replace("<components/>", "<cargo/>")).schema.valid is False


@pytest.mark.parametrize("version", ["2.2", "2.3"])
def test_every_version_of_spdx_2_has_its_schema(version: str) -> None:
    bill = papers.spdx()
    bill["spdxVersion"] = f"SPDX-{version}"
    assert checked(bill).schema.valid is True
    del bill["creationInfo"]["created"]
    assert checked(bill).schema.valid is False


def test_a_version_without_a_schema_is_not_in_order() -> None:
    report = checked({**papers.CYCLONEDX, "specVersion": "9.9"})
    assert (report.schema.valid, report.sound) == (None, False)
    assert "no official schema" in report.schema.reason


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    schemas._validator.cache_clear()
    schemas.listed_licences.cache_clear()
    report = checked(papers.CYCLONEDX)
    assert (report.schema.valid, report.sound) == (None, False)
    assert report.schema.install == "pip install 'troth[sbom]'"
    assert "cyclonedx-python-lib" in report.schema.reason
    schemas.listed_licences.cache_clear()


def test_errors_of_the_schema_are_told_once_with_their_places() -> None:
    bill = papers.cyclonedx()
    bill["components"] = [{"type": "library"} for _ in range(30)]
    (complaint,) = [one for one in checked(bill).schema.complaints if "name" in one.text]
    # uniqueItems complains of itself
    assert complaint.count == 30
    assert complaint.examples[0] == "components/0"
    assert len(complaint.examples) == schemas.SHOWN


def change(form: str, alter: Callable[[dict[str, Any]], object]) -> BillReport:
    value = papers.spdx() if form == "spdx" else papers.cyclonedx()
    alter(value)
    return checked(value)


FAULTS: tuple[tuple[str, str, str, Callable[[dict[str, Any]], object]], ...] = (
    ("a bad purl", "cyclonedx", "purl", lambda bill: bill["components"][0].update(purl="cargo/rope@0.2.1")),
    ("a purl without a name", "spdx", "purl",
     lambda bill: bill["packages"][1]["externalRefs"][0].update(referenceLocator="pkg:cargo/")),
    ("a bad expression", "cyclonedx", "licence",
     lambda bill: bill["components"][0].update(licenses=[{"expression": "MIT OR OR ISC"}])),
    ("an id on no list", "spdx", "licence", lambda bill: bill["packages"][1].update(licenseDeclared="BSD")),
    ("Cargo's old slash", "spdx", "licence", lambda bill: bill["packages"][1].update(licenseDeclared="MIT/Apache-2.0")),
    ("a LicenseRef that nothing defines", "spdx", "licence",
     lambda bill: bill["packages"][1].update(licenseDeclared="LicenseRef-rope")),
    ("a dangling dependsOn", "cyclonedx", "dangling", lambda bill: bill["dependencies"][0]["dependsOn"].append("anchor")),
    ("a dangling ref", "cyclonedx", "dangling", lambda bill: bill["dependencies"].append({"ref": "anchor"})),
    ("a dangling relationship", "spdx", "dangling",
     lambda bill: bill["relationships"][1].update(relatedSpdxElement="SPDXRef-anchor")),
    ("an SPDXID given twice", "spdx", "duplicate-id",
     lambda bill: bill["packages"][1].update(SPDXID="SPDXRef-ferry")),
    ("a bom-ref given twice", "cyclonedx", "duplicate-id", lambda bill: bill["components"][0].update({"bom-ref": "ferry"})),
    ("no component", "cyclonedx", "empty", lambda bill: bill.update(components=[], dependencies=[])),
    ("nothing but its subject", "spdx", "empty", lambda bill: bill.update(packages=bill["packages"][:1])),
    ("a subject that is not there", "spdx", "dangling-root", lambda bill: bill.update(documentDescribes=["SPDXRef-anchor"])),
    ("one component twice", "cyclonedx", "same-component",
     lambda bill: bill["components"].append({**bill["components"][0], "bom-ref": "rope-2"})),
    ("a number for a name", "cyclonedx", "type", lambda bill: bill["components"][0].update(name=7)),
)  # fmt: skip


@pytest.mark.parametrize(("name", "form", "rule", "alter"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_what_schemas_let_through_is_found(
    name: str, form: str, rule: str, alter: Callable[[dict[str, Any]], object]
) -> None:
    report = change(form, alter)
    assert rule in {one.rule for one in report.complaints}, report.complaints
    assert not report.sound


def test_what_points_into_other_documents_is_no_fault() -> None:
    def elsewhere(bill: dict[str, Any]) -> None:
        bill["relationships"][1]["relatedSpdxElement"] = "DocumentRef-other:SPDXRef-anchor"
        bill["relationships"].append(
            {"spdxElementId": "SPDXRef-rope", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "NONE"}
        )
        bill["hasExtractedLicensingInfos"] = [{"licenseId": "LicenseRef-rope", "extractedText": "…"}]
        bill["packages"][1]["licenseDeclared"] = "LicenseRef-rope AND OpenMDW-1.0"

    assert change("spdx", elsewhere).complaints == ()


def lacking(report: BillReport) -> dict[str, list[str]]:
    return {one.name: [field.name for field in one.lacking] for one in report.minimums}


FIELDS: tuple[tuple[str, Callable[[dict[str, Any]], object], list[str], list[str]], ...] = (
    ("supplier", lambda b: b["packages"][1].pop("supplier"), ["supplier name"], ["software producer"]),
    (
        "supplier that says nothing",
        lambda b: b["packages"][1].update(supplier="NOASSERTION"),
        ["supplier name"],
        ["software producer"],
    ),
    ("version", lambda b: b["packages"][1].pop("versionInfo"), ["version"], ["component version"]),
    ("identifier", lambda b: b["packages"][1].pop("externalRefs"), ["unique identifier"], ["software identifier"]),
    ("relation", lambda b: b["relationships"].pop(), ["dependency relationship"], ["dependency relationship"]),
    (
        "author",
        lambda b: b["creationInfo"].update(creators=["Tool: lister-1.0"]),
        ["author of the SBOM data"],
        ["SBOM author"],
    ),
    ("tool", lambda b: b["creationInfo"].update(creators=["Person: R. Pilot"]), [], ["tool name"]),
    ("timestamp", lambda b: b["creationInfo"].update(created="yesterday"), ["timestamp"], ["timestamp"]),
    ("hash", lambda b: b["packages"][1].pop("checksums"), [], ["component hash"]),
    ("licence", lambda b: b["packages"][1].update(licenseDeclared="NOASSERTION"), [], ["licence"]),
    ("context", lambda b: b["creationInfo"].pop("comment"), [], ["generation context"]),
)


@pytest.mark.parametrize(("name", "alter", "ntia", "cisa"), FIELDS, ids=[field[0] for field in FIELDS])
def test_each_minimum_field_is_missed(
    name: str, alter: Callable[[dict[str, Any]], object], ntia: list[str], cisa: list[str]
) -> None:
    assert lacking(change("spdx", alter)) == {"NTIA": ntia, "CISA": cisa}


def test_missing_fields_are_counted_with_examples() -> None:
    (ntia,) = checked(
        {**papers.CYCLONEDX, "components": [{"type": "library", "name": f"rope-{n}"} for n in range(9)]}, ("NTIA",)
    ).minimums
    (version,) = [field for field in ntia.fields if field.name == "version"]
    assert (version.missing, version.asked) == (9, 10)
    assert version.examples == ("rope-0", "rope-1", "rope-2")


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"{}", b'{"bomFormat": "SPDX"}', b"<bom/>", b"<html>", b"\x00\x01", b"hello", b'{"a":' * 400 + b"1" + b"}" * 400,
     b'{"a":' * 200_000, b'{"bomFormat":"CycloneDX","x":' + b"[" * 300 + b"]" * 300 + b"}", b'{"spdxVersion": "\\ud800"}'],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_bill_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableBillError):
        read(data, "bill")


BOMBS = (
    b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6">&b;</bom>',
    b'<!DOCTYPE bom SYSTEM "file:///etc/passwd"><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>',
    ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
     '<bom xmlns="http://cyclonedx.org/schema/bom/1.6">&a;</bom>').encode("utf-16"),
    b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">' + b"<components>" * 400 + b"</components>" * 400 + b"</bom>",
)  # fmt: skip


@pytest.mark.parametrize("data", BOMBS, ids=["entities", "external", "utf-16", "deep"])
def test_xml_that_would_burst_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableBillError):
        read(data, "bill")


def test_a_bill_that_is_too_large_is_refused() -> None:
    with pytest.raises(UnreadableBillError, match="larger than"):
        read(b" " * (64 * 1024 * 1024 + 1), "bill")


def test_of_a_very_large_bill_only_the_first_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemas, "MOST_VALUES", 100)
    bill = papers.cyclonedx()
    bill["components"] = [{"type": "library", "version": str(n)} for n in range(100)]
    complaints = checked(bill).schema.complaints
    assert len(complaints) == 2
    assert complaints[0].examples == ("components/0",)
    assert "only the first error" in complaints[1].text
