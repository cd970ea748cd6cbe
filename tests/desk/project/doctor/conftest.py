"""A desk in production and one on one's own machine, for the checks of the doctor."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from troth_desk.project.doctor.check import Desk


@pytest.fixture
def desk(at: datetime) -> Desk:
    return Desk(at, "https://desk.example.org", production=True)


@pytest.fixture
def at_home(at: datetime) -> Desk:
    return Desk(at, "http://localhost:8000", production=False)


@pytest.fixture
def data(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, which others cannot enter."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("TROTH_DESK_DATA", str(folder))
    settings.DATA_DIRECTORY = folder
    settings.ATTACHMENTS_FOLDER = folder / "attachments"
    return folder
