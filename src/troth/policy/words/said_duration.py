"""A period of time as a sentence says it, in any language."""

from __future__ import annotations

from typing import Literal

import msgspec


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """A period at ``start``..``end`` of a text; ISO 8601 in ``within`` and, for ranges, ``earliest``."""

    start: int
    end: int
    within: str
    earliest: str = ""
    basis: Literal["calendar", "business"] = "calendar"
    upper: bool = True
