"""The world of the authorisation tests: made once for the folder, taken back with its transaction.

Making it takes longer than most of what is then asked. What a module writes to it is taken back with a transaction of
its own inside that one, and what it notes of it stands in a copy: no module sees another one's.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from desk.authorisation import world as worlds
from desk.authorisation.world import World
from troth_desk.policies import pull
from troth_desk.policies.pull import Found
from troth_desk.tenants import protection, roles


@pytest.fixture(scope="package")
def made(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("troth_desk.clock.now", lambda: worlds.NOW)
        patch.setattr(settings, "ATTACHMENTS_FOLDER", folder / "attachments")
        patch.setattr(settings, "OPENPGP_FOLDER", folder / "openpgp")
        patch.setattr(settings, "TROTH_DESK_ROLE", "application")
        patch.setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", 24 * 3600)
        patch.setattr(pull, "pull", lambda url: Found("SECURITY.md", "# Policy\n\nWe answer within 3 days.\n", url))
        patch.setattr(logging.getLogger("django.request"), "disabled", True)  # thousands are refused
        with several_organisations_a_file(), transaction.atomic():
            if connection.vendor == "postgresql":
                roles.assume(connection)
            yield worlds.build()
            transaction.set_rollback(True)
        if connection.vendor == "postgresql":
            connection.close()


@contextmanager
def several_organisations_a_file() -> Iterator[None]:
    """On SQLite too, as long as the block lasts.

    Before the transaction begins: one that changes the schema has SQLite read all of it again after each request that
    is taken back, which takes a fourth of the time.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS one_organisation_a_file")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            protection.one_organisation(cursor)


@pytest.fixture(scope="module")
def world(made: World) -> Iterator[World]:
    with worlds.taken_back():
        yield made.copied()
