""".gitleaksignore and .betterleaksignore: one fingerprint a line, without an end.

https://github.com/gitleaks/gitleaks#gitleaksignore
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.evidence.lined import LONGEST_LINE, Document
from troth.evidence.waivers.form import Entry, Form

_FINGERPRINT = re.compile(r"(?:[0-9a-f]{7,64}:)?(?P<path>[^\s:][^:]*):[^\s:]+:\d+")
"""``commit:path:rule:line``, without the commit for a scan of files."""


def read(document: Document) -> Iterator[Entry]:
    """Every fingerprint; what has no such form is none."""
    for number, line in enumerate(document.lines, 1):
        words = line[:LONGEST_LINE].split("#", 1)[0].strip()
        found = _FINGERPRINT.fullmatch(words)
        if found:
            yield Entry(target=f"secret:{words}", line=number, path=found.group("path"))


FORM = Form(
    name=".gitleaksignore",
    tool="gitleaks",
    files=(".gitleaksignore", ".betterleaksignore"),
    writing="lines",
    read=read,
)
