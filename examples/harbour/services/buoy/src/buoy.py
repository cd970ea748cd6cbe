"""Marks shallow water."""


def depth(metres: float) -> bool:
    """Whether a ship may pass."""
    return metres > 10
