"""``troth check``: judge the promises of a policy by what the repository shows."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from troth.cli import options
from troth.cli.commands import COMMANDS
from troth.cli.terminal import colour, columns
from troth.report.formats import FORMATS

if TYPE_CHECKING:
    from troth.terms.result import Result

LEVELS: dict[str, tuple[str, ...]] = {
    "broken": ("broken",),
    "at_risk": ("broken", "at_risk"),
    "unproven": ("broken", "at_risk", "unproven"),
    "finding": ("broken",),
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
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="how to say it (default: text)")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    parser.add_argument(
        "--fail-on",
        choices=tuple(LEVELS),
        default="broken",
        help="what makes the exit code 1 (default: broken; finding: broken or any finding)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="look at everything anew, even where nothing has changed"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check, print, and return the exit code; what was printed is kept while nothing changes."""
    from troth.cli import kept_checks

    start = time.perf_counter()
    manner = (colour(arguments.color), columns())
    name = kept_checks.key(arguments, datetime.now(UTC).date(), manner)
    printed = kept_checks.find(name)
    if printed is not None:
        sys.stdout.write(printed.told(time.perf_counter() - start))
        return printed.code
    from troth.cli.examine import examine

    examined = examine(arguments)
    output = _told(arguments, examined.result, examined.seconds, *manner)
    sys.stdout.write(output)
    code = exit_code(examined.result, arguments.fail_on)
    if examined.lasting:
        kept_checks.keep(name, output, examined.seconds, code, examined.beside)
    return code


def _told(arguments: argparse.Namespace, result: Result, seconds: float, coloured: bool, width: int) -> str:  # noqa: FBT001
    from troth.report.manner import Manner
    from troth.report.paint import Paint

    manner = Manner(
        paint=Paint(on=coloured),
        columns=width,
        verbose=arguments.verbose,
        quiet=arguments.quiet,
        path=arguments.path,
        policies=tuple(arguments.policy),
    )
    told: str = import_module(f"troth.report.{FORMATS[arguments.format]}").render(result, seconds, manner)
    return told


def exit_code(result: Result, fail_on: str) -> int:
    """1 where ``result`` holds something at or above ``fail_on`` that no baseline accepts, else 0."""
    result = result.speaking
    counts = {standing.value: count for standing, count in result.counts().items()}
    if any(counts[standing] for standing in LEVELS[fail_on]):
        return 1
    return int(fail_on == "finding" and bool(result.findings))
