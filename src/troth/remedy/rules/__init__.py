"""Rules by which ``troth fix`` mends lines that are there. One module each, one line here."""

from __future__ import annotations

from troth.remedy.remedy import Remedy
from troth.remedy.rules import pin, toolchain

REMEDIES: tuple[Remedy, ...] = (
    pin.REMEDY,
    toolchain.REMEDY,
)
"""All of them, in the order in which they are told."""
