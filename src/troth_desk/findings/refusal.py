"""What is refused, in words for whoever asked for it."""

from __future__ import annotations


class RefusedError(ValueError):
    """It cannot be done; the message says why and what to do instead."""
