"""Rules by which ``troth fix`` mends lines that are there. One module each, one line here."""

from __future__ import annotations

from troth.remedy.remedy import Remedy
from troth.remedy.rules import (
    action_commit,
    dead_key,
    dead_link,
    install_line,
    path_filter,
    pin,
    schedule,
    toolchain,
    version_table,
    waiver,
)

REMEDIES: tuple[Remedy, ...] = (
    pin.REMEDY,
    toolchain.REMEDY,
    action_commit.REMEDY,
    install_line.REMEDY,
    dead_key.REMEDY,
    schedule.REMEDY,
    path_filter.REMEDY,
    version_table.REMEDY,
    dead_link.REMEDY,
    waiver.REMEDY,
)
"""All of them, in the order in which they are told."""
