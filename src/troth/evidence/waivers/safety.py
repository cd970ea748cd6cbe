""".safety-policy.yml of Safety: ignored vulnerabilities with a reason and an end (policy files 2 and 3).

https://docs.safetycli.com/safety-docs/administration/safety-policy-files
"""

from __future__ import annotations

from collections.abc import Iterator

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, pairs, section, text

PLACES = (
    ("security", "ignore-vulnerabilities"),
    ("report", "dependency-vulnerabilities", "auto-ignore-in-report", "vulnerabilities"),
)
"""Where policy files of Safety 2 and 3 keep them."""


def read(document: Document) -> Iterator[Entry]:
    """Ignored ids; those that are numbers are of Safety's own database."""
    for place in PLACES:
        for name, entry in pairs(section(document.value, *place)):
            yield Entry(
                target=name,
                place=(*place, name),
                reason=text(section(entry, "reason")),
                until=text(section(entry, "expires")),
            )


FORM = Form(
    name=".safety-policy.yml",
    tool="safety",
    files=(".safety-policy.yml", ".safety-policy.yaml"),
    writing="yaml",
    read=read,
    date_field="expires",
    reason_field="reason",
)
