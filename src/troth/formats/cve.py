"""An advisory of one's own as a CVE record, JSON 5.1.1 (https://github.com/CVEProject/cve-schema).

A record speaks of one CVE id and is the word of the authority that assigned it. Versions are told as stretches with the
name of their order; a product without any is affected by its ``defaultStatus``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from troth.formats import cvss_objects, rfc3339
from troth.formats.json_text import printed
from troth.formats.markdown_prose import plain
from troth.formats.weaknesses import name_of
from troth.terms.advisory import Range
from troth.terms.own_advisory import OwnAdvisory, Product, Publisher, Reference, UnwritableError
from troth.terms.package import Package
from troth.terms.stretches import BEGINNING, Stretch, stretches

VERSION = "5.1.1"
_ID = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}")
_ORG = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}")
COLLECTIONS = {
    "PyPI": "pypi.org", "npm": "registry.npmjs.org", "crates.io": "crates.io",
    "Go": "pkg.go.dev", "Maven": "repo.maven.apache.org/maven2", "RubyGems": "rubygems.org",
    "Packagist": "packagist.org", "NuGet": "www.nuget.org/packages", "Pub": "pub.dev/packages",
    "Hex": "hex.pm/packages", "CRAN": "cran.r-project.org", "Hackage": "hackage.haskell.org",
    "CocoaPods": "cocoapods.org", "ConanCenter": "conan.io/center", "GitHub Actions": "github.com",
    "Debian": "packages.debian.org", "Bioconductor": "bioconductor.org", "Julia": "juliahub.com",
    "SwiftURL": "swiftpackageindex.com",
}  # fmt: skip
"""Where the name of a package of each ecosystem of OSV is looked up: its ``collectionURL`` without the scheme."""
_ORDERS = {
    "PyPI": "python", "Maven": "maven", "npm": "semver", "crates.io": "semver", "Go": "semver", "Hex": "semver",
    "Pub": "semver", "SwiftURL": "semver", "Julia": "semver", "RubyGems": "gem", "NuGet": "nuget", "Debian": "dpkg",
    "Ubuntu": "dpkg", "Red Hat": "rpm", "SUSE": "rpm", "AlmaLinux": "rpm", "Rocky Linux": "rpm", "Alpine": "apk",
    "Packagist": "composer",
}  # fmt: skip
"""``versionType`` of each ecosystem, "custom" for others."""
_TAGS = {
    "advisory": "vendor-advisory", "fix": "patch", "report": "issue-tracking", "article": "technical-description",
    "evidence": "exploit", "detection": "technical-description", "package": "product", "discussion": "mailing-list",
}  # fmt: skip
_STATUS = {"affected": "affected", "not_affected": "unaffected", "under_investigation": "unknown"}
MOST_TITLE, MOST_TEXT, MOST_URL = 256, 4_096, 2_048
"""Characters that the schema takes of a title, of a text, and of an address."""


def published(advisory: OwnAdvisory, cve_id: str = "") -> bytes:
    """The record in state PUBLISHED; of several CVE ids the one that is asked for, else the first.

    Raises:
        UnwritableError: it lacks what the schema and the rules for CVE Numbering Authorities demand.
    """
    id_ = cve_id or next(iter(advisory.cves), "")
    lacks = tuple(_lacking(advisory, id_))
    if lacks:
        raise UnwritableError(lacks)
    return _record(id_, advisory.publisher, "PUBLISHED", container(advisory), advisory.published, advisory.modified)


def rejected(
    cve_id: str, publisher: Publisher, reason: str, *, replaced_by: tuple[str, ...] = (), at: datetime
) -> bytes:
    """The record in state REJECTED; ``replaced_by`` are the CVE ids that stand in its place.

    Raises:
        UnwritableError: there is no reason, no id or no authority.
    """
    lacks = tuple(_authority(publisher, cve_id))
    if not reason.strip():
        lacks += ("A CVE id is rejected for a reason: write it.",)
    if lacks:
        raise UnwritableError(lacks)
    said: dict[str, Any] = {
        "providerMetadata": _provider(publisher, at),
        "rejectedReasons": [{"lang": "en", "value": reason.strip()[:MOST_TEXT]}],
    }
    named = [each for each in dict.fromkeys(replaced_by) if _ID.fullmatch(each)]
    said |= {"replacedBy": named} if named else {}
    return _record(cve_id, publisher, "REJECTED", said, None, at)


def _record(
    id_: str, by: Publisher, state: str, container_: dict[str, Any], since: datetime | None, at: datetime
) -> bytes:
    about = {"cveId": id_, "assignerOrgId": by.cve_org, "state": state, "dateUpdated": rfc3339.spelled(at)}
    about |= {"assignerShortName": by.cve_short_name} if by.cve_short_name else {}
    about |= {"datePublished": rfc3339.spelled(since)} if since else {}
    about |= {"dateRejected": rfc3339.spelled(at)} if state == "REJECTED" else {}
    return printed(
        {"dataType": "CVE_RECORD", "dataVersion": VERSION, "cveMetadata": about, "containers": {"cna": container_}}
    )


def _authority(by: Publisher, id_: str) -> Iterable[str]:
    if not _ID.fullmatch(id_):
        yield "A CVE record needs its CVE id: ask an authority (or GitHub) for one and add it to the names."
    if not _ORG.fullmatch(by.cve_org):
        yield "A CVE record needs the organisation that assigned the id: set its UUID with the publisher."


def _lacking(advisory: OwnAdvisory, id_: str) -> Iterable[str]:
    yield from _authority(advisory.publisher, id_)
    if not (advisory.summary.strip() or advisory.details.strip()):
        yield "A CVE record needs a description: write the summary."
    if not advisory.language.lower().startswith("en"):
        yield "A CVE record needs a description in English."
    if not any(product.status == "affected" for product in advisory.products):
        yield "A CVE record needs an affected product: name one."
    if not any(_references(advisory)):
        yield "A CVE record needs a public reference: publish the advisory's page, or add one."


def container(advisory: OwnAdvisory) -> dict[str, Any]:
    """``containers.cna`` alone, as CVE Services takes it."""
    said: dict[str, Any] = {
        "providerMetadata": _provider(advisory.publisher, advisory.modified),
        "descriptions": [{"lang": _language(advisory), "value": _text(_description(advisory))}],
        "affected": [_product(product, advisory.publisher.name) for product in advisory.products],
        "references": list(_references(advisory)),
    }
    said |= {"title": advisory.title.strip()[:MOST_TITLE]} if advisory.title.strip() else {}
    said |= {"datePublic": rfc3339.spelled(advisory.published)} if advisory.published else {}
    if advisory.cwes:
        said["problemTypes"] = [{"descriptions": [_weakness(cwe)]} for cwe in dict.fromkeys(advisory.cwes)]
    metrics = _metrics(advisory)
    said |= {"metrics": metrics} if metrics else {}
    lang = _language(advisory)
    for key, words in (
        ("impacts", advisory.impact),
        ("exploits", advisory.exploited),
        ("workarounds", _advice(advisory, "workaround", "mitigation")),
        ("solutions", _advice(advisory, "vendor_fix", "none_available", "no_fix_planned")),
    ):
        if words.strip():
            text = [{"lang": lang, "value": _text(plain(words))}]
            said[key] = [{"descriptions": text}] if key == "impacts" else text
    if advisory.timeline:
        said["timeline"] = _unique(
            {"time": rfc3339.spelled(each.at), "lang": lang, "value": _text(each.words)} for each in advisory.timeline
        )
    if advisory.credits:
        said["credits"] = _unique(
            {"lang": lang, "value": _text(each.name), "type": each.kind.replace("_", " ")} for each in advisory.credits
        )
    return said | {"source": {"advisory": advisory.id, "discovery": "UNKNOWN"}, "x_generator": {"engine": "Troth"}}


def _provider(by: Publisher, at: datetime) -> dict[str, str]:
    said = {"orgId": by.cve_org, "dateUpdated": rfc3339.spelled(at)}
    return said | ({"shortName": by.cve_short_name} if by.cve_short_name else {})


def _language(advisory: OwnAdvisory) -> str:
    return advisory.language if advisory.language.lower().startswith("en") else "en"


def _text(words: str) -> str:
    words = words.strip()
    return words if len(words) <= MOST_TEXT else words[: MOST_TEXT - 1] + "…"


def _description(advisory: OwnAdvisory) -> str:
    return "\n\n".join(part for part in (advisory.summary.strip(), plain(advisory.details)) if part)


def _product(product: Product, publisher: str) -> dict[str, Any]:
    said: dict[str, Any] = {"vendor": product.vendor or publisher or "n/a", "product": product.name}
    if product.package is not None and product.package.base in COLLECTIONS:
        said |= {"collectionURL": f"https://{COLLECTIONS[product.package.base]}", "packageName": product.package.name}
    said |= (
        {"programRoutines": [{"name": name} for name in dict.fromkeys(product.functions)]} if product.functions else {}
    )
    said |= {"platforms": list(dict.fromkeys(product.platforms))} if product.platforms else {}
    said |= {"repo": product.repository} if product.repository else {}
    status = _STATUS[product.status]
    versions = _unique(_versions(product, status))
    if not versions:
        return said | {"defaultStatus": status}
    if product.status == "affected":
        versions = _unique([*versions, *({"version": version, "status": "unaffected"} for version in product.fixed)])
    return said | {"defaultStatus": "unaffected" if status == "affected" else "unknown", "versions": versions}


def _versions(product: Product, status: str) -> Iterable[dict[str, str]]:
    order = version_type(product.package)
    for line in stretches(product.ranges, product.package):
        yield _stretch(line, status, order)
    for version in product.versions:
        yield {"version": version, "status": status}
    for written in product.ranges:
        if written.type == "GIT":
            yield from _commits(written, status)


def version_type(package: Package | None) -> str:
    """The name that CVE records have for the order of versions of ``package``."""
    return _ORDERS.get(package.base, "custom") if package is not None else "custom"


def _stretch(line: Stretch, status: str, order: str) -> dict[str, str]:
    if line.single:
        return {"version": line.start, "status": status}
    said = {"version": line.start or BEGINNING, "status": status, "versionType": order}
    if not line.end:
        return said | {"lessThan": "*"}
    return said | ({"lessThanOrEqual": line.end} if line.included else {"lessThan": line.end})


def _commits(line: Range, status: str) -> Iterable[dict[str, str]]:
    begun = ""
    for event in line.events:
        if event.kind == "introduced":
            begun = event.version
        elif begun and event.kind in ("fixed", "limit", "last_affected"):
            bound = "lessThanOrEqual" if event.kind == "last_affected" else "lessThan"
            yield {"version": begun, "status": status, "versionType": "git", bound: event.version}
            begun = ""
    if begun:
        yield {"version": begun, "status": status, "versionType": "git", "lessThan": "*"}


def _references(advisory: OwnAdvisory) -> Iterable[dict[str, Any]]:
    own = (Reference(url=advisory.page, kind="advisory", title="Advisory"),) if advisory.page else ()
    seen = set()
    for each in (*own, *advisory.references):
        if each.url and len(each.url) <= MOST_URL and each.url not in seen:
            seen.add(each.url)
            said: dict[str, Any] = {"url": each.url}
            said |= {"name": each.title[:512]} if each.title else {}
            yield said | ({"tags": [_TAGS[each.kind]]} if each.kind in _TAGS else {})


def _weakness(cwe: str) -> dict[str, str]:
    named = f"{cwe} {name_of(cwe)}".strip()
    said = {"lang": "en", "description": named, "type": "CWE"}
    return said | ({"cweId": cwe} if re.fullmatch(r"CWE-[1-9][0-9]{0,4}", cwe) else {})


def _metrics(advisory: OwnAdvisory) -> list[dict[str, Any]]:
    found = []
    for key, version in (("cvssV4_0", "4.0"), ("cvssV3_1", "3.1"), ("cvssV3_0", "3.0"), ("cvssV2_0", "2.0")):
        scored = cvss_objects.of_version(advisory.severity, version)
        if scored:
            found.append({"format": "CVSS", key: cvss_objects.spelled(*scored)})
    return found


def _advice(advisory: OwnAdvisory, *kinds: str) -> str:
    told = [each for each in advisory.remediations if each.kind in kinds]
    return "\n\n".join(each.words + (f" {each.url}" if each.url else "") for each in told)


def _unique(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each once: the schema refuses twins."""
    found: list[dict[str, Any]] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found
