"""``troth check``: judge the promises of a policy by what the repository shows."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from troth.cli import options, saving
from troth.cli.commands import COMMANDS
from troth.cli.hosting import Hosting, hosting
from troth.cli.terminal import PLAIN_COLUMNS, colour, columns
from troth.report.formats import FORMATS

if TYPE_CHECKING:
    from troth.report.manner import Manner
    from troth.terms.result import Result

LEVELS: dict[str, tuple[str, ...]] = {
    "broken": ("broken",),
    "at_risk": ("broken", "at_risk"),
    "unproven": ("broken", "at_risk", "unproven"),
    "finding": ("broken",),
    "never": (),
}
"""Standings that make the exit code 1; ``finding`` adds what hangs on no promise."""
OUTPUT, SUMMARY = " output", " summary"
"""What is told beside the formats that are saved; no format has such a name."""
WITHOUT_HOST = frozenset({"text", "json", "badge", "badge-json"})
"""Formats that tell no address and no path of the checkout."""


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
        "--save",
        action="append",
        default=[],
        type=saving.target,
        metavar="FORMAT=FILE",
        help="write it in this format to FILE too; may be given several times",
    )
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
    """Check, print, save, and return the exit code; what was told is kept while nothing changes."""
    from troth.cli import kept_checks

    start = time.perf_counter()
    saving.refuse_twins(arguments.save)
    manner = (colour(arguments.color), columns(), _hosting(arguments))
    name = kept_checks.key(arguments, datetime.now(UTC).date(), manner)
    printed = kept_checks.find(name)
    if printed is None:
        from troth.cli.examine import examine

        examined = examine(arguments)
        told = _told(arguments, examined.result, examined.seconds, *manner)
        code = exit_code(examined.result, arguments.fail_on)
        timed = examined.seconds if arguments.format == "text" else None
        printed = kept_checks.Printed.of(told.pop(OUTPUT), code, timed, told, examined.beside)
        if examined.lasting:
            kept_checks.keep(name, printed)
        sys.stdout.write(printed.told(examined.seconds))
    else:
        sys.stdout.write(printed.told(time.perf_counter() - start))
    saving.save(arguments.save, printed.saved, Path(arguments.path))
    if SUMMARY in printed.saved:
        saving.summarise(printed.saved[SUMMARY])
    return printed.code


def _hosting(arguments: argparse.Namespace) -> Hosting:
    """Where the tree is shown, for the formats that tell it."""
    if {arguments.format, *(name for name, _ in arguments.save)} <= WITHOUT_HOST:
        return Hosting()
    return hosting(Path(arguments.path))


def _told(
    arguments: argparse.Namespace,
    result: Result,
    seconds: float,
    coloured: bool,  # noqa: FBT001
    width: int,
    host: Hosting,
) -> dict[str, str]:
    """What is printed under ``OUTPUT``, what is saved under the name of its format, the summary of a job."""
    from troth.controls import pages
    from troth.report.manner import Manner
    from troth.report.paint import Paint

    failing = (*LEVELS[arguments.fail_on], *(("finding",) if arguments.fail_on == "finding" else ()))
    manner = Manner(
        paint=Paint(on=coloured),
        columns=width,
        verbose=arguments.verbose,
        quiet=arguments.quiet,
        path=arguments.path,
        policies=tuple(arguments.policy),
        failing=failing,
        page=pages.of,
        prefix=host.prefix,
        repository=host.repository,
        files=host.files,
    )
    for_a_file = msgspec.structs.replace(manner, paint=Paint(), columns=PLAIN_COLUMNS, quiet=False)
    told = {name: _rendered(name, result, seconds, for_a_file) for name, _ in arguments.save}
    told[OUTPUT] = _rendered(arguments.format, result, seconds, manner)
    if arguments.format == "github":
        told[SUMMARY] = _rendered("markdown", result, seconds, for_a_file)
    return told


def _rendered(name: str, result: Result, seconds: float, manner: Manner) -> str:
    told: str = import_module(f"troth.report.{FORMATS[name]}").render(result, seconds, manner)
    return told


def exit_code(result: Result, fail_on: str) -> int:
    """1 where ``result`` holds something at or above ``fail_on`` that no baseline accepts, else 0."""
    result = result.speaking
    counts = {standing.value: count for standing, count in result.counts().items()}
    if any(counts[standing] for standing in LEVELS[fail_on]):
        return 1
    return int(fail_on == "finding" and bool(result.findings))
