"""``troth-desk export``: every case, the ledger or everything, in open formats; owners are told that it was."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from troth_desk.commands import setup


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "export",
        help="write every case, the ledger, or everything a team owns, in open formats",
        description=(
            "Write one JSON object a line to standard output: every case with its clocks; or everything into a file. "
            "Owners are told, as of every download of everything."
        ),
        epilog="Exit codes: 0 written, 2 there is no such desk or organisation.",
    )
    setup.add_options(parser)
    parser.add_argument(
        "--organisation", metavar="SLUG", help="of this one alone (needed with --ledger where several are)"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--ledger", action="store_true", help="write the ledger instead, for hosts/verify_ledger.py")
    what.add_argument(
        "--everything",
        metavar="FILE",
        type=Path,
        help="write all that one organisation owns into a tar: rows as JSON Lines, files as they were sent, README",
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code."""
    return setup.reading(arguments, _written)


def _written(arguments: argparse.Namespace) -> str:
    """Why nothing could be written, "" where it was."""
    from django.db import transaction

    from troth_desk import clock
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.people import monitoring
    from troth_desk.tenants import queries, scope

    found = [each for each in queries.organisations() if arguments.organisation in (None, each.slug)]
    if not found:
        return f"no organisation is called {arguments.organisation}" if arguments.organisation else "it is empty"
    if arguments.ledger and len(found) > 1:
        return "a ledger is of one organisation; name it: --organisation " + "|".join(each.slug for each in found)
    if arguments.everything:
        return _everything(arguments.everything, found)
    what = "ledger" if arguments.ledger else "cases"
    for organisation in found:
        with scope.inside(organisation):  # committed before the first line: whoever breaks off has taken something, too
            monitoring.exported(organisation, what, by=SYSTEM, at=clock.now())
        with scope.inside(organisation), transaction.atomic():
            for line in _lines(arguments, organisation):
                sys.stdout.write(line)
    return ""


def _everything(path: Path, found: list[Any]) -> str:
    from troth_desk import clock
    from troth_desk.backups import everything
    from troth_desk.backups.refusal import NoBackupError
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.people import monitoring
    from troth_desk.tenants import scope

    if len(found) > 1:
        return "this file is of one organisation; name it: --organisation " + "|".join(each.slug for each in found)
    (organisation,) = found
    at = clock.now()
    try:
        taken = everything.write(path.absolute(), organisation, at)
    except NoBackupError as error:
        return str(error)
    with scope.inside(organisation):
        monitoring.exported(organisation, "everything", by=SYSTEM, at=at)
    print(f"{path}: {sum(taken.rows.values()):,} rows of {len(taken.rows)} kinds, {taken.files:,} files; not sealed")
    for name in taken.missing:
        print(f"MISSING  the desk could not open the file {name}")
    return ""


def _lines(arguments: argparse.Namespace, organisation: Any) -> Iterator[str]:
    from troth_desk import clock
    from troth_desk.ledger import export
    from troth_desk.proofs import queries

    if arguments.ledger:
        yield from export.lines(organisation.pk, clock.now())
        return
    yield from queries.lines(organisation, clock.now())
