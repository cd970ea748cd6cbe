"""``troth sbom check``: whether bills of materials are valid, whole, and true of the tree."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from troth.cli.commands import COMMANDS
from troth.terms.bill import UnreadableBillError
from troth.terms.errors import UnreadableTreeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from troth.bills.check import Tree

LISTS = ("ntia", "cisa")
MOST_UNSEEN = 5
"""Gaps of the inventory that are told."""


def add(subparsers: Any) -> None:
    """Declare the command and what it can do."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "sbom",
        help=COMMANDS["sbom"],
        description="Check bills of materials that other tools wrote. Troth writes none of its own.",
    )
    work = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    check = work.add_parser(
        "check",
        help="validate bills, look for missing fields, compare them with the lockfiles",
        description="Check SPDX (2.2, 2.3 as JSON or tag-value, 3.0 as JSON-LD) and CycloneDX (1.2 to 1.7 as JSON or "
        "XML) by their official schemas, for what schemas let through, against the minimum fields of NTIA and CISA, "
        "and beside the lockfiles of a checkout.",
        epilog="Exit codes: 0 all are in order, 1 one is not, 2 wrong use or no bill, 3 internal error.",
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="bills of materials")
    beside = check.add_mutually_exclusive_group()
    beside.add_argument(
        "--against",
        metavar="PATH",
        default="",
        help="a checkout, or one lockfile in it, to compare with (default: the checkout in which you stand)",
    )
    beside.add_argument("--no-compare", action="store_true", help="compare with no lockfile")
    check.add_argument(
        "--minimum",
        choices=(*LISTS, "none"),
        help="the only list of minimum fields to ask for (default: both, NTIA 2021 and CISA 2026)",
    )
    check.add_argument("-v", "--verbose", action="store_true", help="list every component that is missing")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour (default: auto, on a terminal without NO_COLOR)",
    )
    check.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check every file, print, and return the exit code.

    Raises:
        UnreadableBillError: a file cannot be read, or is no bill.
        UnreadableTreeError: ``--against`` names nothing that can be read.
    """
    from troth.bills.check import check
    from troth.cli import terminal
    from troth.formats import bill_report
    from troth.report import bill as text
    from troth.report.paint import Paint

    lists = tuple(name.upper() for name in LISTS if arguments.minimum in (None, name))
    with terminal.Progress() as progress:
        tree = None if arguments.no_compare else _tree(arguments.against, progress)
        reports = []
        for name in arguments.files:
            progress(f"checking {name}")
            reports.append(check(_content(name), name, lists, tree))
    if arguments.json:
        sys.stdout.write(bill_report.encode(reports).decode())
    else:
        paint = Paint(on=terminal.colour(arguments.color))
        for report in reports:
            sys.stdout.write(text.render(report, terminal.columns(), paint, verbose=arguments.verbose))
    return int(not all(report.sound for report in reports))


def _content(name: str) -> bytes:
    from troth.bills.reading import LARGEST

    try:
        with Path(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise UnreadableBillError(f"{name} cannot be read: {reason}", "troth sbom check FILE names a bill") from None


def _tree(against: str, progress: Any) -> Tree | None:
    """The components of the checkout at ``against``, of one lockfile where it is a file; None outside a checkout."""
    from troth.bills.check import Tree
    from troth.evidence.gather import gather
    from troth.evidence.repository import Repository
    from troth.evidence.scene import Scene
    from troth.terms.wants import Components

    path = Path(os.path.realpath(against or "."))
    if not path.exists():
        raise UnreadableTreeError(f"{against} does not exist", "--against takes a checkout or a lockfile in one")
    folder = path.parent if path.is_file() else path
    top = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
    if top is None and not against:
        return None
    root = top if top and (not against or path.is_file()) else folder
    progress("reading the lockfiles …")
    scene = Scene(repository=Repository(root), at=datetime.now(UTC).date(), progress=progress)
    want = Components()
    answer = gather(scene, [want])[want]
    only = path.relative_to(root).as_posix() if path.is_file() else ""
    return Tree(
        components=tuple(one for one in answer.found if not only or one.span.path == only),
        unseen=tuple(f"{gap.wanted}: {gap.reason}" for gap in answer.gaps)[:MOST_UNSEEN],
    )
