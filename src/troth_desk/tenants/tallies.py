"""Counting over all processes, exactly: one statement adds one and says how many there are."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from troth_desk.tenants.models import Tally

LONGEST = 120
"""Characters of a key, as wide as its column."""
_ADD = (
    "INSERT INTO tenants_tally (key, count, until) VALUES (%s, 1, %s) "
    "ON CONFLICT (key) DO UPDATE SET count = tenants_tally.count + 1 RETURNING count"
)


def add(key: str, until: datetime) -> int:
    """Count one more under ``key``; how many there are now. It is forgotten after ``until``.

    Called outside of a transaction: inside of one, everybody else who counts under ``key`` would wait for its end, and
    what is undone would be uncounted.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [key[:LONGEST], connection.ops.adapt_datetimefield_value(until)])
        return int(cursor.fetchone()[0])


def forget(at: datetime) -> int:
    """Take away what is over; how many."""
    return Tally.objects.filter(until__lt=at).delete()[0]
