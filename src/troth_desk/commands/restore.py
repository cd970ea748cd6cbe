"""``troth-desk restore``: a backup into an empty place, or only looked at."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth_desk.commands import setup
from troth_desk.project import configuration

if TYPE_CHECKING:
    from troth_desk.backups.restoring import Looked, Restored
    from troth_desk.backups.sealing import Opener


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its options."""
    parser = subparsers.add_parser(
        "restore",
        help="bring a backup back into an empty place, or only look whether it is whole",
        description="Read all of a backup and compare it with what was signed; then write it into an empty data folder "
        "and, with --database, an empty PostgreSQL database. An error leaves both as empty as they were.",
        epilog="Exit codes: 0 everything is there, 1 it was brought back and something differs (it is named), "
        "2 nothing was written.",
    )
    setup.add_options(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup")
    parser.add_argument(
        "--passphrase-file", metavar="FILE", type=Path, help="its passphrase, or that of the secret key"
    )
    parser.add_argument(
        "--secret-key", metavar="FILE", type=Path, help="OpenPGP secret key (armoured) that it was sealed for"
    )
    parser.add_argument(
        "--key",
        metavar="PEM",
        type=Path,
        action="append",
        default=[],
        help="public key of the desk that must have signed it",
    )
    parser.add_argument("--only-look", action="store_true", help="read and compare all of it, write nothing")
    parser.add_argument("--verify", action="store_true", help="read every row back and open every file too")
    parser.add_argument("--json", action="store_true", help="tell the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Exit code."""
    from troth_desk.backups import restoring
    from troth_desk.backups.refusal import NoBackupError

    folder = Path(arguments.data or os.environ.get(configuration.DATA) or "desk-data").absolute()
    try:
        if not arguments.only_look:
            restoring.refuse_taken(folder)
        opener = _opener(arguments)
        looked = restoring.look(arguments.file, opener, [each.read_text() for each in arguments.key])
        if arguments.only_look:
            _tell(arguments, looked, None)
            return 0
        restored = _restored(arguments, opener, looked, folder)
    except NoBackupError as error:
        print(f"troth-desk: nothing was brought back: {error}", file=sys.stderr)
        return 2
    except (OSError, UnicodeDecodeError) as error:
        print(f"troth-desk: nothing was brought back: {error}", file=sys.stderr)
        return 2
    _tell(arguments, looked, restored)
    return 1 if restored.differences else 0


def _opener(arguments: argparse.Namespace) -> Opener:
    from troth_desk.backups import sealing

    passphrase = sealing.passphrase_in(arguments.passphrase_file) if arguments.passphrase_file else ""
    return sealing.Opener(passphrase, arguments.secret_key.read_text() if arguments.secret_key else "")


def _restored(arguments: argparse.Namespace, opener: Opener, looked: Looked, folder: Path) -> Restored:
    from troth_desk.backups import restoring
    from troth_desk.backups.restoring import Restored

    restored = Restored(looked)
    with restoring.aside(folder) as aside:
        arguments.data = str(aside)
        _fill(arguments, opener, restored, aside)
    return restored


def _fill(arguments: argparse.Namespace, opener: Opener, restored: Restored, aside: Path) -> None:
    """Django is set up once the keys lie in their folder, where its settings read them."""
    from troth_desk.backups import restoring
    from troth_desk.backups.refusal import NoBackupError

    loading: Any = None

    def begin() -> None:
        nonlocal loading
        restoring.refuse_other_keys(aside, os.environ)
        restoring.keep_public_keys(restored.looked, aside)
        setup.prepare(arguments, configuration.OWNER_ROLE)
        from django.db import DatabaseError

        from troth_desk.backups.bringing import Loading

        loading = Loading(restored.looked)
        try:
            loading.begin()
        except DatabaseError as error:
            raise NoBackupError(f"the database does not answer: {str(error).strip()}") from error

    def take(table: str, lines: Iterator[bytes]) -> None:
        loading.take(table, lines)

    try:
        restored.files = restoring.write(arguments.file, opener, restored.looked, aside, take, begin)
        loading.finish(restored, again=arguments.verify)
        _compare(restored, again=arguments.verify)
    except BaseException:
        if loading is not None:
            loading.__exit__(*sys.exc_info())
        raise
    loading.__exit__(None, None, None)


def _compare(restored: Restored, *, again: bool) -> None:
    from django.db import transaction

    from troth_desk import clock
    from troth_desk.backups import bringing

    with transaction.atomic():
        bringing.compare(restored, again=again, at=clock.now())


def _tell(arguments: argparse.Namespace, looked: Looked, restored: Restored | None) -> None:
    said = looked.signed
    if arguments.json:
        print(json.dumps(_as_json(looked, restored), indent=1))
        return
    total = sum(each["rows"] for each in said["tables"].values())
    print(f"{arguments.file}: a backup of {said['at']}, by release {said['desk']}, {total:,} rows; whole")
    print(f"signed by key {looked.key[:16]}" + ("" if arguments.key else "; --key PEM says which key it has to be"))
    for each in said["ledgers"]:
        print(f"ledger of organisation {each['organisation']}: {each['entries']:,} entries, {str(each['digest'])[:16]}")
    if not said["keys"]:
        print("It holds no keys: put the desk's folder keys into the data folder before you start it.")
    for name in said["missing"]:
        print(f"MISSING  {name} was not there when it was made")
    if restored is None:
        return
    print(f"brought back: {restored.rows:,} rows, {restored.files:,} files")
    if restored.upgraded:
        print(f"{restored.upgraded} changes of tables led to this release")
    for each in restored.differences:
        print(f"DIFFERS  {each}")


def _as_json(looked: Looked, restored: Restored | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "at": looked.signed["at"],
        "desk": looked.signed["desk"],
        "signed_by": looked.key,
        "keys": looked.signed["keys"],
        "missing": looked.signed["missing"],
        "ledgers": [
            {name: each[name] for name in ("organisation", "entries", "digest")} for each in looked.signed["ledgers"]
        ],
    }
    if restored is not None:
        told |= {
            "rows": restored.rows,
            "files": restored.files,
            "upgraded": restored.upgraded,
            "differences": restored.differences,
        }
    return told
