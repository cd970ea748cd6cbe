"""Ledgers of a few entries, for tests that break them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from desk.ledger_fixtures import lift
from troth_desk.ledger.actions import record
from troth_desk.ledger.actor import Actor, ActorKind
from troth_desk.tenants import scope

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MEMBER = Actor(ActorKind.MEMBER, "3")


def write(organisation: int, count: int = 3, first: int = 0) -> None:
    """``count`` entries, one a minute, each in a transaction of its own."""
    with scope.inside(organisation):
        for number in range(first, first + count):
            with transaction.atomic():
                record(
                    organisation,
                    "case.moved",
                    f"case:TR-{number:04}",
                    {"to": "acknowledged", "n": number, "held": None, "fields": ["a", "ü"]},
                    by=MEMBER,
                    at=AT + timedelta(minutes=number),
                )


def tamper(*statements: str) -> None:
    """What the owner of the database can do: take the rules away, then write whatever he likes."""
    lift()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount > 0, "the test changes nothing"
