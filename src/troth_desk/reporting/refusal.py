"""What is refused, with what to do instead."""

from __future__ import annotations


class RefusedReportError(ValueError):
    """Something that a report or a matter does not allow; ``field`` is the one of the form it belongs to, or ""."""

    def __init__(self, says: str, field: str = "") -> None:
        super().__init__(says)
        self.field = field
