"""A published advisory, known users, and a server that answers as GitHub does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from desk.publishing.conftest import (
    Writing,
    approving,
    begun,
    by,
    case,
    policy,
    publishing,
    writing,
)
from desk.servers.github import REPOSITORY, TOKEN, GitHub, running
from troth_desk.channels import actions, jobs
from troth_desk.channels.importing import Row
from troth_desk.channels.models import Contact
from troth_desk.ledger.actor import Actor
from troth_desk.openpgp import keys
from troth_desk.tenants.models import Organisation, Project

__all__ = ["Writing", "approving", "begun", "by", "case", "policy", "publishing", "writing"]
Adding = Callable[..., Contact]
Rounds = Callable[..., int]
KEY = keys.loaded(keys.new("Ferry lines <security@ferry.example.org>")).public
LATER = timedelta(minutes=1)


@pytest.fixture
def adding(project: Project, by: Actor, at: datetime) -> Adding:
    """Puts a known user on the list, a day before."""

    def add(name: str = "Ferry lines", *, key: str = "", early: bool = False, when: datetime | None = None) -> Contact:
        address = f"security@{name.lower().replace(' ', '-')}.example.org"
        row = Row(name, address, early=early, note="Contract of 2025" if early else "")
        made = actions.add_contact(project, row, by=by, at=when or at - timedelta(days=1))
        if key:
            actions.give_key(made, key, by=by, at=at)
        return made

    return add


@pytest.fixture
def telling(organisation: Organisation) -> Callable[[datetime], int]:
    """One round of letters at an instant."""
    return lambda at: int(str(jobs.tell(organisation, at)))


@pytest.fixture
def github(settings: Any) -> Iterator[GitHub]:
    with running() as server:
        settings.GITHUB_API = server.url
        settings.GITHUB = f"harbour/harbour {REPOSITORY} {TOKEN}"
        yield server


@pytest.fixture
def drafting(organisation: Organisation, github: GitHub, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], int]:
    """One round of drafts at an instant."""

    def at_once(at: datetime) -> int:
        monkeypatch.setattr("troth_desk.clock.now", lambda: at)
        return int(str(jobs.draft(organisation, at)))

    return at_once
