"""PostgreSQL keeps organisations apart: raw SQL of the application sees and changes nothing of a foreign one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from desk.owning import as_owner
from desk.tenants.rows import fill, tenant_models
from troth_desk.tenants import protection, roles, scope
from troth_desk.tenants.models import Organisation
from troth_desk.tenants.protection import GLOBAL, ORGANISATIONS, TASKS

POSTGRES = connection.vendor == "postgresql"
TABLES = sorted(model._meta.db_table for model in tenant_models())
pytestmark = [pytest.mark.django_db]

Rows = dict[str, Model]


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]


@contextmanager
def refused(*words: str) -> Iterator[None]:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        yield
    assert any(word in str(caught.value) for word in words), caught.value


def changed(statement: str) -> int:
    """Rows that ``statement`` changes; 0 where the role has no right to it at all."""
    try:
        with transaction.atomic():
            return int(sql(statement)[0][0])
    except DatabaseError as error:
        if "permission denied" not in str(error):
            raise
        return 0


@pytest.fixture
def mine(organisation: Organisation, at: datetime) -> Rows:
    return fill(organisation, at)


@pytest.fixture
def theirs(other_organisation: Organisation, at: datetime) -> Rows:
    return fill(other_organisation, at)


def test_each_model_belongs_to_an_organisation_or_is_global_with_a_reason() -> None:
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        owned = any(field.column == "organisation_id" for field in model._meta.local_concrete_fields)
        assert owned or table in {ORGANISATIONS, TASKS} or (table in GLOBAL and len(GLOBAL[table][1]) > 5), table


def test_a_global_table_is_there_and_belongs_to_no_organisation() -> None:
    there = set(connection.introspection.table_names())
    for table in set(GLOBAL) & there:
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, table)
        assert "organisation_id" not in {column.name for column in columns}
    assert set(GLOBAL) <= there | {"people_cache"}, "a name of no table"


if POSTGRES:

    def unguarded() -> list[str]:
        """Tables without forced row-level security that nobody gave a reason for."""
        found = sql(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AND EXISTS "
            "(SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid) FROM pg_class c "
            "WHERE c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) "
            "AND c.relkind IN ('r', 'p', 'f', 'm', 'v') AND c.relnamespace::regnamespace::text NOT LIKE 'pg_toast%'"
        )
        return sorted(table for table, guarded in found if not guarded and table not in GLOBAL)

    def test_every_table_has_a_policy_or_a_reason() -> None:
        assert unguarded() == []
        assert len(sql("SELECT 1 FROM pg_policy")) >= len(TABLES)

    def test_a_new_table_without_a_policy_is_noticed_and_out_of_reach() -> None:
        with as_owner():
            sql("CREATE TABLE forgotten (id bigint)")
            protection.protect(connection)
        assert unguarded() == ["forgotten"]
        with refused("permission denied"):
            sql("SELECT * FROM forgotten")

    def test_a_new_table_of_organisations_is_guarded_at_once() -> None:
        with as_owner():
            sql("CREATE TABLE history (id bigint, organisation_id bigint)")
            sql("INSERT INTO history VALUES (1, 7)")
            protection.protect(connection)
        assert unguarded() == []
        assert sql("SELECT * FROM history") == []

    def test_taken_away_protection_comes_back() -> None:
        with as_owner():
            sql("DROP POLICY of_the_scope ON cases_note")
            sql("ALTER TABLE ledger_entry NO FORCE ROW LEVEL SECURITY")
            protection.protect(connection)
        assert unguarded() == []

    def test_the_application_is_a_plain_role() -> None:
        for role in ("application", "worker"):
            name = roles.name(connection, role)
            assert sql(
                "SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s",
                name,
            ) == [(False,) * 5]
            assert sql("SELECT 1 FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE rolname = %s", name) == []
            assert (
                sql("SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE rolname = %s", name)
                == []
            )
        assert sql("SELECT current_user") == [(roles.name(connection, "application"),)]
        assert sql("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace") == []

    @pytest.mark.parametrize("table", TABLES)
    def test_nothing_of_a_foreign_organisation_is_seen_or_changed(
        table: str, mine: Rows, theirs: Rows, organisation: Organisation, other_organisation: Organisation
    ) -> None:
        own, foreign = organisation.pk, other_organisation.pk
        assert sql(f"SELECT count(*) FROM {table}") != [(0,)]
        assert sql(f"SELECT count(*) FROM {table} WHERE organisation_id <> {own}") == [(0,)]
        assert changed(f"UPDATE {table} SET organisation_id = {own} WHERE organisation_id = {foreign}") == 0
        assert changed(f"DELETE FROM {table} WHERE organisation_id = {foreign}") == 0
        with refused("violates row-level security", "permission denied", "the ledger only grows"):
            sql(f"UPDATE {table} SET organisation_id = {foreign}")
        columns = [
            column
            for (column,) in sql(
                f"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped"
            )
        ]
        taken = ", ".join(str(foreign) if column == "organisation_id" else f'"{column}"' for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        with refused("violates row-level security"):
            sql(f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table}")
        with scope.inside(other_organisation):
            assert sql(f"SELECT DISTINCT organisation_id FROM {table}") == [(foreign,)]

    @pytest.mark.parametrize("table", TABLES)
    def test_without_a_scope_nothing_is_seen_or_changed(table: str, mine: Rows) -> None:
        with scope.nobody():
            assert sql(f"SELECT * FROM {table}") == []
            assert changed(f"UPDATE {table} SET organisation_id = organisation_id") == 0
            assert changed(f"DELETE FROM {table}") == 0
        assert sql(f"SELECT count(*) FROM {table}") != [(0,)]

    def test_no_child_has_a_foreign_parent(mine: Rows, theirs: Rows) -> None:
        references = sql(
            "SELECT k.conrelid::regclass::text, a.attname, k.confrelid::regclass::text FROM pg_constraint k "
            "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] "
            "WHERE k.contype = 'f' AND cardinality(k.conkey) = 1"
        )
        tried = 0
        for child, column, parent in references:
            if child not in TABLES or parent not in TABLES:
                continue
            # A reference that may be there once meets the foreign row that has it first.
            with refused("foreign key", "permission denied", "duplicate key"):
                sql(f"UPDATE {child} SET {column} = %s", theirs[parent].pk)
                sql("SET CONSTRAINTS ALL IMMEDIATE")
            tried += 1
        assert tried > 20

    def test_each_reference_between_tenants_tables_holds_within_the_organisation() -> None:
        references = sql(
            "SELECT k.conrelid::regclass::text, k.confrelid::regclass::text, array(SELECT attname::text FROM pg_attribute "
            "WHERE attrelid = k.conrelid AND attnum = ANY (k.conkey)) FROM pg_constraint k WHERE k.contype = 'f'"
        )
        single = {(c, p, cols[0]) for c, p, cols in references if len(cols) == 1 and c in TABLES and p in TABLES}
        whole = {(c, p, (set(cols) - {"organisation_id"}).pop()) for c, p, cols in references if len(cols) == 2}
        assert len(single) > 20
        assert single == whole

    def test_sequences_tell_and_lose_nothing() -> None:
        sequences = [name for (name,) in sql("SELECT relname FROM pg_class WHERE relkind = 'S'")]
        assert len(sequences) > 20
        for name in sequences:
            for statement in (
                f"SELECT last_value FROM {name}",
                f"SELECT nextval('{name}')",
                f"SELECT setval('{name}', 1)",
            ):
                with refused("permission denied"):
                    sql(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
            "DROP POLICY of_the_scope ON cases_note",
            "CREATE POLICY all_of_it ON cases_note USING (true)",
            "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
            "TRUNCATE cases_note",
            "DROP TABLE cases_note",
            "CREATE VIEW seen AS SELECT * FROM cases_note",
            "CREATE TABLE mine (id int)",
            "INSERT INTO tenants_organisation (slug, name, zone, created_at) VALUES ('a', 'a', 'UTC', now())",
            "DELETE FROM tenants_organisation",
            "DELETE FROM ledger_entry",
            "UPDATE ledger_entry SET body = ''",
            "COPY cases_note TO PROGRAM 'cat'",
            "ALTER ROLE CURRENT_USER BYPASSRLS",
        ],
    )
    def test_the_application_cannot_take_the_protection_away(statement: str) -> None:
        with refused("permission denied", "must be owner", "must be superuser"):
            sql(statement)

    def test_row_security_cannot_be_switched_off(theirs: Rows) -> None:
        with transaction.atomic():
            sql("SET LOCAL row_security = off")
            with refused("row-level security"):
                sql("SELECT * FROM cases_note")

    def test_a_foreign_organisation_is_not_renamed(
        organisation: Organisation, other_organisation: Organisation
    ) -> None:
        assert changed("UPDATE tenants_organisation SET name = 'x'") == 1
        assert Organisation.objects.get(pk=other_organisation.pk).name == "Lighthouse"

    def test_the_worker_sees_the_queue_of_all_and_nothing_else(mine: Rows, theirs: Rows) -> None:
        worker = roles.name(connection, "worker")
        with scope.nobody():
            sql("SET ROLE NONE")
            sql(f'SET ROLE "{worker}"')
            assert sql(f"SELECT count(*) FROM {TASKS}") == [(2,)]
            for table in set(TABLES) - {TASKS}:
                assert sql(f"SELECT count(*) FROM {table}") == [(0,)], table

    def test_the_owner_of_the_tables_is_bound_too(mine: Rows, theirs: Rows) -> None:
        with as_owner(), scope.nobody():
            assert sql("SELECT count(*) FROM cases_case") == [(0,)]

    def test_a_door_shows_the_rows_that_are_asked_for_and_lets_nobody_write(
        mine: Rows, theirs: Rows, organisation: Organisation
    ) -> None:
        model = apps.get_model("people", "Membership")
        foreign = theirs["people_membership"]
        user = foreign.user_id  # type: ignore[attr-defined]
        with scope.nobody():
            assert list(model.objects.all()) == []
            with scope.finding(model, user):
                assert list(model.objects.values_list("pk", flat=True)) == [foreign.pk]
                assert changed(f"UPDATE people_membership SET role = 'owner' WHERE user_id = {user}") == 0
            assert list(model.objects.all()) == []
        with pytest.raises(KeyError), scope.finding(apps.get_model("cases", "Case"), 1):
            pass

else:

    def test_sqlite_refuses_a_second_organisation(organisation: Organisation, at: datetime) -> None:
        with refused("An SQLite file holds one organisation"):
            Organisation.objects.create(slug="second", name="Second", created_at=at)
        assert Organisation.objects.count() == 1

    def test_every_table_can_be_filled(organisation: Organisation, at: datetime) -> None:
        assert set(fill(organisation, at)) == set(TABLES)
