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
NEAR = 12
"""Characters before a condition that hold a negation and its comma."""
NOT_YET = Words(r"\b(?:not|never|n['’]t)\s?,\s?$")
GOES_ON = Words(r"\s*(?:by|to|via|through|at|with|over|using)\s")
"""Behind a condition this belongs to the sentence before it: "do not write, if possible, to that address"."""
INSERTED = Words(
    r"(\b(?:not|never)|n['’]t)\s?,\s(?:under (?:any|no) circumstances?|for any reason|in any case|at any time|"
    r"ever|please|however|whatever happens)\s?,"
)
"""What else stands between a negation and what it denies."""


ORDERED = Words(
    r",\s(?=(?:please |kindly |instead |instead,? |rather |but |then |just )*(?:report|disclose|submit|send|contact|"
    r"e-?mail|write|use|notify|reach)\s(?:it|them|this|these|us|me|to|the|your|such|any|our|all|out|privately|"
    r"security|via|through)\b(?![^.;]{0,40}\bor\b))"
)
"""Where another order begins that a negation before it does not reach: "that does not match, report it by mail"."""


def _inside(before: str, behind: str) -> bool:
    """Whether a condition stands inside of a clause, whose negation goes on behind it: "do not, if possible, mail"."""
    before = before[-NEAR:]
    return bool(NOT_YET.search(before) or (before.rstrip().endswith(",") and GOES_ON.match(behind)))


def joined(before: str) -> str:
    """The words before a way in, without conditions inside of a clause: "do not mail" of "do not, if you can, mail"."""
    for match in reversed(tuple(CONDITION.finditer(before))):
        if _inside(before[: match.start()], before[match.end() :]):
            before = before[: match.start()].rstrip(" ,") + before[match.end() :]
    return INSERTED.sub(r"\1", before)


def denied(text: str, start: int, reach: int = 70) -> bool:
    """Whether a negation closes the way in at ``start``; one in a condition before or behind it does not."""
    before = text[:start]
    for match in CONDITION.finditer(before):
        mark = "" if _inside(before[: match.start()], text[match.end() :]) else ";"
        before = f"{before[: match.start()]}{mark.ljust(match.end() - match.start())}{before[match.end() :]}"
    for match in ORDERED.finditer(before):
        if not NOT_YET.search(before[: match.end()].rstrip()[-NEAR:]):
            before = f"{before[: match.start()]};{before[match.start() + 1 :]}"
    behind = text[start:]
    if upon := UPON.search(behind):
        behind = behind[: upon.start()]
    return mood.negated(before + behind, start, reach)
