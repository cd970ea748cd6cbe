"""Which promises of a document count."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.belonging import belonging
from troth.policy.reader import read
from troth.terms.source import Role, Source
from troth.terms.span import Span

SUPPORT = """# Support

We acknowledge questions within 5 days.

## Security issues

We acknowledge reports within 48 hours.
"""


def counted(role: Role, text: str) -> list[str] | None:
    source = Source(path="DOC.md", text=text, role=role, cited=Span("SECURITY.md", 4), origin="SECURITY.md")
    kept = belonging(read("DOC.md", text, tools.NAMES), source)
    if kept is None:
        return None
    assert (kept.cited, kept.origin) == (source.cited, source.origin)
    assert kept.role == ("policy" if role == "page" else role)
    return [str(one.span) for one in kept.commitments if one.kind == "deadline"]


def test_of_support_only_what_speaks_of_security() -> None:
    assert counted("support", SUPPORT) == ["DOC.md:7"]
    assert counted("support", SUPPORT.split("## ", maxsplit=1)[0]) is None


def test_a_page_counts_where_it_reads_like_a_policy() -> None:
    assert counted("page", SUPPORT) == ["DOC.md:3", "DOC.md:7"]
    assert counted("page", "# Security\n\nAll sessions are encrypted with TLS 1.3.\n") is None
    assert counted("page", "# Security\n\nAll sessions use TLS. Do not open public issues about keys.\n") is None


@pytest.mark.parametrize("role", ["policy", "linked", "translation", "security.txt", "organisation"])
def test_others_count_whole(role: Role) -> None:
    assert counted(role, SUPPORT) == ["DOC.md:3", "DOC.md:7"]
