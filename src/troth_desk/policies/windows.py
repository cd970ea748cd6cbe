"""Does a sentence about publication ask reporters for silence, rather than promise to publish by a day?

"We request a 90-day disclosure window" and "public disclosure within 90 days" are both read as a time for publication.
The first is a wish: it says how long both sides are to keep silent, so an embargo is proposed by it, and it is no time
by which the team owes a publication. Held to it by a clock, a team that waits for the end as it asked would be late.
"""

from __future__ import annotations

import re

from troth_desk.policies.models import Promise

PUBLICATION = "disclose"

_ASKS = re.compile(
    r"\b(?:we|please|kindly)\b[^.;|]{0,20}\b(?:request|ask|would like|appreciate)\b"
    r"|\bplease\b|\bmerci de\b|\bkeep\b[^.;|]{0,60}\b(?:confidential|private|secret)\b"
    r"|^\W*(?:\d+[.)]\s*)?(?:allow|give)\b[^.;|]{0,60}\bbefore\b"
    r"|\bembargoed\b",
    re.IGNORECASE,
)


def asks_for_silence(promise: Promise) -> bool:
    """Whether ``promise`` asks that nothing be published for a while."""
    return promise.action == PUBLICATION and _ASKS.search(promise.sentence) is not None
