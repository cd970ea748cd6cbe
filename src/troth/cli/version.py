"""``troth version``: the version and what Troth runs on, for bug reports."""

from __future__ import annotations

import argparse
import platform
from typing import Any

from troth import __version__
from troth.cli.commands import COMMANDS


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("version", help=COMMANDS["version"])
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print it."""
    print(f"troth {__version__} · Python {platform.python_version()} · {platform.system()} {platform.machine()}")
    return 0
