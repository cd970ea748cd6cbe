"""Why two versions cannot be put in order: errors that a caller turns into gaps, never into guesses."""

from __future__ import annotations


class UnknownEcosystemError(LookupError):
    """Nobody here knows by which rules ``ecosystem`` orders its versions."""

    def __init__(self, ecosystem: str) -> None:
        super().__init__(f"no order is known for versions of {ecosystem}")
        self.ecosystem = ecosystem


class UnreadableVersionError(ValueError):
    """``version`` has not the shape that its ecosystem gives to versions."""

    def __init__(self, version: str) -> None:
        super().__init__(f"{version[:80]!r} is no version that can be put in order")
        self.version = version
