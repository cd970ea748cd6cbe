"""Several workers at once, each with a connection of its own: everything happens once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection

from troth_desk.deadlines import jobs as clocks
from troth_desk.deadlines.models import Clock
from troth_desk.ledger.models import Entry
from troth_desk.notices import actions, jobs
from troth_desk.notices.models import Notice
from troth_desk.people.models import Membership, Role
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db(transaction=True)
CLOCKS, WORKERS = 700, 3
HOUR = timedelta(hours=1)


def together(work: Callable[[], object]) -> None:
    """``work`` by every worker at once; one after the other on SQLite, where one file has one writer."""
    if connection.vendor == "sqlite":
        for _ in range(WORKERS):
            work()
        return
    barrier = Barrier(WORKERS)

    def one(_: int) -> None:
        try:
            barrier.wait(10)
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(one, range(WORKERS)))


@pytest.fixture
def clocks_running(organisation: Organisation, project: Project, at: datetime) -> list[int]:
    with scope.inside(organisation):
        made = Clock.objects.bulk_create(
            Clock(
                organisation=organisation,
                project=project,
                subject=f"case:TR-{number}",
                action="acknowledge",
                commitment="acknowledge",
                document="SECURITY.md",
                version=1,
                line=5,
                sentence="Within 48 hours",
                within="PT48H",
                basis="calendar",
                strength="promise",
                started_at=at,
                due_at=at + 48 * HOUR,
                warn_at=at + 36 * HOUR,
            )
            for number in range(CLOCKS)
        )
        return [clock.pk for clock in made]


def test_one_warning_and_one_breach_notice_each(
    organisation: Organisation, clocks_running: list[int], at: datetime
) -> None:
    together(lambda: clocks.run(organisation, at + 40 * HOUR))
    together(lambda: clocks.run(organisation, at + 50 * HOUR))
    with scope.inside(organisation):
        told = Counter(Notice.objects.values_list("key", flat=True))
        assert told == Counter({f"clock:{pk}:{what}" for pk in clocks_running for what in ("warning", "breach")})
        entries = Counter(Entry.objects.values_list("action", flat=True))
        assert entries == {"clock.warned": CLOCKS, "clock.breached": CLOCKS}


def test_each_mail_is_sent_once(organisation: Organisation, at: datetime) -> None:
    with scope.inside(organisation):
        user = User.objects.create_user("owner", "owner@example.org", "a long pass phrase 1")
        Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER, created_at=at)
        for number in range(40):
            actions.tell(organisation, key=str(number), subject="case:TR-1", title=f"n{number}", body="", at=at)
    together(lambda: jobs.deliver(organisation, at))
    assert Counter(message.subject for message in mail.outbox) == Counter(f"n{number}" for number in range(40))


def test_each_notice_is_told_on_once(organisation: Organisation, at: datetime) -> None:
    with scope.inside(organisation):
        for number in range(30):
            actions.tell(
                organisation, key=str(number), subject="case:TR-1", title="n", body="", at=at, read_within=HOUR
            )

    def work() -> None:
        with scope.inside(organisation):
            jobs.escalate(organisation, at + HOUR)

    together(work)
    with scope.inside(organisation):
        assert Notice.objects.count() == 60
