"""``troth-desk backup``: everything of the desk in one file, while it runs."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth_desk.commands import setup
from troth_desk.project import configuration

if TYPE_CHECKING:
    from troth_desk.backups.making import Made

EPILOG = (
    "Exit codes: 0 the backup is whole, 1 it was made but files that cases name are missing (they are named), "
    "2 nothing was written."
)
EVERY = 2.0
"""Seconds between two words about how far it is."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "backup",
        help="write everything of the desk into one file, while it runs",
        description="Write the rows of one instant, files and keys into one file, sealed as an OpenPGP message. "
        "Owners are told of it, as of every download of everything.",
        epilog=EPILOG,
    )
    setup.add_options(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="where to; never over a file that is there")
    parser.add_argument("--passphrase-file", metavar="FILE", type=Path, help="seal it by the first line of this file")
    parser.add_argument(
        "--certificate",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="seal it for the holder of this OpenPGP certificate (again for each)",
    )
    parser.add_argument(
        "--without-keys", action="store_true", help="leave the desk's keys out; then it need not be sealed"
    )
    parser.add_argument("--json", action="store_true", help="tell the result as JSON")
    parser.add_argument("--quiet", action="store_true", help="do not tell how far it is")


def run(arguments: argparse.Namespace) -> int:
    """Exit code."""
    from troth_desk.backups.refusal import NoBackupError

    nothing = setup.nothing_there(arguments)
    if nothing:
        print(f"troth-desk: {nothing}", file=sys.stderr)
        return 2
    setup.prepare(arguments, configuration.OWNER_ROLE)
    if not setup.ready():
        return 2
    try:
        made = _made(arguments)
    except NoBackupError as error:
        print(f"troth-desk: there is no backup: {error}", file=sys.stderr)
        return 2
    print(json.dumps(as_json(made), indent=1) if arguments.json else told(made))
    return 1 if made.missing else 0


def _made(arguments: argparse.Namespace) -> Made:
    from troth_desk import clock
    from troth_desk.backups import making, sealing
    from troth_desk.backups.refusal import NoBackupError

    lock = sealing.Lock(
        sealing.passphrase_in(arguments.passphrase_file) if arguments.passphrase_file else "",
        tuple(sealing.certificate_in(each) for each in arguments.certificate),
    )
    row = making.begin(scheduled=False, at=clock.now())
    try:
        made = making.make(
            arguments.file.absolute(),
            lock,
            keys=not arguments.without_keys,
            at=row.began_at,
            progress=Telling(silent=arguments.quiet or arguments.json),
        )
    except NoBackupError as error:
        making.end(row, None, str(error), at=clock.now())
        raise
    making.end(row, made, "", at=clock.now())
    _tell_owners(made.at)
    return made


def _tell_owners(at: datetime) -> None:
    """A backup that somebody asked for is a download of everything; the worker's own are none."""
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.people import monitoring
    from troth_desk.tenants import queries, scope

    for organisation in queries.organisations():
        with scope.inside(organisation):
            monitoring.exported(organisation, "everything", by=SYSTEM, at=at)


def told(made: Made) -> str:
    """What was made, for people."""
    lines = [
        f"{made.path}: {made.rows:,} rows, {made.files:,} files, {made.size:,} bytes",
        f"SHA-256 {made.sha256}",
        "sealed as an OpenPGP message" if made.sealed else "NOT sealed: whoever has it reads every report",
        "with the desk's keys" if made.keys else "without the desk's keys: keep the folder keys elsewhere",
    ]
    lines += [
        f"ledger of organisation {each['organisation']}: {each['entries']:,} entries, signed" for each in made.ledgers
    ]
    lines += [
        f"MISSING  a case names the file {name}, and it is not in the folder attachments" for name in made.missing[:20]
    ]
    lines += [f"passed over: {name} is no file of a desk" for name in made.skipped[:20]]
    return "\n".join(lines)


def as_json(made: Made) -> dict[str, Any]:
    """What was made, for programs."""
    return {
        "file": str(made.path),
        "at": made.at.isoformat(),
        "bytes": made.size,
        "sha256": made.sha256,
        "rows": made.rows,
        "files": made.files,
        "keys": made.keys,
        "sealed": made.sealed,
        "missing": made.missing,
        "skipped": made.skipped,
        "ledgers": [{name: each[name] for name in ("organisation", "entries", "digest")} for each in made.ledgers],
    }


class Telling:
    """Says on standard error how far it is, now and then."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._last = time.monotonic()

    def __call__(self, what: str, size: int) -> None:
        """``what`` is done, ``size`` bytes are written."""
        if not self._silent and time.monotonic() - self._last > EVERY:
            self._last = time.monotonic()
            print(f"{what}, {size / 2**20:,.0f} MiB so far", file=sys.stderr, flush=True)
