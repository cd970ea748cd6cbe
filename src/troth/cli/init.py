"""``troth init``: take up a repository: its promises in ``troth.toml``, how they stand, what its CI should run."""

from __future__ import annotations

import argparse
from typing import Any

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.terms.errors import RefusedEditError

HOSTS = ("github", "gitlab", "pre-commit")
"""What ``--ci`` writes for."""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "init",
        help=COMMANDS["init"],
        description="Take up a repository: write what makes its promises true (--ci).",
        epilog="Exit codes: 0 done or shown, 2 wrong use or refused, 3 internal error.",
    )
    options.add_path(parser)
    options.add(parser)
    parser.add_argument(
        "--ci",
        nargs="?",
        const="github",
        choices=HOSTS,
        metavar="HOST",
        help="show what makes the promises true, for github (the default), gitlab or pre-commit",
    )
    parser.add_argument("--write", action="store_true", help="with --ci: write it instead of showing it")
    parser.add_argument("--json", action="store_const", const="json", default="text", dest="format", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and say it.

    Raises:
        TrothError: the tree or a policy cannot be read, or a file cannot be written.
    """
    if arguments.ci:
        from troth.cli import init_ci

        return init_ci.show_or_write(arguments)
    raise RefusedEditError("nothing to write was named", "troth init --ci github")
