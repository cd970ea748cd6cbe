"""Tests that commit leave an empty database behind; for that alone are the rules of the ledger lifted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from troth_desk.ledger import rules


def lift() -> None:
    """Take the rules off, as only the owner of the tables can, by a change of the schema."""
    with connection.cursor() as cursor:
        for name in sorted(rules.names(connection.vendor)):
            table = next(table for table in (*rules.KEPT, rules.HEAD) if name.startswith(table))
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


@pytest.fixture(scope="session", autouse=True)
def the_ledger_can_be_emptied_after_a_test() -> Iterator[None]:
    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def emptied(self: TransactionTestCase) -> None:
        lift()
        teardown(self)
        rules.apply()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield
