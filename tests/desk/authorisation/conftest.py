"""The world of the authorisation tests: made once for a module, taken back with its transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from desk.authorisation import world as worlds
from desk.authorisation.world import World
from troth_desk.policies import pull
from troth_desk.policies.pull import Found
from troth_desk.tenants import roles


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("troth_desk.clock.now", lambda: worlds.NOW)
        patch.setattr(settings, "ATTACHMENTS_FOLDER", folder / "attachments")
        patch.setattr(settings, "OPENPGP_FOLDER", folder / "openpgp")
        patch.setattr(settings, "TROTH_DESK_ROLE", "application")
        patch.setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", 24 * 3600)
        patch.setattr(pull, "pull", lambda url: Found("SECURITY.md", "# Policy\n\nWe answer within 3 days.\n", url))
        patch.setattr(logging.getLogger("django.request"), "disabled", True)  # thousands are refused
        with transaction.atomic():
            if connection.vendor == "postgresql":
                roles.assume(connection)
            else:
                with connection.cursor() as cursor:
                    cursor.execute("DROP TRIGGER IF EXISTS one_organisation_a_file")
            yield worlds.build()
            transaction.set_rollback(True)
        if connection.vendor == "postgresql":
            connection.close()
