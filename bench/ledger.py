"""How many entries a second: ``record()`` in transactions of its own, on SQLite or on PostgreSQL.

``python bench/ledger.py [ENTRIES]``, and beside a server: ``scripts/on_postgres.sh python bench/ledger.py``. Then how
long it takes to verify them. Checkpoints are signed on the way, as they are on a desk.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BATCH = 20
"""Entries of one transaction where several are written together, as a case that is opened does."""


def prepared() -> str:
    """Django, on an empty database of its own; what the database is."""
    os.environ["TROTH_DESK_DATA"] = tempfile.mkdtemp(prefix="troth-bench-")
    os.environ["TROTH_DESK_DATABASE"] = database(os.environ.get("TROTH_DESK_TEST_DATABASE", ""))
    os.environ["TROTH_DESK_ROLE"] = "owner"
    os.environ["DJANGO_SETTINGS_MODULE"] = "troth_desk.project.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    return connection.vendor


def database(url: str) -> str:
    """The address of a new database on the server of ``url``; "" for SQLite."""
    if not url:
        return ""
    import psycopg

    name = f"troth_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{url.rpartition('/')[0]}/{name}"


def main(count: int) -> None:
    """Print the figures."""
    vendor = prepared()
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.ledger.verification import verify
    from troth_desk.tenants import scope
    from troth_desk.tenants.actions import found_organisation

    organisation = found_organisation("bench", "Bench", by=SYSTEM, at=AT).pk
    one = written(organisation, count, 1)
    many = written(organisation, count, BATCH)
    start = time.perf_counter()
    with scope.inside(organisation):
        found = verify(organisation)
    seconds = time.perf_counter() - start
    if found.flaw:
        sys.exit(f"the ledger is not whole: {found.flaw}")
    print(f"{vendor}: {one:,.0f} entries/s in a transaction each, {many:,.0f} entries/s in transactions of {BATCH}")
    print(f"{vendor}: verify {found.entries:,} entries, {found.checkpoints} checkpoints in {seconds:.2f} s")


def written(organisation: int, count: int, together: int) -> float:
    """Entries a second."""
    from django.db import transaction

    from troth_desk.ledger.actions import record
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.tenants import scope

    start = time.perf_counter()
    for first in range(0, count, together):
        with scope.inside(organisation), transaction.atomic():
            for number in range(first, first + together):
                detail = {"clock": number, "action": "acknowledge", "due_at": AT.isoformat()}
                record(
                    organisation,
                    "clock.armed",
                    f"case:TR-{number}",
                    detail,
                    by=SYSTEM,
                    at=AT + timedelta(seconds=number),
                )
    return count / (time.perf_counter() - start)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
