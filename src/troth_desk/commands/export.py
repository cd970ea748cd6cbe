"""``troth-desk export``: every case, or the ledger, as JSON Lines; or everything of a team. Owners are told."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth_desk.commands import setup
from troth_desk.commands.backup import Telling

if TYPE_CHECKING:
    from troth_desk.backups.everything import Taken

EPILOG = (
    "Exit codes: 0 written; 1 --everything was written, and files that its rows name are missing or damaged (they are "
    "named); 2 nothing was written: there is no such desk or organisation, or the file could not be written."
)


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "export",
        help="write every case, the ledger, or everything of a team in open formats",
        description="Write one JSON object a line to standard output: every case with its clocks. With --everything: "
        "rows, files, documents and the ledger of one organisation into a ZIP file that is read without the desk.",
        epilog=EPILOG,
    )
    setup.add_options(parser)
    parser.add_argument(
        "--organisation",
        metavar="SLUG",
        help="of this one alone (needed with --ledger and --everything where several are)",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--ledger", action="store_true", help="write the ledger instead, for hosts/verify_ledger.py")
    which.add_argument(
        "--everything",
        metavar="FILE",
        type=Path,
        help="write everything of the organisation into this ZIP file, unsealed; never over a file that is there; its "
        "owners are told",
    )
    parser.add_argument("--json", action="store_true", help="with --everything: tell the result as JSON")
    parser.add_argument("--quiet", action="store_true", help="with --everything: do not tell how far it is")


def run(arguments: argparse.Namespace) -> int:
    """Exit code."""
    if arguments.everything:
        return _everything(arguments)
    return setup.reading(arguments, _written)


def _written(arguments: argparse.Namespace) -> str:
    """Why nothing could be written, "" where it was."""
    from django.db import transaction

    from troth_desk import clock
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.people import monitoring
    from troth_desk.tenants import queries, scope

    found, why = _meant(arguments, queries.organisations(), one="a ledger" if arguments.ledger else "")
    if why:
        return why
    what = "ledger" if arguments.ledger else "cases"
    for organisation in found:
        with scope.inside(organisation):  # committed before the first line: whoever breaks off has taken something, too
            monitoring.exported(organisation, what, by=SYSTEM, at=clock.now())
        with scope.inside(organisation), transaction.atomic():
            for line in _lines(arguments, organisation):
                sys.stdout.write(line)
    return ""


def _meant(arguments: argparse.Namespace, there: Any, *, one: str) -> tuple[list[Any], str]:
    """The organisations that are meant, and why none is; ``one``: what is of one alone, "" where several may be."""
    found = [each for each in there if arguments.organisation in (None, each.slug)]
    if not found:
        return [], f"no organisation is called {arguments.organisation}" if arguments.organisation else "it is empty"
    if one and len(found) > 1:
        return [], f"{one} is of one organisation; name it: --organisation " + "|".join(each.slug for each in found)
    return found, ""


def _everything(arguments: argparse.Namespace) -> int:
    """Exit code of ``--everything``."""
    why = setup.nothing_there(arguments)
    taken = None
    if not why:
        setup.prepare(arguments)
        if not setup.ready():
            return 2
        taken, why = _taken(arguments)
    if taken is None:
        print(f"troth-desk: there is no export: {why}", file=sys.stderr)
        return 2
    print(json.dumps(as_json(taken), indent=1) if arguments.json else told(taken))
    return 1 if taken.missing else 0


def _taken(arguments: argparse.Namespace) -> tuple[Taken | None, str]:
    from django.db import DatabaseError

    from troth_desk import clock
    from troth_desk.backups import everything
    from troth_desk.backups.refusal import NoBackupError
    from troth_desk.tenants import queries

    telling = Telling(silent=arguments.quiet or arguments.json)
    try:
        found, why = _meant(arguments, queries.organisations(), one="an export of everything")
        if why:
            return None, why
        return everything.take(arguments.everything.absolute(), found[0], at=clock.now(), progress=telling), ""
    except NoBackupError as error:
        return None, str(error)
    except DatabaseError as error:
        return None, f"the desk cannot be read: {str(error).strip()}"


def told(taken: Taken) -> str:
    """What was written, for people."""
    rows = sum(taken.rows.values())
    lines = [
        f"{taken.path}: {rows:,} rows of {len(taken.rows)} kinds, {taken.files:,} files, {taken.size:,} bytes",
        f"SHA-256 {taken.sha256}",
        "NOT sealed: whoever has it reads every report. Its owners are told of it.",
    ]
    lines += [f"MISSING  {name}: {why}" for name, why in list(taken.missing.items())[:20]]
    if len(taken.missing) > 20:
        lines.append(f"and {len(taken.missing) - 20:,} more: EXPORT.json in it names them")
    return "\n".join(lines)


def as_json(taken: Taken) -> dict[str, Any]:
    """What was written, for programs."""
    return {
        "file": str(taken.path),
        "at": taken.at.isoformat(),
        "organisation": taken.slug,
        "bytes": taken.size,
        "sha256": taken.sha256,
        "rows": taken.rows,
        "files": taken.files,
        "missing": taken.missing,
    }


def _lines(arguments: argparse.Namespace, organisation: Any) -> Iterator[str]:
    from troth_desk import clock
    from troth_desk.ledger import export
    from troth_desk.proofs import queries

    if arguments.ledger:
        yield from export.lines(organisation.pk, clock.now())
        return
    yield from queries.lines(organisation, clock.now())
