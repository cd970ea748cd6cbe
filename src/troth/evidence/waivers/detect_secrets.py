""".secrets.baseline of detect-secrets: hashes of what was found and is let pass, unless it was audited as real.

https://github.com/Yelp/detect-secrets#baseline
"""

from __future__ import annotations

from collections.abc import Iterator

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, items, pairs, section, text


def read(document: Document) -> Iterator[Entry]:
    """Every recorded finding with the SHA-1 of its value."""
    for path, found in pairs(section(document.value, "results")):
        for number, entry in items(found):
            digest = text(section(entry, "hashed_secret"))
            if digest:
                yield Entry(target=f"secret:{digest}", place=("results", path, number), path=path)


FORM = Form(
    name=".secrets.baseline",
    tool="detect-secrets",
    files=(".secrets.baseline", "*.secrets.baseline"),
    writing="json",
    read=read,
)
