"""Whether a way in is closed by a negation: one that only says when it is used closes nothing."""

from __future__ import annotations

from troth.policy.words import mood
from troth.policy.words.sieve import Words

CONDITION = Words(
    r"\b(?:if|when|whenever|unless|once|where|in case|as long as|until|because|since|though|although|whether|"
    r"should (?=[^.;:!?\n]{0,80}\bnot\b))\b(?! not\b)[^.;:!?\n]{0,160}?(?:,|\s(?=please\b|then\b))"
)
"""A condition before what is to be done: "If you are not sure, mail us"."""
UPON = Words(r"[\s(](?:if|when|whenever|unless|once|where|in case|because|since|as long as|so that|though|although)\s")
"""Where a condition behind it begins: "mail us if the form is not available"."""


def denied(text: str, start: int, reach: int = 70) -> bool:
    """Whether a negation closes the way in at ``start``; one in a condition before or behind it does not."""
    before = text[:start]
    for match in CONDITION.finditer(before):
        before = f"{before[: match.start()]}{';'.ljust(match.end() - match.start())}{before[match.end() :]}"
    behind = text[start:]
    if upon := UPON.search(behind):
        behind = behind[: upon.start()]
    return mood.negated(before + behind, start, reach)
