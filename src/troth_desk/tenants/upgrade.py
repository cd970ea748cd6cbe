"""From the tables of an earlier release to those of this one: all of it or nothing, and never backwards.

All migrations that are due are one transaction, so that a program that is killed in between leaves the database as it
was. A database that a later release has changed is refused in words: this release does not know what its rows mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

import troth
from troth_desk.tenants import protection, states


class LaterDeskError(Exception):
    """The database was changed by a later release; the message says what to do."""


class NotPreparedError(Exception):
    """The tables are those of an earlier release, or there are none; the message says what to do."""


def migrate() -> int:
    """Bring the tables up to date, as their owner, while no other process does; how many migrations were due.

    Raises:
        LaterDeskError: the database belongs to a later release. Nothing was changed.
    """
    with protection.alone(connection):
        refuse_later()
        due = len(_due())
        with whole(), states.quick():
            call_command(_Migrate(), interactive=False, verbosity=0)
    return due


def refuse_later() -> None:
    """Raise ``LaterDeskError`` where the database knows migrations that this release does not."""
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    apps = {app for app, _ in known}
    later = sorted(
        f"{app}.{name}"
        for app, name in MigrationRecorder(connection).applied_migrations()
        if app in apps and (app, name) not in known
    )
    if later:
        raise LaterDeskError(
            f"This database was used by a later release of the desk than {troth.__version__} ({', '.join(later[:3])}"
            f"{', …' if len(later) > 3 else ''}). There is no way back for its tables: run the later release, or bring "
            "back a backup that was made before the upgrade (troth-desk restore)."
        )


def refuse_other() -> None:
    """Raise what ``refuse_later`` does, and ``NotPreparedError`` where migrations are due."""
    refuse_later()
    due = _due()
    if due:
        what = (
            "it has no tables yet"
            if not MigrationRecorder(connection).applied_migrations()
            else (f"its tables are of an earlier release ({len(due)} changes are due)")
        )
        raise NotPreparedError(f"The database is not ready: {what}. Run troth-desk prepare first.")


class _Migrate(Command):
    """Django's, with references compared after each migration: PostgreSQL alters no table with comparisons pending."""

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """What Django tells while it migrates."""
        super().migration_progress_callback(action, migration, fake)
        if action == "apply_success" and connection.vendor == "postgresql":
            connection.check_constraints()


def _due() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


@contextmanager
def whole() -> Iterator[None]:
    """One transaction in which tables may be made anew; SQLite compares references at its end, not at each step."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    # PRAGMA foreign_keys changes nothing within a transaction (https://www.sqlite.org/pragma.html#pragma_foreign_keys).
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    finally:
        connection.enable_constraint_checking()
