"""osv-scanner.toml of osv-scanner 2: ignored ids and packages, each with an end; for lockfiles of its own folder.

https://google.github.io/osv-scanner/configuration/
"""

from __future__ import annotations

from collections.abc import Iterator

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, items, section, text


def read(document: Document) -> Iterator[Entry]:
    """``[[IgnoredVulns]]``, then ``[[PackageOverrides]]`` that ignore vulnerabilities or the licence of a package."""
    for number, entry in items(section(document.value, "IgnoredVulns")):
        if isinstance(entry, dict):
            yield Entry(
                target=text(entry.get("id")),
                place=("IgnoredVulns", number),
                reason=text(entry.get("reason")),
                until=text(entry.get("ignoreUntil")),
            )
    for number, entry in items(section(document.value, "PackageOverrides")):
        if not isinstance(entry, dict):
            continue
        name, version = text(entry.get("name")), text(entry.get("version"))
        everything, vulnerabilities = entry.get("ignore") is True, section(entry, "vulnerability", "ignore") is True
        licence = section(entry, "license", "ignore") is True or bool(section(entry, "license", "override"))
        for kind, ignored in (("package", everything or vulnerabilities), ("licence", licence)):
            if ignored and name:
                yield Entry(
                    target=f"{kind}:{name}",
                    place=("PackageOverrides", number),
                    reason=text(entry.get("reason")),
                    until=text(entry.get("effectiveUntil")),
                    package=f"{name}@{version}" if version else name,
                )


FORM = Form(
    name="osv-scanner.toml",
    tool="osv-scanner",
    files=("osv-scanner.toml",),
    writing="toml",
    read=read,
    date_field="ignoreUntil, effectiveUntil",
    reason_field="reason",
    per_folder=True,
)
