"""``troth-desk``: the commands of the desk."""

from __future__ import annotations

import argparse
import importlib
import sys

from troth import kept_patterns
from troth_desk.commands import COMMANDS


def parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    found = argparse.ArgumentParser(prog="troth-desk", description="The desk: reports, clocks, proof.")
    subparsers = found.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        importlib.import_module(f"troth_desk.commands.{name}").add(subparsers)
    return found


def run(argv: list[str] | None = None) -> int:
    """Run the command that ``argv`` asks for; its exit code."""
    kept_patterns.recall()  # before a command is imported, and with it the reader
    arguments = parser().parse_args(argv)
    return int(importlib.import_module(f"troth_desk.commands.{arguments.command}").run(arguments))


if __name__ == "__main__":
    sys.exit(run())
