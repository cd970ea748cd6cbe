"""Silence that frees a reporter: after how long without an answer or a fix they may publish."""

from __future__ import annotations

import re

from troth.policy.phrases.due_time import Time, times
from troth.policy.saying import Saying
from troth.policy.words.sieve import Words

FREED = Words(
    r"\b(?:you|reporters?|researchers?|finders?|they|we|the (?:reporter|researcher|finder|team|project))\b[^.;]{0,60}?"
    r"\b(?:may|can|are free|is free|free|welcome|feel free|entitled|will|might|reserves? the right|should feel free)\b"
    r"[^.;]{0,40}?\b(?:disclos\w+|publish\w*|public(?:ly)?|release (?:the )?details)\b|"
    r"\bfeel free to (?:\w+ )?(?:disclos\w+|publish\w*|go public)\b|"
    r"\b(?:details?|it|vulnerabilit\w+|reports?|advisor(?:y|ies)|information|issues?|findings?|they)\b (?:\w+ )?"
    r"(?:may|can|will|are|is|might|gets?)\b(?: be)?(?: \w+)? (?:disclosed|published|public)\b|"
    r"\bwe (?:publish|disclose)\b",
)
"""Whom silence frees to publish: "you may disclose it"."""
WITHOUT = Words(
    r"\b(?:not|never|without|no|n['’]t|unable|unpatched|unfixed|unresolved|unaddressed|silen\w+|fail\w*)\b|n['’]t\b"
)
OURS_DONE = Words(
    r"\b(?:we|(?:the |our )?(?:team|maintainers))(?:['’]ll| will| shall| aim to| try to) (?!not\b|never\b)[^,;]*$|"
    r"\b(?:you|reporters?)(?:['’]ll| will| can expect to| should) (?:be|hear|get|receive)\b[^,;]*$"
)
"""What the project does within a time, beside which a denial is about something else."""
KEPT_QUIET = Words(r"\b(?:before|contact|escalat\w*|private\w*|first|not (?:disclos|publish)\w*)\b")
"""What is still asked of those who heard nothing."""


def silence(saying: Saying) -> Time | None:
    """After how long without an answer or a fix a reporter may publish: the longest they are asked to wait."""
    if not FREED.search(saying.text):
        return None
    for time in times(saying.text):
        freed = FREED.search(time.after)
        clause = re.split("[,;:]", time.before)[-1]
        if OURS_DONE.search(clause) and not WITHOUT.search(clause):
            continue
        if freed and WITHOUT.search(f"{time.before} {time.after[: freed.start()]}"):
            return None if KEPT_QUIET.search(time.after[: freed.end()]) else time
    return None
