"""Django, set up for a command: where the data lies and which database, from options that every command has."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from troth_desk.project import configuration


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--data DIR`` and ``--database URL``."""
    parser.add_argument("--data", metavar="DIR", help="folder of the desk's data (default: ./desk-data)")
    parser.add_argument(
        "--database", metavar="URL", help="postgresql://user@host/name (default: SQLite in the data folder)"
    )


def prepare(arguments: argparse.Namespace, role: str = configuration.APPLICATION_ROLE) -> None:
    """Put the options into the environment, where processes started from here find them too, and set Django up.

    ``role`` is that in which PostgreSQL is used: the owner of the tables, the application or the worker. Ends the
    command with 2 where the environment says what no setting can be.
    """
    if arguments.data:
        os.environ[configuration.DATA] = arguments.data
    if arguments.database:
        os.environ[configuration.DATABASE] = arguments.database
    os.environ[configuration.ROLE] = role
    os.umask(0o077)  # what the desk writes, the database file too, is for its own account alone
    configuration.data_directory().mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "troth_desk.project.settings"
    import django

    try:
        django.setup()
    except ValueError as error:
        if not str(error).startswith("TROTH_DESK_"):
            raise
        print(f"troth-desk: {error}", file=sys.stderr)  # what was given for a setting is none; it says which
        raise SystemExit(2) from None


def ready() -> bool:
    """Whether the tables are those of this release; where not, it is said on standard error what to do."""
    from django.db import DatabaseError, connection

    from troth_desk.tenants import upgrade

    try:
        upgrade.refuse_other()
    except (upgrade.LaterDeskError, upgrade.NotPreparedError) as error:
        print(f"troth-desk: {error}", file=sys.stderr)
        return False
    except DatabaseError as error:
        print(f"troth-desk: the database does not answer: {str(error).strip()}", file=sys.stderr)
        return False
    finally:
        connection.close()
    return True


def nothing_there(arguments: argparse.Namespace) -> str:
    """Why there is no desk to look at, in words; "" where there is one. For commands that only read."""
    if arguments.database or configuration.secret(configuration.DATABASE):
        return ""
    folder = Path(arguments.data) if arguments.data else configuration.data_directory()
    return (
        ""
        if (folder / "desk.sqlite3").is_file()
        else f"there is no desk in {folder}; name its data folder (--data DIR) or its database (--database URL)"
    )


def reading(arguments: argparse.Namespace, write: Callable[[argparse.Namespace], str]) -> int:
    """Exit code of a command that only reads: 0, or 2 with the reason that ``write`` gave ("" where it wrote)."""
    nothing = nothing_there(arguments)
    if not nothing:
        prepare(arguments)
        from django.db import DatabaseError

        try:
            nothing = write(arguments)
        except DatabaseError as error:
            nothing = f"the desk cannot be read: {str(error).strip()}"
    if nothing:
        print(f"troth-desk: {nothing}", file=sys.stderr)
    return 2 if nothing else 0


def refused() -> bool:
    """Whether the desk must not start: each unsafe setting of a desk in production is told on standard error."""
    from troth_desk import clock
    from troth_desk.project import doctor

    why = list(doctor.refusals(doctor.present(clock.now())))
    for each in why:
        print(f"troth-desk: this desk is not safe to start. {each}", file=sys.stderr)
    if why:
        print(
            f"troth-desk: where one of these is meant so, name it in {doctor.ACCEPT} (such as "
            f"{doctor.ACCEPT}={why[0].partition(':')[0]}); troth-desk doctor tells everything.",
            file=sys.stderr,
        )
    return bool(why)
