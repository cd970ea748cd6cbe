"""Mail goes out as soon as a worker is free, and no clock that was wrong holds it up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from troth_desk import clock
from troth_desk.notices import actions
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.people.models import Membership
from troth_desk.tenants import rounds, scope
from troth_desk.tenants.models import Organisation, Round
from troth_desk.tenants.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture(autouse=True)
def the_present(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(rounds, "ROUNDS", {"notices.jobs.deliver": rounds.discover()["notices.jobs.deliver"]})


def tell(organisation: Organisation, key: str, at: datetime) -> None:
    with scope.inside(organisation):
        actions.tell(organisation, key=key, subject="case:TR-1", title=key, body="", at=at)


def test_a_mail_wakes_the_round_that_hands_it_over(
    organisation: Organisation, owner: Membership, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(clock.now)
    worker.once()  # the round has just been, and comes again in ten seconds
    tell(organisation, "one", at)
    tell(organisation, "two", at)
    with scope.inside(organisation):
        assert DBTaskResult.objects.count() == 1
    monkeypatch.setattr(clock, "now", lambda: at + SECOND)
    rounds.run_now.call(organisation.pk, "notices.jobs.deliver")
    assert sorted(one.subject for one in mail.outbox) == ["one", "two"]
    with scope.inside(organisation):
        assert rounds.forget_tasks(organisation, at) == 0
        DBTaskResult.objects.update(enqueued_at=at - 2 * DAY)
    assert rounds.forget_tasks(organisation, at) == 1


def test_mails_that_were_put_off_by_a_clock_that_was_ahead_go_out_when_it_is_set_back(
    organisation: Organisation, owner: Membership, at: datetime
) -> None:
    tell(organisation, "written ahead", at + DAY)
    tell(organisation, "claimed ahead", at)
    with scope.inside(organisation):
        Delivery.objects.filter(notice__key="claimed ahead").update(claimed_until=at + DAY, tries=1)
    with scope.nobody():
        rounds.run_due(at)
    assert sorted(one.subject for one in mail.outbox) == ["claimed ahead", "written ahead"]
    with scope.inside(organisation):
        assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.HANDED_OVER}
        assert Round.objects.get().claimed_until is None
