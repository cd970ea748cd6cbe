"""How a command is to say what it found, as its arguments and the terminal have it."""

from __future__ import annotations

import argparse

from troth.cli.terminal import colour, columns
from troth.report.manner import Manner
from troth.report.paint import Paint


def manner(arguments: argparse.Namespace) -> Manner:
    """For commands with ``--color``, ``--verbose``, a path and policies."""
    return Manner(
        paint=Paint(on=colour(arguments.color)),
        columns=columns(),
        verbose=arguments.verbose,
        path=arguments.path,
        policies=tuple(arguments.policy),
    )
