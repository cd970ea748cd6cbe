""".trivyignore.yaml: ids by kind, with paths, a statement and an end.

https://trivy.dev/latest/docs/configuration/filtering/#trivyignoreyaml
"""

from __future__ import annotations

from collections.abc import Iterator

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, items, section, text

SECTIONS = {"vulnerabilities": "", "misconfigurations": "trivy:", "secrets": "trivy:", "licenses": "trivy:licence-"}


def read(document: Document) -> Iterator[Entry]:
    """Entries of every section, one for each path that they are limited to."""
    for name, prefix in SECTIONS.items():
        for number, entry in items(section(document.value, name)):
            if not isinstance(entry, dict) or not text(entry.get("id")):
                continue
            paths = [text(path) for _, path in items(entry.get("paths"))]
            for path in paths or [""]:
                yield Entry(
                    target=f"{prefix}{text(entry.get('id'))}",
                    place=(name, number),
                    reason=text(entry.get("statement")),
                    until=text(entry.get("expired_at")),
                    path=path,
                )


FORM = Form(
    name=".trivyignore.yaml",
    tool="trivy",
    files=(".trivyignore.yaml", ".trivyignore.yml"),
    writing="yaml",
    read=read,
    date_field="expired_at",
    reason_field="statement",
)
