""".grype.yaml: rules by id, package and place, without an end; a comment above tells why.

https://github.com/anchore/grype#specifying-matches-to-ignore
"""

from __future__ import annotations

from collections.abc import Iterator

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, items, section, text


def read(document: Document) -> Iterator[Entry]:
    """Rules that name an id or a package; the others (a state of the fix) ignore no one thing."""
    for number, entry in items(section(document.value, "ignore")):
        name = text(section(entry, "package", "name"))
        version = text(section(entry, "package", "version"))
        target = text(section(entry, "vulnerability")) or (f"package:{name}" if name else "")
        yield Entry(
            target=target,
            place=("ignore", number),
            reason=text(section(entry, "reason")),
            path=text(section(entry, "package", "location")),
            package=f"{name}@{version}" if name and version else name,
        )


FORM = Form(
    name=".grype.yaml",
    tool="grype",
    files=(".grype.yaml", ".grype.yml", "grype.yaml", "grype.yml", ".grype/config.yaml"),
    writing="yaml",
    read=read,
    reason_field="reason",
)
