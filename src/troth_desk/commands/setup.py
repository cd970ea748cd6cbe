"""Django, set up for a command: where the data lies and which database, from options that every command has."""

from __future__ import annotations

import argparse
import os
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

    ``role`` is that in which PostgreSQL is used: the owner of the tables, the application or the worker.
    """
    if arguments.data:
        os.environ[configuration.DATA] = arguments.data
    if arguments.database:
        os.environ[configuration.DATABASE] = arguments.database
    os.environ[configuration.ROLE] = role
    configuration.data_directory().mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "troth_desk.project.settings"
    import django

    django.setup()


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
