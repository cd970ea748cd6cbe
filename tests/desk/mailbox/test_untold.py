"""What a reporter cannot know of shows no promise kept; what was late stays late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from desk.mailbox.conftest import Sent, Take
from troth_desk.cases import actions as cases
from troth_desk.cases.models import Case
from troth_desk.deadlines.models import Clock
from troth_desk.deadlines.numbers import numbers
from troth_desk.ledger.actor import SYSTEM
from troth_desk.mailbox.actions import coming_back
from troth_desk.mailbox.actions.telling import tell
from troth_desk.mailbox.models import Thread
from troth_desk.notices import actions as notices
from troth_desk.notices.models import Delivery, DeliveryState
from troth_desk.people.models import Membership
from troth_desk.proofs import agreement
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def case(take: Take) -> Case:
    found = take().case
    assert found is not None
    return found


def updates(case: Case) -> list[Clock]:
    return list(Clock.objects.filter(subject=case.subject, action="update").order_by("round"))


def acknowledgement(case: Case) -> Clock:
    return Clock.objects.get(subject=case.subject, action="acknowledge")


def sent_and_back(organisation: Organisation, mails_sent: Sent, at: datetime) -> None:
    """The mail of what the team said goes out and comes back."""
    before = len(mails_sent())
    assert tell(organisation, at=at) == 1
    (mail,) = mails_sent()[before:]
    assert notices.bounced(organisation, str(mail.message()["Message-ID"]), "no such user", at + HOUR) == 1


def test_an_update_whose_mail_came_back_counts_neither_way(
    organisation: Organisation, owner: Membership, case: Case, mails_sent: Sent, at: datetime
) -> None:
    said_at = at + HOUR
    cases.say(case, "We look into it.", by=SYSTEM, at=said_at, member=owner)
    assert [clock.state for clock in updates(case)] == ["met", "running"]
    counted = numbers(case.project, at + DAY, 9 * DAY)[updates(case)[0].commitment]
    assert (counted.kept, counted.late) == (1, 0)
    sent_and_back(organisation, mails_sent, at)
    assert coming_back.take_back(organisation, at=at + 2 * HOUR) == 1
    first, second = updates(case)
    assert (first.state, first.met_at, first.stopped_at) == ("stopped", None, said_at)
    assert first.stopped_reason == "The mail that told it came back."
    assert (second.state, second.round) == ("running", 2)
    counted = numbers(case.project, at + DAY, 9 * DAY)[first.commitment]
    assert (counted.kept, counted.late, counted.running) == (0, 0, 1)
    assert list(agreement.disagreements(organisation)) == []
    assert coming_back.take_back(organisation, at=at + 3 * HOUR) == 0, "once"


def test_a_late_update_stays_late(
    organisation: Organisation, owner: Membership, case: Case, mails_sent: Sent, at: datetime
) -> None:
    late = updates(case)[0].due_at + DAY
    cases.say(case, "We looked into it.", by=SYSTEM, at=late, member=owner)
    sent_and_back(organisation, mails_sent, at)
    assert coming_back.take_back(organisation, at=at + DAY) == 0
    assert (updates(case)[0].state, updates(case)[0].breached_at) == ("met", updates(case)[0].due_at)


def test_an_acknowledgement_that_could_not_be_sent(
    organisation: Organisation, owner: Membership, case: Case, at: datetime
) -> None:
    cases.move(case, "acknowledged", by=SYSTEM, at=at + HOUR, member=owner)
    assert acknowledgement(case).state == "met"
    tell(organisation, at=at)
    Delivery.objects.filter(notice__key__startswith="mail:move").update(
        state=DeliveryState.FAILED, done_at=at + 5 * DAY
    )
    assert coming_back.take_back(organisation, at=at + 5 * DAY) == 1
    assert acknowledgement(case).stopped_reason == "The mail that told it could not be sent."


def test_what_nobody_can_read_is_no_update_but_the_acknowledgement_goes_out_in_clear(
    owner: Membership, case: Case, at: datetime
) -> None:
    Thread.objects.update(clear=False, link_told=False)
    cases.move(case, "acknowledged", by=SYSTEM, at=at, member=owner)
    cases.say(case, "We look into it.", by=SYSTEM, at=at, member=owner)
    assert acknowledgement(case).state == "met"
    assert [clock.state for clock in updates(case)] == ["stopped", "running"]
    assert "neither as kept nor as late" in updates(case)[0].stopped_reason


def test_a_desk_without_mail_tells_nobody_who_has_no_link(
    owner: Membership, case: Case, at: datetime, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    Thread.objects.update(link_told=False)
    cases.move(case, "acknowledged", by=SYSTEM, at=at, member=owner)
    assert acknowledgement(case).state == "stopped"


def test_who_has_the_link_reads_it_there(owner: Membership, case: Case, at: datetime, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    Thread.objects.update(link_told=True)
    cases.move(case, "acknowledged", by=SYSTEM, at=at, member=owner)
    assert acknowledgement(case).state == "met"
