"""Where the index and what is made of it lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

VARIABLE = "TROTH_ADVISORIES"
"""Names the file of the index where it is not in the usual place."""


def index(environment: Mapping[str, str]) -> Path:
    """The file of the index: ``TROTH_ADVISORIES``, else in the user's data folder (XDG Base Directory 0.8)."""
    if named := environment.get(VARIABLE):
        return Path(named)
    return _base(environment, "XDG_DATA_HOME", ".local/share") / "troth" / "advisories.sqlite"


def cache(environment: Mapping[str, str]) -> Path:
    """The folder for the forms that other tools read, which can be made again at any time."""
    return _base(environment, "XDG_CACHE_HOME", ".cache") / "troth" / "advisories"


def _base(environment: Mapping[str, str], variable: str, usual: str) -> Path:
    """By the specification a relative path is ignored."""
    named = Path(environment.get(variable) or "")
    return named if named.is_absolute() else Path(environment.get("HOME") or Path.home()) / usual
