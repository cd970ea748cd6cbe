"""Small bills of materials of our own making, whole by every check, in each form."""

from __future__ import annotations

import copy
from typing import Any

HASH = "a" * 64
CYCLONEDX: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {
        "timestamp": "2026-11-25T10:00:00Z",
        "lifecycles": [{"phase": "build"}],
        "authors": [{"name": "R. Pilot"}],
        "tools": {"components": [{"type": "application", "name": "lister", "version": "1.0"}]},
        "component": {
            "type": "application",
            "bom-ref": "ferry",
            "name": "ferry",
            "version": "1.0.0",
            "purl": "pkg:cargo/ferry@1.0.0",
            "publisher": "Harbour",
            "licenses": [{"expression": "MIT OR Apache-2.0"}],
            "hashes": [{"alg": "SHA-256", "content": HASH}],
        },
    },
    "components": [
        {
            "type": "library",
            "bom-ref": "rope",
            "name": "rope",
            "version": "0.2.1",
            "purl": "pkg:cargo/rope@0.2.1",
            "publisher": "Harbour",
            "licenses": [{"license": {"id": "MIT"}}],
            "hashes": [{"alg": "SHA-256", "content": HASH}],
        }
    ],
    "dependencies": [{"ref": "ferry", "dependsOn": ["rope"]}, {"ref": "rope"}],
}
SPDX: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "dataLicense": "CC0-1.0",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "ferry",
    "documentNamespace": "https://example.org/ferry",
    "creationInfo": {
        "created": "2026-11-25T10:00:00Z",
        "creators": ["Tool: lister-1.0", "Organization: Harbour"],
        "comment": "SBOM Type: Build",
    },
    "packages": [
        {
            "SPDXID": f"SPDXRef-{name}",
            "name": name,
            "versionInfo": version,
            "supplier": "Organization: Harbour",
            "downloadLocation": "NOASSERTION",
            "licenseConcluded": "NOASSERTION",
            "licenseDeclared": "MIT OR Apache-2.0",
            "copyrightText": "NOASSERTION",
            "checksums": [{"algorithm": "SHA256", "checksumValue": HASH}],
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": f"pkg:cargo/{name}@{version}",
                }
            ],
        }
        for name, version in (("ferry", "1.0.0"), ("rope", "0.2.1"))
    ],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-ferry",
        },
        {
            "spdxElementId": "SPDXRef-ferry",
            "relationshipType": "DEPENDS_ON",
            "relatedSpdxElement": "SPDXRef-rope",
        },
    ],
}
TAG_VALUE = f"""SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: ferry
DocumentNamespace: https://example.org/ferry
# made by hand
Creator: Tool: lister-1.0
Creator: Organization: Harbour
Created: 2026-11-25T10:00:00Z
CreatorComment: <text>SBOM Type: Build
second line</text>

PackageName: ferry
SPDXID: SPDXRef-ferry
PackageVersion: 1.0.0
PackageSupplier: Organization: Harbour
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: MIT OR Apache-2.0
PackageCopyrightText: NOASSERTION
PackageChecksum: SHA256: {HASH}
ExternalRef: PACKAGE-MANAGER purl pkg:cargo/ferry@1.0.0

PackageName: rope
SPDXID: SPDXRef-rope
PackageVersion: 0.2.1
PackageSupplier: Organization: Harbour
PackageDownloadLocation: NOASSERTION
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: MIT
PackageCopyrightText: NOASSERTION
PackageChecksum: SHA256: {HASH}
ExternalRef: PACKAGE-MANAGER purl pkg:cargo/rope@0.2.1

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-ferry
Relationship: SPDXRef-ferry DEPENDS_ON SPDXRef-rope
"""
_URN = "https://example.org/ferry/"
SPDX3: dict[str, Any] = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {
            "type": "CreationInfo",
            "@id": "_:made",
            "specVersion": "3.0.1",
            "created": "2026-11-25T10:00:00Z",
            "createdBy": [f"{_URN}harbour"],
            "createdUsing": [f"{_URN}lister"],
        },
        {"type": "Organization", "spdxId": f"{_URN}harbour", "creationInfo": "_:made", "name": "Harbour"},
        {"type": "Tool", "spdxId": f"{_URN}lister", "creationInfo": "_:made", "name": "lister 1.0"},
        {
            "type": "SpdxDocument",
            "spdxId": f"{_URN}document",
            "creationInfo": "_:made",
            "name": "ferry",
            "rootElement": [f"{_URN}sbom"],
        },
        {
            "type": "software_Sbom",
            "spdxId": f"{_URN}sbom",
            "creationInfo": "_:made",
            "software_sbomType": ["build"],
            "rootElement": [f"{_URN}package/ferry"],
        },
        *(
            {
                "type": "software_Package",
                "spdxId": f"{_URN}package/{name}",
                "creationInfo": "_:made",
                "name": name,
                "software_packageVersion": version,
                "software_packageUrl": f"pkg:cargo/{name}@{version}",
                "suppliedBy": f"{_URN}harbour",
                "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": HASH}],
            }
            for name, version in (("ferry", "1.0.0"), ("rope", "0.2.1"))
        ),
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": f"{_URN}licence",
            "creationInfo": "_:made",
            "simplelicensing_licenseExpression": "MIT OR Apache-2.0",
        },
        *(
            {
                "type": "Relationship",
                "spdxId": f"{_URN}relation/{number}",
                "creationInfo": "_:made",
                "from": f"{_URN}package/{source}",
                "relationshipType": kind,
                "to": [target],
            }
            for number, (source, kind, target) in enumerate(
                (
                    ("ferry", "dependsOn", f"{_URN}package/rope"),
                    ("ferry", "hasDeclaredLicense", f"{_URN}licence"),
                    ("rope", "hasDeclaredLicense", f"{_URN}licence"),
                )
            )
        ),
    ],
}
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
  <metadata>
    <timestamp>2026-11-25T10:00:00Z</timestamp>
    <lifecycles><lifecycle><phase>build</phase></lifecycle></lifecycles>
    <tools><tool><name>lister</name><version>1.0</version></tool></tools>
    <authors><author><name>R. Pilot</name></author></authors>
    <component type="application" bom-ref="ferry">
      <publisher>Harbour</publisher>
      <name>ferry</name>
      <version>1.0.0</version>
      <hashes><hash alg="SHA-256">{HASH}</hash></hashes>
      <licenses><expression>MIT OR Apache-2.0</expression></licenses>
      <purl>pkg:cargo/ferry@1.0.0</purl>
    </component>
  </metadata>
  <components>
    <component type="library" bom-ref="rope">
      <publisher>Harbour</publisher>
      <name>rope</name>
      <version>0.2.1</version>
      <hashes><hash alg="SHA-256">{HASH}</hash></hashes>
      <licenses><license><id>MIT</id></license></licenses>
      <purl>pkg:cargo/rope@0.2.1</purl>
    </component>
  </components>
  <dependencies>
    <dependency ref="ferry"><dependency ref="rope"/></dependency>
    <dependency ref="rope"/>
  </dependencies>
</bom>
"""


def cyclonedx() -> dict[str, Any]:
    """A whole CycloneDX bill, to be changed."""
    return copy.deepcopy(CYCLONEDX)


def spdx() -> dict[str, Any]:
    """A whole SPDX 2.3 bill, to be changed."""
    return copy.deepcopy(SPDX)


def spdx3() -> dict[str, Any]:
    """A whole SPDX 3.0.1 bill, to be changed."""
    return copy.deepcopy(SPDX3)
