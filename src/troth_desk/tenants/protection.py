"""What the database itself refuses, applied after each migration: it is no part of the models, and survives theirs.

PostgreSQL: on each table that has ``organisation_id`` a policy shows and takes the rows of the scope alone, for the
owner of the table as well; a reference from such a table to another one holds within the organisation. Tables without
it are refused to the application unless ``GLOBAL`` names them with a reason. SQLite: a second organisation is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from troth_desk.tenants import roles
from troth_desk.tenants.refusal import ONE_A_FILE
from troth_desk.tenants.scope import DOORS, FINDING, ORGANISATION

ROWS = "SELECT, INSERT, UPDATE, DELETE"
GLOBAL: dict[str, tuple[str, str]] = {
    "django_migrations": ("SELECT", "which tables there are, the same for everybody"),
    "django_content_type": ("SELECT", "names of models"),
    "django_session": (ROWS, "a session begins before its person is known; found by a random key"),
    "auth_permission": ("SELECT", "names of rights of Django's, which the desk does not use"),
    "auth_group": ("SELECT", "not used; Django's user model refers to it"),
    "auth_group_permissions": ("SELECT", "not used"),
    "auth_user": (ROWS, "a person belongs to several organisations, and logs in before one is known"),
    "auth_user_groups": ("SELECT", "not used"),
    "auth_user_user_permissions": ("SELECT", "not used"),
    "account_emailaddress": (ROWS, "belongs to a person, not to an organisation"),
    "account_emailconfirmation": (ROWS, "belongs to a person"),
    "mfa_authenticator": (ROWS, "belongs to a person"),
    "socialaccount_socialaccount": (ROWS, "belongs to a person: who they are at the login provider"),
    "socialaccount_socialapp": ("SELECT", "not used: the provider stands in the environment"),
    "socialaccount_socialtoken": (ROWS, "stays empty; what an account leaves behind is taken away with it"),
    "usersessions_usersession": (ROWS, "belongs to a person"),
    "tenants_tally": (ROWS, "counts reports and messages by a digest of the address they come from"),
    "tenants_backup": (ROWS, "a backup is of the whole desk; when it was made and how the file is called, no words"),
    "people_knowndevice": (ROWS, "belongs to a person: browsers that they came in by"),
    "people_loginfailures": (ROWS, "counts of failed logins, which begin before a person is known"),
    "people_cache": (ROWS, "counts failed logins and requests; holds no words of anybody"),
}
"""Tables of no organisation: what the application may do with them, and why no policy guards them."""

TASKS = "django_tasks_database_dbtaskresult"
"""The queue. Its column ``organisation_id`` is ours: filled by default with the scope in which a task was put there."""
ORGANISATIONS = "tenants_organisation"
APPEND_ONLY = frozenset({"ledger_entry", "ledger_checkpoint"})
"""Tables of which rows are only added; triggers of the ledger refuse the rest to everybody."""
LOCK = 0x74726F7468
"""Number of the advisory lock under which tables are changed ("troth")."""
SCOPE = f"nullif(current_setting('{ORGANISATION}', true), '')::bigint"
"""Id of the organisation of the scope, or NULL, to which nothing is equal."""
SEEN = f"(SELECT {SCOPE})"
"""The same for policies: as a subquery it is computed once a statement, not once a row."""
ONE_ORGANISATION = """
CREATE TRIGGER IF NOT EXISTS one_organisation_a_file BEFORE INSERT ON tenants_organisation
WHEN (SELECT count(*) FROM tenants_organisation) > 0
BEGIN SELECT RAISE(ABORT, 'REASON'); END
"""


@contextmanager
def alone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside, no other process prepares the same database: several may start at once."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def after_migration(sender: Any, using: str, **_: Any) -> None:
    """A receiver of ``post_migrate``: it protects once the last app was migrated."""
    if sender is [one for one in apps.get_app_configs() if one.models_module is not None][-1]:
        protect(connections[using])


def protect(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse what it must; a second time changes nothing."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            one_organisation(cursor)
        elif connection.vendor == "postgresql":
            connection.check_constraints()  # no table is altered while comparisons of its rows are pending
            _tasks(cursor)
            _references(cursor)
            made = {role: named for role in roles.SUFFIXES if roles.make(cursor, named := roles.name(connection, role))}
            for table in _tables(cursor):
                _apply(cursor, table, _statements(cursor, table, made))
            for named in made.values():
                cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{named}"')


def one_organisation(cursor: CursorWrapper) -> None:
    """SQLite: refuse a second organisation."""
    if ORGANISATIONS not in _sqlite_tables(cursor):
        return
    cursor.execute(ONE_ORGANISATION.replace("REASON", ONE_A_FILE))


def _sqlite_tables(cursor: CursorWrapper) -> set[str]:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in cursor.fetchall()}


def _tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"
    )
    return [name for (name,) in cursor.fetchall()]


def _columns(cursor: CursorWrapper, table: str) -> set[str]:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", [table]
    )
    return {name for (name,) in cursor.fetchall()}


def _tasks(cursor: CursorWrapper) -> None:
    if TASKS in _tables(cursor) and "organisation_id" not in _columns(cursor, TASKS):
        cursor.execute(f"ALTER TABLE {TASKS} ADD COLUMN organisation_id bigint DEFAULT {SCOPE}")


def _statements(cursor: CursorWrapper, table: str, made: dict[str, str]) -> list[str]:
    """What protects ``table``, in full, beginning with the removal of what did before."""
    every = [f'"{role}"' for role in made.values()]
    granted = ", ".join(every)
    revoke = [f'REVOKE ALL ON "{table}" FROM PUBLIC'] + ([f'REVOKE ALL ON "{table}" FROM {granted}'] if every else [])

    def grant(rights: str) -> list[str]:
        return [*revoke, *([f'GRANT {rights} ON "{table}" TO {granted}'] if every else [])]

    if table == ORGANISATIONS:
        return [
            *grant("SELECT, UPDATE"),
            _policy(table, "found_by_anybody", "SELECT", "true"),
            _policy(table, "changed_inside", "UPDATE", f"id = {SEEN}", f"id = {SEEN}"),
            _policy(table, "founded_by_the_owner", "INSERT", check="true"),
        ]
    if "organisation_id" in _columns(cursor, table):
        mine = f"organisation_id = {SEEN}"
        found = [_policy(table, "of_the_scope", "ALL", mine, mine)]
        if table in DOORS:
            door = f"current_setting('{FINDING}', true) = '{table}:' || \"{DOORS[table]}\"::text"
            found.append(_policy(table, "found_by_its_door", "SELECT", door))
        if table == TASKS and "worker" in made:
            found.append(_policy(table, "of_the_queue", "ALL", "true", "true", to=made["worker"]))
        return [*grant("SELECT, INSERT" if table in APPEND_ONLY else ROWS), *found]
    return grant(GLOBAL[table][0]) if table in GLOBAL else revoke


def _policy(table: str, name: str, command: str, using: str = "", check: str = "", to: str = "") -> str:
    return (
        f'CREATE POLICY {name} ON "{table}" FOR {command}'
        + (f' TO "{to}"' if to else "")
        + (f" USING ({using})" if using else "")
        + (f" WITH CHECK ({check})" if check else "")
    )


def _apply(cursor: CursorWrapper, table: str, statements: Sequence[str]) -> None:
    """Run ``statements`` unless the table's comment says that they were, and nobody took anything away since."""
    guarded = any(one.startswith("CREATE POLICY") for one in statements)
    policies = sorted(one.split()[2] for one in statements if one.startswith("CREATE POLICY"))
    mark = "troth: " + hashlib.sha256("\n".join(statements).encode()).hexdigest()
    cursor.execute(
        "SELECT c.relrowsecurity AND c.relforcerowsecurity, obj_description(c.oid, 'pg_class'), "
        "array(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid ORDER BY 1) "
        "FROM pg_class c WHERE c.oid = %s::regclass",
        [table],
    )
    secured, comment, standing = cursor.fetchone()
    if (secured, comment, sorted(standing)) == (guarded, mark, policies):
        return
    for name in standing:
        cursor.execute(f'DROP POLICY "{name}" ON "{table}"')
    for statement in statements:
        cursor.execute(statement)
    word, force = ("ENABLE", "FORCE") if guarded else ("DISABLE", "NO FORCE")
    cursor.execute(f'ALTER TABLE "{table}" {word} ROW LEVEL SECURITY, {force} ROW LEVEL SECURITY')
    cursor.execute(f"COMMENT ON TABLE \"{table}\" IS '{mark}'")


