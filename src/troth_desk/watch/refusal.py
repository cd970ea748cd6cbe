"""Why a list of components was not taken."""

from __future__ import annotations


class RefusedInventoryError(ValueError):
    """What was sent is no list of components that the desk can take; the message says why and what to do."""
