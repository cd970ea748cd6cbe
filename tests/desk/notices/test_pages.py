from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from desk.people_fixtures import Joins
from troth_desk.ledger.actor import SYSTEM
from troth_desk.notices import actions, delivery, queries
from troth_desk.notices.models import Delivery, DeliveryState, Group, Notice
from troth_desk.people.models import Membership, Role
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def address(name: str, *more: object) -> str:
    return reverse(f"notices:{name}", args=("harbour", *more))


def told(organisation: Organisation, at: datetime, **more: object) -> Notice:
    given: dict[str, object] = {"key": "k", "subject": "case:TR-7K3MQ9TD", "title": "Due in <5 h>", "body": "Line 5"}
    return actions.tell(organisation, at=at, **(given | more))  # type: ignore[arg-type]


def test_what_nobody_has_read_stands_first(organisation: Organisation, responder_client: Client, at: datetime) -> None:
    assert "Nothing to read" in responder_client.get(address("notices")).content.decode()
    notice = told(organisation, at)
    page = responder_client.get(address("notices")).content.decode()
    assert "1 notice for you that nobody has read yet" in page
    assert "Due in &lt;5 h&gt;" in page
    assert "/o/harbour/cases/TR-7K3MQ9TD/" in page
    assert "to the whole team" in page
    notice.refresh_from_db()
    assert notice.read_at is None, "opening a page is not reading"
    responder_client.post(address("read", notice.pk))
    assert "You have read everything" in responder_client.get(address("notices")).content.decode()
    page = responder_client.get(address("notices") + "?show=all").content.decode()
    assert "read by responder@example.org" in page


def test_mail_is_told_as_far_as_it_is_known(
    organisation: Organisation, owner: Membership, owner_client: Client, at: datetime
) -> None:
    told(organisation, at)
    assert "Mail to owner@example.org: waiting to be sent" in owner_client.get(address("notices")).content.decode()
    mail = Delivery.objects.get()
    claimed = delivery._claim(organisation, at)
    assert claimed
    delivery._settle(claimed, delivery.Outcome("550 no such <user>", final=True), at)
    page = owner_client.get(address("notices") + "?show=failed").content.decode()
    assert "not sent" in page
    assert "550 no such &lt;user&gt;" in page
    assert "delivered" not in page
    owner_client.post(address("try_again", mail.pk))
    mail.refresh_from_db()
    assert mail.state == DeliveryState.WAITING


def test_many_notices_come_in_pages(organisation: Organisation, owner_client: Client, at: datetime) -> None:
    for number in range(51):
        told(organisation, at + timedelta(minutes=number), key=str(number))
    first = owner_client.get(address("notices"))
    assert "Page 1 of 2" in first.content.decode()
    assert owner_client.get(address("notices") + "?page=oops&show=%00").status_code == 200


@override_settings(EMAIL_BACKEND=queries.NO_MAIL)
def test_a_desk_without_mail_says_so(organisation: Organisation, owner_client: Client) -> None:
    assert "no mail server" in owner_client.get(address("notices")).content.decode()


def test_an_auditor_reads_and_says_nothing(organisation: Organisation, auditor_client: Client, at: datetime) -> None:
    notice = told(organisation, at)
    assert "I have read it" not in auditor_client.get(address("notices")).content.decode()
    assert auditor_client.post(address("read", notice.pk)).status_code == 403


def test_notices_of_others_are_not_there(
    organisation: Organisation, other_organisation: Organisation, owner_client: Client, at: datetime
) -> None:
    with scope.inside(other_organisation):
        foreign = told(other_organisation, at, address="reporter@example.org")
        mail = foreign.deliveries.get()
    assert owner_client.post(address("read", foreign.pk)).status_code == 404
    assert owner_client.post(address("try_again", mail.pk)).status_code == 404
    assert "reporter@example.org" not in owner_client.get(address("notices") + "?show=all").content.decode()


def test_the_owner_says_who_a_group_is(
    organisation: Organisation, owner_client: Client, responder: Membership, at: datetime
) -> None:
    told(organisation, at, group="security team")
    page = owner_client.get(address("groups")).content.decode()
    assert "?group=security%20team" in page
    given = {"name": " Security  Team", "members": [str(responder.pk)], "address": "list@example.org"}
    owner_client.post(address("set_group"), given)
    group = Group.objects.get(organisation=organisation)
    assert (group.name, group.address) == ("security team", "list@example.org")
    assert [one.member for one in group.people.all()] == [responder]
    page = owner_client.get(address("groups") + "?group=security+team").content.decode()
    assert "Change “security team”" in page
    assert "nobody has said who that is" not in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": "security team"}, "Choose a member or give an address"),
        ({"name": "", "address": "list@example.org"}, "This field is required"),
        ({"name": "x", "address": "nobody"}, "Enter a valid email address"),
        ({"name": "x", "members": ["999999"]}, "Select a valid choice"),
    ],
)
def test_a_group_of_nobody_is_refused(
    organisation: Organisation, owner_client: Client, given: dict[str, object], says: str
) -> None:
    answer = owner_client.post(address("set_group"), given)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Group.objects.exists()


def test_a_foreign_member_cannot_be_chosen(
    organisation: Organisation, other_organisation: Organisation, owner_client: Client, joins: Joins
) -> None:
    with scope.inside(other_organisation):
        foreign = joins(other_organisation, Role.RESPONDER)
    answer = owner_client.post(address("set_group"), {"name": "x", "members": [str(foreign.pk)]})
    assert answer.status_code == 422


def test_only_the_owner_changes_groups(organisation: Organisation, responder_client: Client) -> None:
    assert responder_client.get(address("groups")).status_code == 200
    assert responder_client.post(address("set_group"), {"name": "x", "address": "a@example.org"}).status_code == 403


def test_a_member_who_left_is_mailed_no_more(
    organisation: Organisation, owner: Membership, responder: Membership, at: datetime
) -> None:
    actions.set_group(organisation, "security team", address="", members=[responder], by=SYSTEM, at=at)
    Membership.objects.filter(pk=responder.pk).update(ended_at=at)
    assert queries.addresses(organisation, "security team") == ["owner@example.org"]
