"""Keys that are missing, broken, about to end, ended, or never end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from desk.project.doctor.states import asked, words
from troth_desk.openpgp import keys
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.openpgp_keys import CHECK
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    settings.OPENPGP_FOLDER = tmp_path / "openpgp"
    settings.OPENPGP_KEY = ""


def test_none_and_a_broken_one(desk: Desk, organisation: Organisation) -> None:
    assert "has no OpenPGP key" in words(asked(CHECK, desk), State.AT_RISK)
    keys.path(organisation.pk).parent.mkdir()
    keys.path(organisation.pk).write_text("no key")
    assert asked(CHECK, desk).state is State.UNSAFE


def test_its_end(desk: Desk, organisation: Organisation) -> None:
    made = keys.made(organisation.pk, "Harbour")
    assert made.expires_at is not None
    assert asked(CHECK, replace(desk, at=datetime.now(UTC))).state is State.SAFE
    assert asked(CHECK, replace(desk, at=made.expires_at - timedelta(days=59))).state is State.AT_RISK
    assert "nobody can encrypt" in words(asked(CHECK, replace(desk, at=made.expires_at)), State.UNSAFE)
