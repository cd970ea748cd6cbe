""".trivyignore: one id a line, with ``exp:2026-12-31`` for its end; a comment above tells why.

https://trivy.dev/latest/docs/configuration/filtering/#trivyignore
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.evidence.lined import LONGEST_LINE, Document
from troth.evidence.waivers.form import MOST_ABOVE, Entry, Form

_ID = re.compile(r"[A-Za-z]\S+")
_EXPIRES = re.compile(r"(?:^|\s)exp:(\d{4}-\d{2}-\d{2})(?!\d)")


def read(document: Document) -> Iterator[Entry]:
    """Every id; a comment holds for all lines below it up to a blank one."""
    above: list[str] = []
    after_comment = False
    for number, whole in enumerate(document.lines, 1):
        line = whole[:LONGEST_LINE]
        content, _, comment = line.partition("#")
        if line.lstrip().startswith("#"):
            above = [*above[-MOST_ABOVE:], comment.strip()] if after_comment else [comment.strip()]
            after_comment = True
            continue
        after_comment = False
        if not line.strip():
            above = []
            continue
        found, expires = _ID.match(content.strip()), _EXPIRES.search(content)
        if found:
            yield Entry(
                target=found.group(),
                line=number,
                reason=" ".join([*above, comment.strip()]).strip(),
                until=expires.group(1) if expires else "",
            )


FORM = Form(
    name=".trivyignore",
    tool="trivy",
    files=(".trivyignore",),
    writing="lines",
    read=read,
    date_field="exp:",
)
