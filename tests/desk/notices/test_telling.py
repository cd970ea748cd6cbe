from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices import actions, queries
from troth_desk.notices.models import Delivery, Notice
from troth_desk.people.access import actor_of
from troth_desk.people.models import Membership
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db
CASE = "case:TR-7K3MQ9TD"
HOUR = timedelta(hours=1)


def told(organisation: Organisation, at: datetime, key: str = "one", **more: object) -> Notice:
    return actions.tell(
        organisation, key=key, subject=CASE, title="A report came in", body="See the desk.", at=at, **more  # type: ignore[arg-type]
    )  # fmt: skip


def mailed(notice: Notice) -> list[str]:
    return sorted(notice.deliveries.values_list("address", flat=True))


def test_a_key_is_told_once(organisation: Organisation, owner: Membership, at: datetime) -> None:
    first = told(organisation, at)
    assert told(organisation, at + HOUR).pk == first.pk
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 1)
    (entry,) = Entry.objects.filter(organisation_id=organisation.pk)
    assert (entry.action, entry.subject) == ("notice.written", CASE)
    assert "example.org" not in entry.body


def test_the_same_key_of_another_organisation_is_another_notice(
    organisation: Organisation, other_organisation: Organisation, at: datetime
) -> None:
    first = told(organisation, at)
    with scope.inside(other_organisation):
        assert told(other_organisation, at).pk != first.pk


def test_the_whole_team_is_mailed_as_far_as_it_can_act(
    organisation: Organisation, owner: Membership, responder: Membership, auditor: Membership, at: datetime
) -> None:
    assert mailed(told(organisation, at)) == ["owner@example.org", "responder@example.org"]


def test_a_group_is_mailed_and_one_without_anybody_is_everybody(
    organisation: Organisation, owner: Membership, responder: Membership, reviewer: Membership, at: datetime
) -> None:
    actions.set_group(organisation, "security team", address="list@example.org", members=[reviewer], by=SYSTEM, at=at)
    assert mailed(told(organisation, at, group="security team")) == ["list@example.org", "reviewer@example.org"]
    assert len(mailed(told(organisation, at, "two", group="development team"))) == 2
    assert {n.group for n in queries.unread(organisation, reviewer)} == {"security team", "development team"}
    assert {n.group for n in queries.unread(organisation, owner)} == {"development team"}


def test_one_member_and_one_address(
    organisation: Organisation, owner: Membership, responder: Membership, at: datetime
) -> None:
    assert mailed(told(organisation, at, member=responder)) == ["responder@example.org"]
    assert mailed(told(organisation, at, "two", address="reporter@example.org")) == ["reporter@example.org"]
    assert [notice.key for notice in queries.unread(organisation, responder)] == ["one"]
    assert not queries.unread(organisation, owner)


@override_settings(EMAIL_BACKEND=queries.NO_MAIL)
def test_without_a_mail_server_it_stands_on_the_desk_alone(
    organisation: Organisation, owner: Membership, at: datetime
) -> None:
    assert mailed(told(organisation, at)) == []
    assert queries.unread(organisation, owner).count() == 1


def test_read_once(organisation: Organisation, owner: Membership, responder: Membership, at: datetime) -> None:
    notice = told(organisation, at)
    assert actions.read(notice, member=responder, by=actor_of(responder), at=at + HOUR)
    assert not actions.read(notice, member=owner, by=actor_of(owner), at=at + 2 * HOUR)
    notice.refresh_from_db()
    assert (notice.read_by, notice.read_at) == (responder, at + HOUR)
    assert not queries.unread(organisation, owner)


def test_what_nobody_reads_goes_to_the_next_group_and_at_last_to_everybody(
    organisation: Organisation, owner: Membership, at: datetime
) -> None:
    told(organisation, at, group="emergency contact", read_within=HOUR, then=["security team"])
    assert actions.escalate(organisation, at + HOUR - timedelta(seconds=1)) == 0
    for hours, expected in ((1, 1), (1, 0), (2, 1), (3, 0), (400, 0)):
        assert actions.escalate(organisation, at + hours * HOUR) == expected, hours
    notices = list(Notice.objects.order_by("id"))
    assert [notice.group for notice in notices] == ["emergency contact", "security team", ""]
    assert notices[1].title == "Nobody has read this yet: A report came in"
    actions_ = [entry.action for entry in Entry.objects.filter(organisation_id=organisation.pk)]
    assert actions_.count("notice.escalated") == 2


def test_what_was_read_is_not_escalated(organisation: Organisation, owner: Membership, at: datetime) -> None:
    notice = told(organisation, at, group="emergency contact", read_within=HOUR, then=["security team"])
    actions.read(notice, member=owner, by=actor_of(owner), at=at)
    assert actions.escalate(organisation, at + 2 * HOUR) == 0


def test_who_reads_what_was_told_on_ends_it(organisation: Organisation, owner: Membership, at: datetime) -> None:
    told(organisation, at, read_within=HOUR, then=["security team", "development team"])
    actions.escalate(organisation, at + HOUR)
    actions.read(Notice.objects.latest("id"), member=owner, by=actor_of(owner), at=at + HOUR)
    assert actions.escalate(organisation, at + 9 * HOUR) == 0


def test_a_group_takes_no_foreign_member(
    organisation: Organisation, other_organisation: Organisation, owner: Membership, at: datetime
) -> None:
    with scope.inside(other_organisation), pytest.raises(ValueError, match="own organisation"):
        actions.set_group(other_organisation, "security team", address="", members=[owner], by=SYSTEM, at=at)


def test_a_title_is_one_line(organisation: Organisation, owner: Membership, at: datetime) -> None:
    notice = actions.tell(
        organisation, key="k", subject=CASE, title="a\r\nBcc: everybody@example.org " + "x" * 400, body="", at=at
    )
    assert notice.title.startswith("a Bcc: everybody@example.org x")
    assert len(notice.title) == 200
