"""The rules of the ledger alone, without the walls of the tenants before them: as the owner, and unbound by policies."""

from __future__ import annotations

import pytest
from django.db import connection

from troth_desk.ledger import rules


@pytest.fixture(autouse=True)
def nothing_but_the_ledgers_own_rules(request: pytest.FixtureRequest, as_the_application: None) -> None:
    if connection.vendor != "postgresql" or (
        "db" not in request.fixturenames and not request.node.get_closest_marker("django_db")
    ):
        return
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        for table in (*rules.KEPT, rules.HEAD):
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
