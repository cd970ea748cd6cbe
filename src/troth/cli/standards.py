"""``troth standards``: which promises answer what published standards ask, and which of those are kept."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from troth.cli import options
from troth.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troth.standards.coverage import Coverage
    from troth.standards.standard import Standard
    from troth.terms.result import Result

FORMATS = ("text", "json", "csv", "oscal")


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "standards",
        help=COMMANDS["standards"],
        description="Hold the promises against what published standards ask: which requirement is met by promises that "
        "are kept, which only partly, which is promised and unproven, of which nothing is said.",
        epilog="Exit codes: 0 it was told, however much is met, 2 wrong use, unknown standard or unreadable policy, "
        "3 internal error.",
    )
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="one standard (default: all, a line each)")
    options.add_path(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to tell it (default: text)")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    parser.add_argument("--level", type=int, metavar="N", help="only requirements of this level, where it has levels")
    options.add(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check, hold against the standards, print.

    Raises:
        TrothError: no such standard or level, the tree or a policy cannot be read.
    """
    chosen = _chosen(arguments.name, arguments.level)

    from troth.cli.examine import examine
    from troth.evidence import tools
    from troth.standards.coverage import cover

    result = examine(arguments).result
    coverages = [cover(standard, result.judged, tools.activities) for standard in chosen]
    sys.stdout.buffer.write(_told(arguments, coverages, result))
    return 0


def _chosen(name: str, level: int | None) -> Sequence[Standard]:
    from troth.standards import STANDARDS, find
    from troth.terms.errors import TrothError

    found = find(name) if name else None
    if name and found is None:
        raise TrothError(f"there is no standard {name}", f"known: {', '.join(one.name for one in STANDARDS)}")
    chosen = STANDARDS if found is None else (found,)
    if level is None:
        return chosen
    levelled = tuple(one.at_level(level) for one in chosen if level in one.levels)
    if not levelled:
        known = "; ".join(f"{one.name}: {', '.join(map(str, one.levels))}" for one in STANDARDS if one.levels)
        raise TrothError(f"no such level {level}", f"levels are known of {known}")
    return levelled


def _told(arguments: argparse.Namespace, coverages: Sequence[Coverage], result: Result) -> bytes:
    from troth import __version__
    from troth.report.standards import as_csv, as_json, oscal

    if arguments.format == "json":
        return as_json.render(coverages, result.at, result.commit, __version__)
    if arguments.format == "csv":
        return as_csv.render(coverages).encode(errors="replace")
    if arguments.format == "oscal":
        return oscal.render(coverages, result.at, result.commit, __version__)
    from troth.cli import terminal
    from troth.report.paint import Paint
    from troth.report.standards import text

    paint, columns = Paint(on=terminal.colour(arguments.color)), terminal.columns()
    told = text.shown(coverages[0], columns, paint) if arguments.name else text.listed(coverages, columns, paint)
    return told.encode(errors="replace")
