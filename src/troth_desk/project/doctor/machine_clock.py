"""Is the machine's clock right? What the desk proves are times."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from troth_desk import clock
from troth_desk.ledger import queries
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe, unseen
from troth_desk.project.doctor.clauses import CLOCKS
from troth_desk.tenants import queries as tenants
from troth_desk.tenants import scope

APART = timedelta(seconds=5)
"""What the desk's and the database's machine may differ by; deadlines are hours, and nobody sees less."""
UNSYNCHRONISED = 0x0040
"""STA_UNSYNC of adjtimex(2): nobody sets this clock by another one."""
NTP = "Have chrony or systemd-timesyncd set it."


def _look(desk: Desk) -> Iterator[Finding]:
    yield _kernel()
    for organisation in tenants.organisations():
        with scope.inside(organisation):
            newest = queries.newest(organisation.pk)
        if newest is not None and newest.at > desk.at + APART:
            yield unsafe(
                f"{organisation.name}: the last entry of the ledger is of {newest.at:%Y-%m-%d %H:%M} UTC, which is yet "
                "to come: this clock was set back.",
                NTP,
            )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - clock.now())
        if apart > APART:
            yield at_risk(f"The database's clock is {apart.total_seconds():.0f} s apart from this machine's.", NTP)


def _kernel() -> Finding:
    """What Linux itself says of its clock, by adjtimex(2) with nothing to change; containers share it."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        asked = (ctypes.c_byte * 256)()  # struct timex, of which modes is the first field and 0 changes nothing
        state = library.adjtimex(asked)
    except (OSError, AttributeError):
        return unseen("This system does not tell whether its clock is set by another one.")
    if state < 0:
        return unseen(f"The system does not tell of its clock: {os.strerror(ctypes.get_errno())}.")
    status = ctypes.c_int.from_buffer(asked, 5 * ctypes.sizeof(ctypes.c_long)).value
    return _told(status)


def _told(status: int) -> Finding:
    if status & UNSYNCHRONISED:
        return at_risk("Nobody sets this machine's clock by another one, so it drifts.", NTP)
    return safe("The machine's clock is set by another one.")


CHECK = Check(name="machine-clock", asks="Is the machine's clock right?", applies=(CLOCKS,), look=_look)
