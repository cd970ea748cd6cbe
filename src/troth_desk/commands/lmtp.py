"""``troth-desk lmtp``: the listener for mail alone. ``troth-desk prepare`` has made the tables before."""

from __future__ import annotations

import argparse
import sys

from troth_desk.commands import serving, setup
from troth_desk.project import configuration


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "lmtp",
        help="take mail from your mail server (LMTP) alone",
        description="Listen for mail that your mail server hands over, until SIGTERM. A mail is taken once it is kept.",
        epilog="Exit codes: 0 after SIGTERM, 2 where it must not or cannot listen.",
    )
    setup.add_options(parser)
    parser.add_argument(
        "place", metavar="PORT|SOCKET", help="a port of this machine, an address with a port, or the path of a socket"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 after SIGTERM; 2 with the reason where it must not or cannot listen."""
    setup.prepare(arguments, configuration.APPLICATION_ROLE)
    if setup.refused() or not setup.ready():
        return 2
    try:
        serving.take_mail(arguments.place)
    except (ValueError, OSError) as error:
        print(f"troth-desk: {error}", file=sys.stderr)
        return 2
    return 0