def _references(cursor: CursorWrapper) -> None:
    """A row of an organisation refers to rows of the same one: PostgreSQL checks references past its policies."""
    cursor.execute(
        """
        SELECT child.relname, parent.relname, ca.attname, pa.attname
        FROM pg_constraint k
        JOIN pg_class child ON child.oid = k.conrelid
        JOIN pg_class parent ON parent.oid = k.confrelid
        JOIN pg_attribute ca ON ca.attrelid = k.conrelid AND ca.attnum = k.conkey[1]
        JOIN pg_attribute pa ON pa.attrelid = k.confrelid AND pa.attnum = k.confkey[1]
        WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND child.relnamespace = 'public'::regnamespace
          AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = child.oid AND attname = 'organisation_id')
          AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = parent.oid AND attname = 'organisation_id')
          AND NOT EXISTS (SELECT 1 FROM pg_constraint w WHERE w.contype = 'f' AND w.conrelid = k.conrelid
                          AND w.confrelid = k.confrelid AND cardinality(w.conkey) = 2 AND w.conkey[1] = k.conkey[1])
        ORDER BY 1, 3
        """
    )
    for child, parent, column, key in cursor.fetchall():
        whole = f"whole_{hashlib.sha256(parent.encode()).hexdigest()[:12]}"
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [whole])
        if cursor.fetchone() is None:
            cursor.execute(f'ALTER TABLE "{parent}" ADD CONSTRAINT {whole} UNIQUE ("{key}", organisation_id)')
        within = f"within_{hashlib.sha256(f'{child}.{column}'.encode()).hexdigest()[:12]}"
        cursor.execute(
            f'ALTER TABLE "{child}" ADD CONSTRAINT {within} FOREIGN KEY ("{column}", organisation_id) '
            f'REFERENCES "{parent}" ("{key}", organisation_id) DEFERRABLE INITIALLY DEFERRED'
        )
