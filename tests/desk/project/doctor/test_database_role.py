"""Which role requests have is asked of the database: the application's, the owner's, a superuser's."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from desk.owning import as_owner
from desk.project.doctor.states import asked, words
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.database_role import CHECK

pytestmark = pytest.mark.django_db


def on_postgres() -> bool:
    """Whether there are roles; on SQLite the check says that it looked at none."""
    return connection.vendor == "postgresql"


def test_sqlite_has_none(desk: Desk) -> None:
    assert (asked(CHECK, desk).state is State.UNSEEN) is not on_postgres()


def test_as_the_application(desk: Desk) -> None:
    if not on_postgres():
        return
    found = asked(CHECK, desk)
    assert "_app: it reads and writes rows of one organisation" in words(found, State.SAFE) or "superuser" in words(
        found, State.AT_RISK
    )
    assert found.state is not State.UNSAFE


def test_as_the_login_itself(desk: Desk) -> None:
    if not on_postgres():
        return
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        above = cursor.fetchone()[0]
    found = asked(CHECK, desk)
    assert ("above row-level security" in words(found, State.UNSAFE)) is above
    assert "can change tables" in words(found, State.AT_RISK)


def test_a_table_without_a_guard(desk: Desk) -> None:
    if not on_postgres():
        return
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY")
    assert "1 tables of organisations are not guarded" in words(asked(CHECK, desk), State.UNSAFE)


def test_the_owner_of_the_tables_is_not_who_answers(desk: Desk, settings: Settings) -> None:
    settings.TROTH_DESK_ROLE = "owner"
    assert asked(CHECK, desk).state is State.UNSEEN
