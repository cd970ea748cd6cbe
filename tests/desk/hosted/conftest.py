"""A desk that looks at ``example/ferry`` for the project harbour, on a server that answers as GitHub does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, cast

import pytest

from desk.servers.github import REPOSITORY, TOKEN, GitHub, running
from troth_desk.hosted import jobs
from troth_desk.tenants.models import Organisation, Project

Look = Callable[[datetime], int]


@pytest.fixture
def github(settings: Any) -> Iterator[GitHub]:
    with running() as server:
        settings.GITHUB_API = server.url
        settings.GITHUB = f"harbour/harbour {REPOSITORY} {TOKEN}"
        yield server


@pytest.fixture
def look(organisation: Organisation, project: Project, github: GitHub, monkeypatch: pytest.MonkeyPatch) -> Look:
    """One round at an instant."""

    def at_once(at: datetime) -> int:
        monkeypatch.setattr("troth_desk.clock.now", lambda: at)
        return cast("int", jobs.look(organisation, at))

    return at_once
