"""Which promises of a document are the project's security policy, by why the document is read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from troth.policy.localised import is_policy, taken_apart
from troth.terms.commitment import Commitment
from troth.terms.source import Source
from troth.terms.statement import Reading

SUPPORT = frozenset({"support"})
"""What a document about support of any sort is called."""
SECURITY = re.compile(
    r"\b(?:security|vulnerab\w+|sicherheit\w*|schwachstell\w*|sécurité|vulnérab\w*|seguridad|seguran[çc]a|sicurezza"
    r"|beveilig\w*|kwetsbaar\w*|beveiliging)\b|安全|漏洞|セキュリティ|脆弱|보안|취약|безопасност|уязвим",
    re.IGNORECASE,
)
"""What a sentence or a heading has to speak of where a document is about support of any sort."""
MARKS = frozenset({"contact", "supported_version", "deadline", "coordinated_disclosure"})
"""Kinds that a policy has and a page about the security of a product has not.

A page may say by the way what does not belong into public; who asks for reports tells where they go.
"""


def belonging(reading: Reading, source: Source) -> Reading | None:
    """``reading`` with what counts of it, and why it is read; None where it is no part of the policy after all."""
    told = msgspec.structs.replace(
        reading, role=source.role, cited=source.cited, origin=source.origin, mentioned=source.mentioned
    )
    if source.role == "page":
        kinds = {one.kind for one in reading.commitments}
        return msgspec.structs.replace(told, role="policy") if kinds & MARKS else None
    if source.role == "support":
        kept = tuple(one for one in reading.commitments if of_security(one))
        unread = tuple(span for span in reading.unread if _of_security([span.text]))
        return msgspec.structs.replace(told, commitments=kept, unread=unread) if kept else None
    return told


def of_security(one: Commitment) -> bool:
    """Whether a promise of a document about support of any sort counts: it, or a heading above it, is of security."""
    return _of_security([*one.heading, one.sentence])


def is_support(path: str) -> bool:
    """Whether a file is called as hosts call the document about support of any sort: SUPPORT.md."""
    return is_policy(taken_apart(path.rpartition("/")[2]), SUPPORT)


def _of_security(words: Iterable[str]) -> bool:
    return any(SECURITY.search(text) for text in words)
