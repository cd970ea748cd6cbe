"""What looked like a promise and was not understood, so that nothing is lost silently."""

from __future__ import annotations

from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.section import SILENT, Role
from troth.policy.words.sieve import Words
from troth.terms.span import Span

PROMISES = Words(
    r"\b(?:we|maintainers|the (?:team|project|maintainers)|i)\b[^.]{0,40}\b(?:will|shall|aim|strive|"
    r"commit|promise|guarantee|ensure|pledge|undertake|must|publish|release|provide|support|keep|maintain|"
    r"review|scan|audit)\w*\b|\b(?:is|are|will be|must be) (?:\w+ )?(?:enforced|required|guaranteed|"
    r"encrypted|signed|reviewed|scanned|published|supported|patched|rotated)\b|\bwithin \d|\b\d{1,3} "
    r"(?:hours|days|weeks|months|business|working)\b|\b(?:daily|weekly|monthly|quarterly|annually)\b"
)
QUIET = SILENT | Role.USERS | Role.SCOPE | Role.RESEARCH


def unread(saying: Saying) -> Iterator[Span]:
    """The span of ``saying`` where its words promise something that no phrase understood."""
    if saying.statement.form in {"code", "heading"} or saying.role & QUIET or saying.past or saying.advice:
        return
    match = PROMISES.search(saying.text)
    if match:
        yield saying.statement.at(match.start())


def sounds(text: str) -> str:
    """The words of ``text`` that make it look like a promise; "" where none do."""
    match = PROMISES.search(text)
    return match[0] if match else ""
