from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from troth_desk.ledger.actor import SYSTEM
from troth_desk.notices import actions, delivery, jobs
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.people.models import Membership
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Server(BaseEmailBackend):
    """A mail server that answers what it is told to: an error, or nothing for what it takes."""

    def __init__(self, *answers: Exception | None) -> None:
        super().__init__()
        self.answers = list(answers)
        self.taken: list[EmailMessage] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.taken += email_messages
        return len(email_messages)


@pytest.fixture
def waiting(organisation: Organisation, owner: Membership, at: datetime) -> Delivery:
    notice = actions.tell(organisation, key="k", subject="case:TR-1", title="Due in 5 h", body="Line 5 …", at=at)
    return notice.deliveries.get()


def test_handed_over_is_all_that_is_said(organisation: Organisation, waiting: Delivery, at: datetime) -> None:
    server = Server()
    assert delivery.deliver_next(organisation, at, server) == delivery.Outcome()
    assert delivery.deliver_next(organisation, at, server) is None
    waiting.refresh_from_db()
    assert (waiting.state, waiting.done_at, waiting.tries) == (DeliveryState.HANDED_OVER, at, 1)
    assert not {"delivered", "received", "shown"} & {state.value for state in DeliveryState}
    (sent,) = server.taken
    assert (sent.subject, sent.to) == ("Due in 5 h", ["owner@example.org"])
    assert "/o/harbour/notices/" in sent.body
    assert "/o/harbour/cases/TR-1/" in sent.body, "one click from the mail to the case"
    assert sent.message()["Auto-Submitted"] == "auto-generated"


def test_a_failure_is_tried_again_later_each_time_and_given_up_at_last(
    organisation: Organisation, waiting: Delivery, at: datetime
) -> None:
    server = Server(*[smtplib.SMTPServerDisconnected("went away")] * (len(delivery.BACKOFF) + 1))
    when = at
    for wait in delivery.BACKOFF:
        outcome = delivery.deliver_next(organisation, when, server)
        assert outcome is not None
        assert (outcome.failure, outcome.final) == ("The mail server was not reached: went away", False)
        waiting.refresh_from_db()
        assert (waiting.state, waiting.due_at) == (DeliveryState.WAITING, when + wait)
        assert delivery.deliver_next(organisation, when + wait - MINUTE / 60, server) is None
        when += wait
    delivery.deliver_next(organisation, when, server)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.tries, waiting.failure) == (
        DeliveryState.FAILED,
        len(delivery.BACKOFF) + 1,
        "The mail server was not reached: went away",
    )
    assert actions.try_again(waiting, by=SYSTEM, at=when)
    assert not actions.try_again(waiting, by=SYSTEM, at=when)
    assert delivery.deliver_next(organisation, when, server) == delivery.Outcome()


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"owner@example.org": (550, b"no such user")}), DeliveryState.FAILED),
        (smtplib.SMTPRecipientsRefused({"owner@example.org": (451, b"greylisted")}), DeliveryState.WAITING),
        (smtplib.SMTPDataError(554, b"refused"), DeliveryState.FAILED),
        (smtplib.SMTPDataError(421, b"busy"), DeliveryState.WAITING),
        (ConnectionRefusedError("refused"), DeliveryState.WAITING),
        (TimeoutError("timed out"), DeliveryState.WAITING),
        (UnicodeError("label too long"), DeliveryState.FAILED),
    ],
    ids=repr,
)
def test_what_is_tried_again(
    organisation: Organisation, waiting: Delivery, at: datetime, answer: Exception, state: DeliveryState
) -> None:
    delivery.deliver_next(organisation, at, Server(answer))
    waiting.refresh_from_db()
    assert waiting.state == state
    assert waiting.failure


def test_a_worker_that_died_leaves_its_lease(organisation: Organisation, waiting: Delivery, at: datetime) -> None:
    assert delivery._claim(organisation, at)
    server = Server()
    assert delivery.deliver_next(organisation, at + MINUTE, server) is None, "another worker is at it"
    assert delivery.deliver_next(organisation, at + delivery.LEASE, server) == delivery.Outcome()
    assert len(server.taken) == 1


def test_who_lost_the_lease_settles_nothing(organisation: Organisation, waiting: Delivery, at: datetime) -> None:
    slow = delivery._claim(organisation, at)
    assert slow
    delivery.deliver_next(organisation, at + delivery.LEASE, Server())
    delivery._settle(slow, delivery.Outcome("too late"), at + 2 * delivery.LEASE)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.failure) == (DeliveryState.HANDED_OVER, "")


def test_the_round_sends_by_the_backend_of_the_settings(
    organisation: Organisation, waiting: Delivery, at: datetime
) -> None:
    assert jobs.deliver(organisation, at) == 1
    assert jobs.deliver(organisation, at) == 0
    assert [message.to for message in mail.outbox] == [["owner@example.org"]]


def test_another_organisation_sends_nothing_of_it(
    other_organisation: Organisation, waiting: Delivery, at: datetime
) -> None:
    assert delivery.deliver_next(other_organisation, at, Server()) is None
