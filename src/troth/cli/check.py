"""``troth check``: judge the promises of a policy by what the repository shows."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.cli.examine import examine
from troth.cli.terminal import colour, columns
from troth.formats import check_result
from troth.report import text
from troth.report.paint import Paint
from troth.terms.result import Result
from troth.terms.verdict import Standing

LEVELS: dict[str, tuple[Standing, ...]] = {
    "broken": (Standing.BROKEN,),
    "at_risk": (Standing.BROKEN, Standing.AT_RISK),
    "unproven": (Standing.BROKEN, Standing.AT_RISK, Standing.UNPROVEN),
    "finding": (Standing.BROKEN,),
    "never": (),
}
"""Standings that make the exit code 1; ``finding`` adds what hangs on no promise."""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "check",
        help=COMMANDS["check"],
        description="Judge the promises of a policy by what the repository shows.",
        epilog="Exit codes: 0 nothing at or above --fail-on, 1 something is, 2 wrong use or unreadable policy, "
        "3 internal error.",
    )
    options.add_path(parser)
    options.add(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="print only the first line")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to say it (default: text)")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    parser.add_argument(
        "--fail-on",
        choices=tuple(LEVELS),
        default="broken",
        help="what makes the exit code 1 (default: broken; finding: broken or any finding)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check, print, and return the exit code."""
    examined = examine(arguments)
    if arguments.format == "json":
        sys.stdout.write(check_result.encode(examined.result).decode())
    else:
        manner = text.Manner(
            paint=Paint(on=colour(arguments.color)),
            columns=columns(),
            verbose=arguments.verbose,
            quiet=arguments.quiet,
            path=arguments.path,
            policies=tuple(arguments.policy),
        )
        sys.stdout.write(text.render(examined.result, examined.seconds, manner))
    return exit_code(examined.result, arguments.fail_on)


def exit_code(result: Result, fail_on: str) -> int:
    """1 where ``result`` holds something at or above ``fail_on``, else 0."""
    counts = result.counts()
    if any(counts[standing] for standing in LEVELS[fail_on]):
        return 1
    return int(fail_on == "finding" and bool(result.findings))
