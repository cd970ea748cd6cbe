"""Exceptions of tools: a sentence about them says how findings are let pass, not that a tool runs."""

from __future__ import annotations

from collections.abc import Iterable

from troth.policy.words.sieve import Words
from troth.policy.words.tools import Named

_EXCUSES = (
    r"(?:ignores|suppressions?|exceptions?|waivers?|exclusions?|exemptions?|ignore (?:lists?|files?|entries|rules)|"
    r"allow-?lists?|baselines?)"
)
BEHIND = Words(
    rf"[`*\])]{{0,3}}(?:['’]s)? (?:\w+ )?{_EXCUSES} (?:(?:\w+ly|also|always|then) )?(?:is|are|must|need|carry|carries|"
    r"has|have|should|shall|may|can|will|live|lives|stay|stands?|requires?|get|gets|expires?|without|with|in)\b"
)
BEFORE = Words(rf"\b{_EXCUSES} (?:of|in|for|from|to) (?:the )?[`*\[]{{0,3}}$")
RUN = Words(r"\b(?:we|ci|pipelines?|workflows?) (?:\w+ly |also )?(?:runs?|uses?|scans?)\b")
ACCOUNT = Words(
    r"\b(?:must|needs?|requires?|required|carry|carries|documented|justif\w+|reviewed|expir\w+|time-?boxed|dated|"
    r"tracked|recorded|approved)\b"
)
"""What is asked of exceptions."""


def excused(before: str, after: str) -> bool:
    """Whether of a tool between ``before`` and ``after`` only what it lets pass is spoken of."""
    return bool(BEHIND.match(after) or BEFORE.search(before)) and not RUN.search(before)


def accounted(text: str, named: Iterable[Named]) -> bool:
    """Whether of the tools ``named`` in ``text`` only is told how their exceptions are kept: "ignores carry a date"."""
    if not ACCOUNT.search(text):
        return False
    tools = tuple(named)
    return bool(tools) and all(excused(text[: one.start], text[one.end :]) for one in tools)
