"""What SQLite knows of how many rows there are and how they are spread, so that it takes the right index.

PostgreSQL keeps such statistics by itself (autovacuum); SQLite only where it is asked
(https://www.sqlite.org/lang_analyze.html). ``PRAGMA optimize`` looks at no table that its own connection did not ask
before, in releases earlier than 3.46, and the desk opens a connection for each request; so all of them are read, each
index up to ``ROWS`` rows, which takes milliseconds with a hundred thousand cases too.
"""

from __future__ import annotations

from django.db import connection

ROWS = 1_000
"""Of each index; SQLite advises 100 to 1,000."""


def keep() -> None:
    """Have SQLite look at its tables; nothing on PostgreSQL."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS}")
        cursor.execute("ANALYZE")
