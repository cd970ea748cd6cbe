""".snyk: ignored ids, each for paths of the dependency graph, with a reason, an end and when it was made.

https://docs.snyk.io/manage-risk/policies/the-.snyk-file
"""

from __future__ import annotations

from collections.abc import Iterator

from troth.evidence.lined import Document
from troth.evidence.waivers.form import Entry, Form, items, pairs, section, text


def read(document: Document) -> Iterator[Entry]:
    """Every rule of every id. Its path is one of dependencies ("lodash > *"), of files it says nothing."""
    for name, rules in pairs(section(document.value, "ignore")):
        for number, rule in items(rules):
            for where, entry in pairs(rule):
                yield Entry(
                    target=name,
                    place=("ignore", name, number, where),
                    reason=text(section(entry, "reason")),
                    until=text(section(entry, "expires")),
                    granted=text(section(entry, "created")),
                )


FORM = Form(
    name=".snyk",
    tool="snyk",
    files=(".snyk",),
    writing="yaml",
    read=read,
    date_field="expires",
    reason_field="reason",
)
