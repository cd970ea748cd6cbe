"""On a desk with many clocks the page shows numbers that were counted a while ago, says so, and they are counted again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from desk import scan_results as made
from troth_desk.deadlines import actions as deadlines
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Membership
from troth_desk.policies import actions as policies
from troth_desk.policies import queries as policy_queries
from troth_desk.promises import counting, jobs
from troth_desk.proofs import facts
from troth_desk.tenants.models import Project

ROOT = "/o/harbour/promises/harbour/"


class Now:
    """A time that a test moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def now(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Now:
    moved = Now(at)
    monkeypatch.setattr("troth_desk.clock.now", moved)
    monkeypatch.setattr(counting, "LIVE", 2)
    cache.clear()
    return moved


@pytest.fixture
def ours(project: Project, now: Now) -> Project:
    policies.import_texts(project, {"SECURITY.md": made.POLICY}, by=SYSTEM, at=now.at - timedelta(days=90))
    return project


def met(project: Project, at: datetime, *numbers: int) -> None:
    version = policy_queries.current_version(project)
    assert version is not None
    promise = policy_queries.promises(version, "deadline", "acknowledge").get()
    for number in numbers:
        start = at - timedelta(days=9)
        deadlines.arm(promise, project, f"case:TR-{number}", started_at=start, by=SYSTEM, at=start)
        deadlines.meet(project.organisation, f"case:TR-{number}", "acknowledge", by=SYSTEM, at=start)


def shown(client: Client) -> str:
    return client.get(ROOT).content.decode()


def test_few_are_counted_for_each_page(ours: Project, now: Now, owner_client: Client) -> None:
    met(ours, now.at, 1)
    assert "1 of 1 in time" in shown(owner_client)
    met(ours, now.at, 2)
    page = shown(owner_client)
    assert "2 of 2 in time" in page
    assert "were counted" not in page


def test_many_are_kept_and_counted_again_beside_the_page(ours: Project, now: Now, owner_client: Client) -> None:
    met(ours, now.at, 1, 2, 3)
    assert "3 of 3 in time" in shown(owner_client)
    met(ours, now.at, 4)
    now.at += timedelta(seconds=30)
    page = shown(owner_client)
    assert "3 of 3 in time" in page
    assert "The desk's numbers were counted" in page
    assert jobs.count_again(ours.organisation, now.at) == 0  # they are fresh
    now.at += timedelta(hours=1)
    assert "3 of 3 in time" in shown(owner_client)
    assert jobs.count_again(ours.organisation, now.at) == 1
    assert jobs.count_again(ours.organisation, now.at) == 0  # nobody asked since
    page = shown(owner_client)
    assert "4 of 4 in time" in page
    assert "were counted" not in page


def test_each_window_is_kept_by_itself(ours: Project, now: Now, owner_client: Client) -> None:
    met(ours, now.at, 1, 2, 3)
    shown(owner_client)
    met(ours, now.at, 4)
    assert "4 of 4 in time" in owner_client.get(f"{ROOT}?days=30").content.decode()


def test_another_policy_is_counted_at_once(ours: Project, now: Now, owner_client: Client) -> None:
    met(ours, now.at, 1, 2, 3)
    shown(owner_client)
    now.at += timedelta(seconds=1)
    policies.import_texts(ours, {"SECURITY.md": f"{made.POLICY}\nMore.\n"}, by=SYSTEM, at=now.at)
    met(ours, now.at, 4)
    assert "4 of 4 in time" in shown(owner_client)


def test_programs_are_told_when_and_facts_are_counted_afresh(
    ours: Project, now: Now, owner: Membership, client: Client, key_for: Callable[..., dict[str, str]]
) -> None:
    headers = key_for(owner, "promises:read")
    met(ours, now.at, 1, 2, 3)
    first = client.get("/api/v1/promises/harbour", headers=headers).json()
    assert first["counted"] == first["at"]
    now.at += timedelta(seconds=9)
    met(ours, now.at, 4)
    told = client.get("/api/v1/promises/harbour", headers=headers).json()
    assert [one["n"] for one in told["numbers"].values()] == [3]
    assert told["counted"] == first["at"] < told["at"]
    assert [one.n for one in facts.statement(ours, now.at).predicate.promises if one.n] == [4]


def test_what_takes_long_rests_long(ours: Project, now: Now) -> None:
    assert counting.Counted(now.at, {}, (), took=0.1).fresh_for == counting.FRESH
    assert counting.Counted(now.at, {}, (), took=6).fresh_for == timedelta(minutes=2)
