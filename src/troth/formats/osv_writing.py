"""An advisory of one's own as an OSV record, schema 1.7.5 (https://ossf.github.io/osv-schema/).

What others read to know whether they are affected: packages with events, exactly as the record has them.
``formats.osv`` reads them back. OSV holds no products that are not affected and none without a package or commits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from troth.formats import cvss, cvss_objects, rfc3339
from troth.formats.json_text import printed
from troth.formats.purl import purl
from troth.terms.advisory import Event, Range, Vector
from troth.terms.own_advisory import OwnAdvisory, Product, UnwritableError
from troth.terms.package import Package
from troth.terms.stretches import BEGINNING, of_range

SCHEMA = "1.7.5"
PREFIXES = (
    "ASB-A", "PUB-A", "ALPINE", "ALSA", "ALBA", "ALEA", "AZL", "BELL", "BIT", "CGA", "CLEANSTART", "CLSA", "CURL",
    "CVE", "DEBIAN", "DHI", "DRUPAL", "DSA", "DLA", "ELA", "DTSA", "ECHO", "EEF", "FreeBSD", "GHSA", "GO", "GSD",
    "HSEC", "JLSEC", "KUBE", "LBSEC", "LSN", "MAL", "MINI", "MGASA", "OESA", "OSEC", "OSV", "openSUSE-SU", "PHSA",
    "PSF", "PYSEC", "RHBA", "RHEA", "RHSA", "RLSA", "RXSA", "RSEC", "ROOT", "RUSTSEC", "SUSE-SU", "SUSE-RU",
    "SUSE-FU", "SUSE-OU", "UBUNTU", "USN", "V8",
)  # fmt: skip
"""What ids of registered databases begin with, before a dash (schema 1.7.5, "$defs/prefix"); others begin with "x_"."""
ECOSYSTEMS = frozenset((
    "AlmaLinux", "Alpaquita", "Alpine", "Android", "Azure Linux", "BellSoft Hardened Containers", "Bioconductor",
    "Bitnami", "Chainguard", "CleanStart", "ConanCenter", "CRAN", "crates.io", "Debian", "Docker Hardened Images",
    "Echo", "FreeBSD", "GHC", "GitHub Actions", "Go", "Hackage", "Hex", "Julia", "Kubernetes", "Linux", "Mageia",
    "Maven", "MinimOS", "npm", "NuGet", "opam", "openEuler", "openSUSE", "OSS-Fuzz", "Packagist", "Photon OS",
    "Pub", "PyPI", "Red Hat", "Rocky Linux", "Root", "RubyGems", "SUSE", "SwiftURL", "TuxCare", "Ubuntu", "VSCode",
    "Wolfi",
))  # fmt: skip
"""The ecosystems that the schema knows."""
_COMMIT = re.compile(r"0|[a-f0-9]{40}|[a-f0-9]{64}")
_VERSIONS = {"2.0": "CVSS_V2", "3.0": "CVSS_V3", "3.1": "CVSS_V3", "4.0": "CVSS_V4"}


def usable_id(name: str) -> bool:
    """Whether ``name`` may be the id of a record."""
    return name.startswith("x_") or any(name.startswith(f"{prefix}-") for prefix in PREFIXES)


def written(advisory: OwnAdvisory) -> bytes:
    """The record as JSON.

    Raises:
        UnwritableError: its id is of no database, or no product of it can be told in OSV.
    """
    return printed(record(advisory))


def record(advisory: OwnAdvisory) -> dict[str, Any]:
    """The record as the tree that JSON spells.

    Raises:
        UnwritableError: as ``written``.
    """
    lacks = tuple(_lacking(advisory))
    if lacks:
        raise UnwritableError(lacks)
    said: dict[str, Any] = {
        "schema_version": SCHEMA,
        "id": advisory.id,
        "modified": rfc3339.spelled(advisory.modified),
        "summary": advisory.title,
        "details": _details(advisory),
    }
    if advisory.published:
        said["published"] = rfc3339.spelled(advisory.published)
    if advisory.withdrawn:
        said["withdrawn"] = rfc3339.spelled(advisory.withdrawn)
    others = [name for name in advisory.names if name != advisory.id]
    said |= {"aliases": others} if others else {}
    said |= {"related": list(advisory.related)} if advisory.related else {}
    severity = [spelled for vector in advisory.severity if (spelled := _severity(vector))]
    said |= {"severity": severity} if severity else {}
    said["affected"] = [_affected(product) for product in advisory.products if _tellable(product)]
    references = _references(advisory)
    said |= {"references": references} if references else {}
    thanked = [_credit(credit.name, credit.kind, credit.links) for credit in advisory.credits]
    said |= {"credits": thanked} if thanked else {}
    return said | {"database_specific": _specific(advisory)}


def _lacking(advisory: OwnAdvisory) -> Iterable[str]:
    if not usable_id(advisory.id):
        yield f'OSV takes "{advisory.id}" for no id: use that of GitHub or CVE, or one that begins with "x_".'
    affected = [product for product in advisory.products if product.status == "affected"]
    if not any(_tellable(product) for product in affected):
        yield "OSV needs a package of an ecosystem, or commits of a repository: name one in the affected product."
    for product in affected:
        for line in product.ranges:
            if line.type == "GIT" and not (line.repo and all(_COMMIT.fullmatch(each.version) for each in line.events)):
                yield f"The commits of {product.name} need the address of their repository and whole hashes."


def _tellable(product: Product) -> bool:
    """Affected, and known by a package, or by commits alone."""
    if product.status != "affected":
        return False
    return _known(product.package) or any(line.type == "GIT" and _begins(line) for line in product.ranges)


def _known(package: Package | None) -> bool:
    return package is not None and package.base in ECOSYSTEMS


def _begins(line: Range) -> bool:
    return any(event.kind == "introduced" for event in line.events)


def _affected(product: Product) -> dict[str, Any]:
    said: dict[str, Any] = {}
    package = product.package if _known(product.package) else None
    if package is not None:
        named = purl(package, "")
        said["package"] = {"ecosystem": package.ecosystem, "name": package.name} | ({"purl": named} if named else {})
    ranges = [
        spelled
        for line in product.ranges
        if _begins(line) and (line.type == "GIT" or package is not None)
        for spelled in _range(line, package)
    ]
    if package is not None and not ranges and not product.versions:
        ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": BEGINNING}]}]  # all versions: no range means none
    said |= {"ranges": ranges} if ranges else {}
    said |= {"versions": list(product.versions)} if product.versions and package is not None else {}
    specific = {
        key: value
        for key, value in (
            ("fixed", list(product.fixed)),
            ("functions", list(product.functions)),
            ("platforms", list(product.platforms)),
            ("repository", product.repository),
            ("product", product.name),
            ("vendor", product.vendor),
        )
        if value
    }
    return said | {"database_specific": specific}


def _range(line: Range, package: Package | None) -> list[dict[str, Any]]:
    """As it stands; of one that holds both, what is fixed and what is not apart, as the schema demands."""
    kinds = {event.kind for event in line.events}
    if not {"fixed", "last_affected"} <= kinds:
        return [_spelled(line, line.events)]
    parts: tuple[list[Event], list[Event]] = ([], [])
    for stretch in of_range(line, package):
        part = parts[1] if stretch.included else parts[0]
        part.append(Event("introduced", stretch.start or BEGINNING))
        if stretch.end:
            part.append(Event("last_affected" if stretch.included else "fixed", stretch.end))
    limits = [event for event in line.events if event.kind == "limit"]
    return [_spelled(line, (*part, *limits)) for part in parts if part]


def _spelled(line: Range, events: Iterable[Event]) -> dict[str, Any]:
    said: dict[str, Any] = {"type": line.type, "events": [{event.kind: event.version} for event in events]}
    return said | ({"repo": line.repo} if line.repo else {})


def _severity(vector: Vector) -> dict[str, str] | None:
    """By the version that the vector itself names."""
    found = cvss.scored(vector.score)
    return {"type": _VERSIONS[found.version], "score": vector.score.strip().strip("()")} if found else None


def _details(advisory: OwnAdvisory) -> str:
    """Summary, details, impact, what is known of attacks and what to do: OSV has one field of Markdown for them."""
    parts = [advisory.summary, advisory.details]
    if advisory.withdrawn_reason and advisory.state == "withdrawn":
        parts.insert(0, f"**Withdrawn:** {advisory.withdrawn_reason}")
    if advisory.impact.strip():
        parts.append(f"### Impact\n\n{advisory.impact}")
    if advisory.exploited.strip():
        parts.append(f"### Exploitation\n\n{advisory.exploited}")
    if advisory.remediations:
        advice = "\n\n".join(each.words + (f" <{each.url}>" if each.url else "") for each in advisory.remediations)
        parts.append(f"### What to do\n\n{advice}")
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _references(advisory: OwnAdvisory) -> list[dict[str, str]]:
    found = [{"type": "ADVISORY", "url": advisory.page}] if advisory.page else []
    found += [{"type": each.kind.upper(), "url": each.url} for each in advisory.references if each.url]
    return found


def _credit(name: str, kind: str, links: Iterable[str]) -> dict[str, Any]:
    contact = list(links)
    return {"name": name, "type": kind.upper()} | ({"contact": contact} if contact else {})


def _specific(advisory: OwnAdvisory) -> dict[str, Any]:
    """``cwe_ids`` and ``severity`` as GitHub's records spell them, and what OSV has no field for."""
    band = cvss_objects.band(advisory.severity)
    words: dict[str, Any] = {
        "cwe_ids": list(advisory.cwes),
        "severity": {"none": "", "unknown": "", "medium": "MODERATE"}.get(band.value, band.value.upper()),
        "publisher": advisory.publisher.name,
        "publisher_namespace": advisory.publisher.namespace,
        "revision": advisory.revision,
        "discovered": rfc3339.spelled(advisory.discovered) if advisory.discovered else "",
        "timeline": [{"at": rfc3339.spelled(each.at), "words": each.words} for each in advisory.timeline],
        "revisions": [
            {"number": each.number, "at": rfc3339.spelled(each.at), "words": each.words} for each in advisory.revisions
        ],
        "language": advisory.language if advisory.language != "en" else "",
    }
    return {key: value for key, value in words.items() if value not in ("", [], 0)}
