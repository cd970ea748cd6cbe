"""zizmor.yml: rules with the files or lines for which they are ignored, and rules that are switched off.

https://docs.zizmor.sh/configuration/
"""

from __future__ import annotations

from collections.abc import Iterator

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, items, pairs, section, text


def read(document: Document) -> Iterator[Entry]:
    """``rules.RULE.ignore`` ("ci.yml:12:3", "ci.yml") and ``rules.RULE.disable``."""
    for rule, entry in pairs(section(document.value, "rules")):
        if section(entry, "disable") is True:
            yield Entry(target=f"zizmor:{rule}", place=("rules", rule, "disable"))
        for number, ignored in items(section(entry, "ignore")):
            name = text(ignored).partition(":")[0]
            if name:
                yield Entry(target=f"zizmor:{rule}", place=("rules", rule, "ignore", number), path=f"**/{name}")


FORM = Form(
    name="zizmor.yml",
    tool="zizmor",
    files=("zizmor.yml", "zizmor.yaml"),
    writing="yaml",
    read=read,
)
