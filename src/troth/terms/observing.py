"""Whether a sentence promises only that a tool looks on, or that it stops something."""

from __future__ import annotations

import re

_OBSERVING = re.compile(r"\b(?:monitor|observ|watch|record|track|log)(?:s|ed|e[sd]?|ing|ging)?\b", re.IGNORECASE)
_STOPPING = re.compile(
    r"\b(?:block|stop|prevent|restrict|limit|den(?:y|ies|ied)|forbid|reject|allow|enforc|detect|fail|lock|filter|protect"
    r"|confin|denial|disallow|refus|drop)",
    re.IGNORECASE,
)
"""What a tool does that is not only to observe."""


def only_observes(sentence: str) -> bool:
    """Whether looking on is all that ``sentence`` promises of its tool."""
    return _OBSERVING.search(sentence) is not None and _STOPPING.search(sentence) is None
