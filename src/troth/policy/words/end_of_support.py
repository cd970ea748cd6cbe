"""When support of a version ends, by the cells of its row."""

from __future__ import annotations

import re

from troth.policy.words.sieve import Words
from troth.terms.time.written_day import last_day

UNTIL = Words(r"\b(?:until|till|through|ends?|eol:?)\s+((?:\w{3,9} )?\d{1,4}[-/ ]?[\w-]{0,9}[-/ ]?\d{0,4})")
BEGUN = Words(
    r"\breleas(?:e|ed)\b[^|]{0,12}$|\breleased?\b[^|]{0,12}\bdates?\b|\b(?:start|begin)\w*|\bsince\b|\bpublish\w*"
)
"""The header of when a version came out, which is no end of it."""


def end_of(others: list[tuple[str, str]]) -> str:
    """When support ends: of several columns of ends that of security fixes, else the last, as support is given up."""
    ends = [
        (head, value)
        for head, value in others
        if re.search(r"eol|end|until|date", head) and re.search(r"\d{4}", value) and not BEGUN.search(head)
    ]
    of_security = [value for head, value in ends if "security" in head]
    if ends:
        return of_security[-1] if of_security else ends[-1][1]
    return next((date[1] for _, value in others if (date := UNTIL.search(value)) and last_day(date[1])), "")
