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
    """Names of the rules that the database does not have, or has switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
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


def _postgresql() -> list[str]:
    rules = [
        *((f"{table}_kept", table, "BEFORE UPDATE OR DELETE", "ROW", "ledger_refuse") for table in KEPT),
        *(
            (f"{table}_never_emptied", table, "BEFORE TRUNCATE", "STATEMENT", "ledger_refuse")
            for table in (*KEPT, HEAD)
        ),
        ("ledger_entry_in_place", "ledger_entry", "BEFORE INSERT", "ROW", "ledger_in_place"),
        (f"{HEAD}_forward", HEAD, "BEFORE UPDATE OR DELETE", "ROW", "ledger_forward"),
    ]
    return [
        _function("ledger_refuse", "RAISE EXCEPTION 'the ledger is append-only';"),
        _function(
            "ledger_in_place",
            f"IF {_MISPLACED} THEN RAISE EXCEPTION 'not the next place of the ledger'; END IF; RETURN NEW;",
        ),
        _function(
            "ledger_forward",
            "IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'the ledger is append-only'; END IF; "
            "IF NEW.seq <= OLD.seq OR NEW.organisation_id <> OLD.organisation_id "
            "THEN RAISE EXCEPTION 'the ledger only grows'; END IF; RETURN NEW;",
        ),
        *(
            statement
            for name, table, when, each, function in rules
            for statement in (
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
            )
        ),
    ]


def _function(name: str, body: str) -> str:
    # A plan that is kept from when the table was small reads all of it for each row once it has grown.
    planned = "SET plan_cache_mode = force_custom_plan"
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {planned} AS $$ BEGIN {body} END $$"


SQLITE = _sqlite()
POSTGRESQL = _postgresql()
