"""SPDX 2 as tag-value (https://spdx.github.io/spdx-spec/v2.3/), made into the same structure as its JSON form.

Annotations, reviews, snippets and the licences of files are passed over: no check asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TAG = re.compile(r"([A-Za-z][A-Za-z0-9]*):[ \t]*(.*)")
_OPEN, _CLOSE = "<text>", "</text>"
_DOCUMENT = {
    "SPDXVersion": "spdxVersion",
    "DataLicense": "dataLicense",
    "DocumentName": "name",
    "DocumentNamespace": "documentNamespace",
    "DocumentComment": "comment",
}
_PACKAGE = {
    "PackageVersion": "versionInfo",
    "PackageFileName": "packageFileName",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageDownloadLocation": "downloadLocation",
    "PackageHomePage": "homepage",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageCopyrightText": "copyrightText",
    "PackageSummary": "summary",
    "PackageDescription": "description",
    "PackageComment": "comment",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}


def is_tag_value(text: str) -> bool:
    """Whether ``text`` begins as a document of SPDX 2 in tag-value form."""
    for line in text[:65_536].splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            return line.startswith("SPDXVersion:")
    return False


def read(text: str) -> dict[str, Any]:
    """The document in the structure of SPDX's JSON form; lines that are no tags are passed over. Takes linear time."""
    builder = _Builder()
    for tag, value in _tags(text):
        builder.take(tag, value)
    return builder.document


def _tags(text: str) -> Iterator[tuple[str, str]]:
    lines = iter(text.split("\n"))
    for line in lines:
        found = _TAG.match(line.rstrip("\r"))
        if not found:
            continue
        tag, value = found.group(1), found.group(2).strip()
        if value.startswith(_OPEN):
            parts = [value.removeprefix(_OPEN)]
            while _CLOSE not in parts[-1]:
                more = next(lines, None)
                if more is None:
                    break
                parts.append(more.rstrip("\r"))
            value = "\n".join(parts).partition(_CLOSE)[0]
        yield tag, value


class _Builder:
    """Sorts tags into the element that they belong to: the document until the first package or file."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {"creationInfo": {"creators": []}, "packages": [], "relationships": []}
        self._element: dict[str, Any] = self.document

    def take(self, tag: str, value: str) -> None:
        document = self.document
        if tag == "PackageName":
            self._element = {"name": value}
            document["packages"].append(self._element)
        elif tag == "FileName":
            self._element = {"fileName": value}
            document.setdefault("files", []).append(self._element)
        elif tag == "SPDXID":
            self._element["SPDXID"] = value
        elif tag == "LicenseID":
            self._element = {"licenseId": value}
            document.setdefault("hasExtractedLicensingInfos", []).append(self._element)
        elif tag == "ExtractedText":
            self._element["extractedText"] = value
        elif tag in _DOCUMENT:
            document[_DOCUMENT[tag]] = value
        elif tag in _PACKAGE:
            self._element[_PACKAGE[tag]] = value
        else:
            self._rest(tag, value)

    def _rest(self, tag: str, value: str) -> None:
        creation = self.document["creationInfo"]
        if tag == "Creator":
            creation["creators"].append(value)
        elif tag == "Created":
            creation["created"] = value
        elif tag == "CreatorComment":
            creation["comment"] = value
        elif tag == "LicenseListVersion":
            creation["licenseListVersion"] = value
        elif tag in ("PackageChecksum", "FileChecksum"):
            algorithm, _, digest = value.partition(":")
            one = {"algorithm": algorithm.strip(), "checksumValue": digest.strip()}
            self._element.setdefault("checksums", []).append(one)
        elif tag == "ExternalRef":
            words = value.split(None, 2)
            keys = ("referenceCategory", "referenceType", "referenceLocator")
            self._element.setdefault("externalRefs", []).append(dict(zip(keys, words, strict=False)))
        elif tag == "FilesAnalyzed":
            self._element["filesAnalyzed"] = value.lower() == "true"
        elif tag == "ExternalDocumentRef":
            name = value.split(None, 1)[0] if value else ""
            self.document.setdefault("externalDocumentRefs", []).append(_external(name, value))
        elif tag == "Relationship":
            words = value.split()
            keys = ("spdxElementId", "relationshipType", "relatedSpdxElement")
            self.document["relationships"].append(dict(zip(keys, words, strict=False)))


def _external(name: str, value: str) -> dict[str, Any]:
    words = value.split()
    algorithm, _, digest = " ".join(words[2:]).partition(":")
    checksum = {"algorithm": algorithm.strip(), "checksumValue": digest.strip()}
    return {
        "externalDocumentId": name,
        "spdxDocument": words[1] if len(words) > 1 else "",
        "checksum": checksum,
    }
