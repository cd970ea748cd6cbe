"""Does what the desk says to its database travel encrypted? The connection itself is asked."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, is_own_machine, safe, unsafe, unseen
from troth_desk.project.doctor.clauses import TLS

VERIFYING = frozenset({"verify-full", "verify-ca"})


def _look(desk: Desk) -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        yield unseen("SQLite is a file on this machine: nothing travels.")
        return
    host = str(connection.settings_dict["HOST"] or "")
    if not host or host.startswith("/") or is_own_machine(host):
        yield safe("The database is on this machine.")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        encrypted, version = cursor.fetchone()
    mode = str(connection.settings_dict["OPTIONS"].get("sslmode", "prefer"))
    if not encrypted:
        yield unsafe(
            f"What the desk says to the database at {host} travels in clear, its password too.",
            "Turn TLS on at the server, and end the URL in ?sslmode=verify-full.",
        )
    elif mode not in VERIFYING:
        yield at_risk(
            f"The connection to {host} is encrypted ({version}), but whose server it is, nobody checks.",
            "End the URL in ?sslmode=verify-full&sslrootcert=FILE.",
        )
    else:
        yield safe(f"The connection to {host} is encrypted ({version}), and its certificate is checked.")


CHECK = Check(
    name="database-tls",
    asks="Does what the desk says to its database travel encrypted?",
    applies=(TLS,),
    look=_look,
    before_start=True,
)
