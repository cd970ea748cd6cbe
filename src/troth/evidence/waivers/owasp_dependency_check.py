"""Suppression files of OWASP Dependency-Check: rules by CVE, name, CPE or package, with ``until`` and notes.

https://jeremylong.github.io/DependencyCheck/general/suppression.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troth.evidence.lined import Document
from troth.evidence.waivers.form import MOST, Entry, Form

LARGEST = 1024 * 1024
"""Characters of the largest file that is parsed."""
TARGETS = ("cve", "vulnerabilityName", "cwe", "cpe", "cvssBelow")
PACKAGES = ("packageUrl", "gav", "filePath", "sha1")


def read(document: Document) -> Iterator[Entry]:
    """Every ``suppress``, one for each thing that it names; no entity is expanded and nothing is fetched."""
    from lxml import etree  # noqa: PLC0415 - only these files pay for it

    source = document.value if isinstance(document.value, str) else ""
    if len(source) > LARGEST or "<suppressions" not in source:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(source.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    for rule, _ in zip(root.iter("{*}suppress"), range(MOST), strict=False):
        inner = [(_local(child.tag), " ".join((child.text or "").split())) for child in rule]
        notes = " ".join(words for name, words in inner if name == "notes")
        package = next((words for name, words in inner if name in PACKAGES), "")
        for name, words in inner:
            if name in TARGETS and words:
                target = words if name in ("cve", "vulnerabilityName") else f"owasp-dependency-check:{name} {words}"
                yield Entry(
                    target=target,
                    line=rule.sourceline,
                    reason=notes,
                    until=str(rule.get("until") or ""),
                    package=package,
                )


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


FORM = Form(
    name="suppression XML",
    tool="owasp-dependency-check",
    files=("*suppress*.xml",),
    writing="xml",
    read=read,
    date_field="until",
    reason_field="notes",
)
