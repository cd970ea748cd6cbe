"""What the database itself refuses: entries and checkpoints are added at the end and never changed, by nobody.

The rules hold for the owner of the tables too. Who owns them can take the rules away first, by a change of the schema;
that is what the chain and its signatures are for. They are laid on after every migration, so that they outlive
migrations that are written anew.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from troth_desk.ledger.models import NOTHING_BEFORE

KEPT = ("ledger_entry", "ledger_checkpoint")
"""Tables whose rows are never changed nor deleted."""
HEAD = "ledger_head"
_LOCK = 7_205_759
"""Of PostgreSQL's advisory locks, the one that keeps two migrations from laying the rules at once."""

# S608: every text below is built of the constants of this module alone.
_BEFORE = "FROM ledger_entry WHERE organisation_id = NEW.organisation_id"
_MISPLACED = (
    f"NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 {_BEFORE})"
    f" OR NEW.previous <> coalesce((SELECT digest {_BEFORE} AND seq = NEW.seq - 1), '{NOTHING_BEFORE}')"
)

# INSERT OR REPLACE of SQLite deletes without asking the rules of DELETE.
_TAKEN = {
    "ledger_entry": "SELECT 1 FROM ledger_entry WHERE id = NEW.id"
    " OR organisation_id = NEW.organisation_id AND seq = NEW.seq",
    "ledger_checkpoint": "SELECT 1 FROM ledger_checkpoint WHERE id = NEW.id"
    " OR organisation_id = NEW.organisation_id AND seq = NEW.seq",
    "ledger_head": "SELECT 1 FROM ledger_head WHERE organisation_id = NEW.organisation_id",
}


def apply(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Lay the rules on the database ``using``; a receiver of ``post_migrate``. Laying them again changes nothing."""
    connection = connections[using]
    if "ledger_entry" not in connection.introspection.table_names():
        return
    statements = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for statement in statements:
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the rules that the database does not have, has switched off, or has under that name with other words."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_SEEN)
            there = {row[0] for row in cursor.fetchall() if tuple(row) in _LAID}
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            there = {name for name, text in cursor.fetchall() if text in SQLITE}
    return sorted(names(connection.vendor) - there)


def names(vendor: str) -> set[str]:
    """Names of the rules on ``vendor`` ("sqlite" or "postgresql")."""
    verbs = ("kept", "never_emptied") if vendor == "postgresql" else ("unchanged", "undeleted", "unreplaced")
    first = {f"{table}_{verb}" for table in KEPT for verb in verbs}
    heads = ("forward", "never_emptied") if vendor == "postgresql" else ("forward", "undeleted", "unreplaced")
    return first | {"ledger_entry_in_place"} | {f"{HEAD}_{verb}" for verb in heads}


def _sqlite() -> list[str]:
    rules = []
    for table, taken in _TAKEN.items():
        rules.append((f"{table}_unreplaced", f"BEFORE INSERT ON {table} WHEN EXISTS ({taken})", "that place is taken"))
    for table in KEPT:
        for verb, event in (("unchanged", "UPDATE"), ("undeleted", "DELETE")):
            rules.append((f"{table}_{verb}", f"BEFORE {event} ON {table}", "the ledger is append-only"))
    rules.append(("ledger_entry_in_place", f"BEFORE INSERT ON ledger_entry WHEN {_MISPLACED}", "not the next place"))
    forward = f"BEFORE UPDATE ON {HEAD} WHEN NEW.seq <= OLD.seq OR NEW.organisation_id <> OLD.organisation_id"
    rules.append((f"{HEAD}_forward", forward, "the ledger only grows"))
    rules.append((f"{HEAD}_undeleted", f"BEFORE DELETE ON {HEAD}", "the ledger is append-only"))
    return [
        statement
        for name, when, why in rules
        for statement in (
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{why}'); END",
        )
    ]


_BODIES = {
    "ledger_refuse": "RAISE EXCEPTION 'the ledger is append-only';",
    "ledger_in_place": (
        f"IF {_MISPLACED} THEN RAISE EXCEPTION 'not the next place of the ledger'; END IF; RETURN NEW;"
    ),
    "ledger_forward": (
        "IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'the ledger is append-only'; END IF; "
        "IF NEW.seq <= OLD.seq OR NEW.organisation_id <> OLD.organisation_id "
        "THEN RAISE EXCEPTION 'the ledger only grows'; END IF; RETURN NEW;"
    ),
}
_TRIGGERS = (
    *((f"{table}_kept", table, "UPDATE OR DELETE", "ROW", "ledger_refuse") for table in KEPT),
    *((f"{table}_never_emptied", table, "TRUNCATE", "STATEMENT", "ledger_refuse") for table in (*KEPT, HEAD)),
    ("ledger_entry_in_place", "ledger_entry", "INSERT", "ROW", "ledger_in_place"),
    (f"{HEAD}_forward", HEAD, "UPDATE OR DELETE", "ROW", "ledger_forward"),
)
_BITS = {"ROW": 1, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
"""Of ``pg_trigger.tgtype`` (PostgreSQL, src/include/catalog/pg_trigger.h); 2 is BEFORE."""
_SEEN = (
    "SELECT tgname, relname, tgtype, proname, prosrc FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgqual IS NULL AND tgenabled IN ('O', 'A')"
)


def _type(events: str, each: str) -> int:
    return 2 + _BITS.get(each, 0) + sum(_BITS[event] for event in events.split(" OR "))


def _body(function: str) -> str:
    return f" BEGIN {_BODIES[function]} END "


_LAID = {
    (name, table, _type(events, each), function, _body(function))
    for name, table, events, each, function in _TRIGGERS
}  # fmt: skip
"""The rows of ``_SEEN`` where every rule is as it was laid."""


def _postgresql() -> list[str]:
    # A plan that is kept from when the table was small reads all of it for each row once it has grown.
    planned = "SET plan_cache_mode = force_custom_plan"
    return [
        *(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {planned} AS $${_body(name)}$$"
            for name in _BODIES
        ),
        *(
            statement
            for name, table, events, each, function in _TRIGGERS
            for statement in (
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
            )
        ),
    ]


SQLITE = _sqlite()
POSTGRESQL = _postgresql()
