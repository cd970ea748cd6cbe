"""What cannot be done with an obligation, in words for whoever asked."""

from __future__ import annotations


class RefusedReviewError(ValueError):
    """The message says why, and what to do; ``field`` is what it is about, "" for the whole."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field
