"""``troth-desk manage``: Django's own commands."""

from __future__ import annotations

import argparse

from troth_desk.commands import setup
from troth_desk.project import configuration


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser("manage", help="run a command of Django's with the desk's settings")
    setup.add_options(parser)
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="COMMAND …")


def run(arguments: argparse.Namespace) -> int:
    """Exit code of the command."""
    setup.prepare(arguments, configuration.OWNER_ROLE)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["troth-desk manage", *arguments.rest])
    return 0
