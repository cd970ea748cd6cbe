"""``auditConfig`` in package.json and pnpm-workspace.yaml: ids that pnpm audit ignores, without reason or end.

https://pnpm.io/settings#auditconfig
"""

from __future__ import annotations

from collections.abc import Iterator

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, items, section, text

KEYS = ("ignoreCves", "ignoreGhsas")


def read(document: Document) -> Iterator[Entry]:
    """Ignored ids below ``pnpm.auditConfig`` and ``auditConfig``."""
    for above in (("pnpm",), ()):
        for key in KEYS:
            place = (*above, "auditConfig", key)
            for number, entry in items(section(document.value, *place)):
                yield Entry(target=text(entry), place=(*place, number))


FORM = Form(
    name="package.json",
    tool="pnpm-audit",
    files=("package.json",),
    writing="json",
    read=read,
    marked="auditConfig",
)
