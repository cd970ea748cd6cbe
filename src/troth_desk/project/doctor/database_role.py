"""What may the desk do in its database? The database itself is asked, as the role in which requests are answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.utils import CursorWrapper

from troth_desk.project import configuration
from troth_desk.project.doctor.check import Check, Desk, Finding, at_risk, safe, unsafe, unseen
from troth_desk.project.doctor.clauses import LEAST_PRIVILEGE
from troth_desk.tenants import roles

PREPARE = "Run troth-desk prepare once with a login that may make roles, or let an administrator make them."
RIGHTS = """
SELECT current_user, session_user, r.rolsuper OR r.rolbypassrls, r.rolcreaterole OR r.rolcreatedb,
       has_schema_privilege(current_user, 'public', 'CREATE'),
       (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND pg_get_userbyid(relowner) = current_user),
       (SELECT l.rolsuper FROM pg_roles l WHERE l.rolname = session_user),
       (SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attisdropped
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity))
FROM pg_roles r WHERE r.rolname = current_user
"""


def _look(desk: Desk) -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        yield unseen("SQLite has no roles: who can read the file can read everything (see secret-files).")
        return
    if settings.TROTH_DESK_ROLE == configuration.OWNER_ROLE:
        yield unseen("This command meets the database as the owner of the tables; ask without it.")
        return
    try:
        with connection.cursor() as cursor:
            yield from _rights(cursor)
    except ImproperlyConfigured as error:  # by tenants.roles, on a new connection
        yield unsafe(str(error), PREPARE)


def _rights(cursor: CursorWrapper) -> Iterator[Finding]:
    cursor.execute(RIGHTS)
    user, login, above, makes_roles, makes_tables, owns, login_above, unguarded = cursor.fetchone()
    if above:
        yield unsafe(f"Requests run as {user}, which is above row-level security.", PREPARE)
    if unguarded:
        yield unsafe(
            f"{unguarded} tables of organisations are not guarded by row-level security.", "Run troth-desk prepare."
        )
    if owns or makes_roles or makes_tables:
        yield at_risk(f"Requests run as {user}, which can change tables or make roles.", PREPARE)
    if login_above:
        yield at_risk(
            f"The login {login} of the database's URL is a superuser, though requests run as {user}.",
            f"Give the desk a login of its own that has been granted {roles.name(cursor.db, 'application')} alone.",
        )
    if not (above or unguarded or owns or makes_roles or makes_tables or login_above):
        yield safe(f"Requests run as {user}: it reads and writes rows of one organisation at a time, and no more.")


CHECK = Check(
    name="database-role",
    asks="What may the desk do in its database?",
    applies=(LEAST_PRIVILEGE,),
    look=_look,
    before_start=True,
)
