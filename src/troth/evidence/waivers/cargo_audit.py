"""audit.toml of cargo-audit: ``[advisories] ignore``, ids alone, without a key for a reason or a date.

https://github.com/rustsec/rustsec/blob/main/cargo-audit/audit.toml.example
"""

from __future__ import annotations

from collections.abc import Iterator

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, items, section, text


def read(document: Document) -> Iterator[Entry]:
    """Ignored advisories."""
    for number, entry in items(section(document.value, "advisories", "ignore")):
        yield Entry(target=text(entry), place=("advisories", "ignore", number))


FORM = Form(name="audit.toml", tool="cargo-audit", files=("audit.toml",), writing="toml", read=read)
