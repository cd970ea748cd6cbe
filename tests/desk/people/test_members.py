"""Who joins, in which role, who leaves; and what the ledger says of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection

from desk.people_fixtures import Joins
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.queries import entries
from troth_desk.people import actions, keys, queries
from troth_desk.people.models import ApiKey, Invitation, Membership, Role
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation


def told(organisation: Organisation) -> list[tuple[str, str, str]]:
    """Action, subject and actor of each entry."""
    return [
        (each.action, each.subject, each.body.split('"by":"')[1].split('"')[0]) for each in entries(organisation.pk)
    ]


def at_once(calls: list[Callable[[], None]]) -> None:
    """Each call in a thread and a transaction of its own, begun together."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], None]) -> None:
        try:
            start.wait(timeout=10)
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=30)


def person(name: str) -> User:
    return User.objects.create_user(name, f"{name}@example.org", "a long pass phrase 1")


def test_a_link_makes_one_person_a_member_once(organisation: Organisation, owner: Membership, at: datetime) -> None:
    link = actions.invite(organisation, "new@example.org", Role.REVIEWER, by=owner.actor, at=at, member=owner)
    member = actions.join(link.invitation, person("new"), at=at + timedelta(days=6))
    assert (member.role, queries.membership(organisation, member.user)) == ("reviewer", member)
    with pytest.raises(actions.RefusedError, match="used, ended or is too old"):
        actions.join(link.invitation, person("second"), at=at + timedelta(days=6))
    assert told(organisation) == [
        ("invitation.made", f"invitation:{link.invitation.pk}", f"member:{owner.pk}"),
        ("member.joined", f"member:{member.pk}", f"member:{member.pk}"),
    ]


def test_the_ledger_holds_no_address(organisation: Organisation, owner: Membership, at: datetime) -> None:
    link = actions.invite(organisation, "new@example.org", Role.OWNER, by=owner.actor, at=at)
    actions.join(link.invitation, person("new"), at=at)
    assert not [each.body for each in entries(organisation.pk) if "@" in each.body or link.token in each.body]


def test_a_link_ends_after_seven_days_when_revoked_and_when_a_new_one_is_made(
    organisation: Organisation, owner: Membership, at: datetime
) -> None:
    def works(link: actions.Link, when: datetime) -> bool:
        return queries.invitation(organisation, actions.token_digest(link.token), when) is not None

    first = actions.invite(organisation, "new@example.org", Role.AUDITOR, by=owner.actor, at=at)
    last = at + actions.INVITATION_LASTS
    assert works(first, last - timedelta(seconds=1))
    assert not works(first, last)
    with pytest.raises(actions.RefusedError):
        actions.join(first.invitation, person("late"), at=last)
    second = actions.invite(organisation, "new@example.org", Role.AUDITOR, by=owner.actor, at=at)
    assert (works(first, at), works(second, at)) == (False, True)
    actions.revoke_invitation(second.invitation, by=owner.actor, at=at)
    assert not works(second, at)
    with pytest.raises(actions.RefusedError, match="Look again"):
        actions.revoke_invitation(second.invitation, by=owner.actor, at=at)


def test_of_a_token_only_the_hash_is_kept(organisation: Organisation, at: datetime) -> None:
    link = actions.invite(organisation, "new@example.org", Role.AUDITOR, by=SYSTEM, at=at)
    assert len(link.token) == 43
    assert link.token not in str(list(Invitation.objects.values()))


def test_a_member_is_not_invited_again(organisation: Organisation, owner: Membership, at: datetime) -> None:
    with pytest.raises(actions.RefusedError, match="member of Harbour already"):
        actions.invite(organisation, owner.user.email, Role.AUDITOR, by=owner.actor, at=at)
    link = actions.invite(organisation, "", Role.OWNER, by=SYSTEM, at=at)
    with pytest.raises(actions.RefusedError, match="member of Harbour already"):
        actions.join(link.invitation, owner.user, at=at)
    assert queries.invitation(organisation, actions.token_digest(link.token), at) is not None


def test_the_link_for_the_first_owner_is_made_until_there_is_one(organisation: Organisation, at: datetime) -> None:
    first, second = actions.set_up(organisation, at=at), actions.set_up(organisation, at=at)
    assert first is not None
    assert second is not None
    with pytest.raises(actions.RefusedError):
        actions.join(first.invitation, person("early"), at=at)
    actions.join(second.invitation, person("owner"), at=at)
    assert actions.set_up(organisation, at=at) is None


def test_who_left_comes_back_as_the_same_member(
    organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    member = joins(organisation, Role.RESPONDER)
    actions.end(member, by=owner.actor, at=at)
    assert queries.membership(organisation, member.user) is None
    link = actions.invite(organisation, member.user.email, Role.AUDITOR, by=owner.actor, at=at)
    again = actions.join(link.invitation, member.user, at=at)
    assert (again.pk, again.role, again.created_at, again.ended_at) == (member.pk, "auditor", at, None)


def test_a_role_changes_with_an_entry(
    organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    member = joins(organisation, Role.RESPONDER)
    actions.change_role(member, Role.REVIEWER, by=owner.actor, at=at)
    assert Membership.objects.get(pk=member.pk).role == "reviewer"
    entry = entries(organisation.pk, f"member:{member.pk}").get()
    assert '"detail":{"from":"responder","to":"reviewer"}' in entry.body


def test_what_was_changed_meanwhile_is_not_overwritten(
    organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    member = joins(organisation, Role.RESPONDER)
    seen_before = Membership.objects.get(pk=member.pk)
    actions.change_role(member, Role.REVIEWER, by=owner.actor, at=at)
    with pytest.raises(actions.RefusedError, match="Look again"):
        actions.change_role(seen_before, Role.AUDITOR, by=owner.actor, at=at)
    with pytest.raises(actions.RefusedError, match="Look again"):
        actions.end(seen_before, by=owner.actor, at=at)
    assert entries(organisation.pk).count() == 1


def test_the_last_owner_stays(organisation: Organisation, owner: Membership, joins: Joins, at: datetime) -> None:
    with pytest.raises(actions.RefusedError, match="keeps at least one owner"):
        actions.end(owner, by=owner.actor, at=at)
    with pytest.raises(actions.RefusedError, match="keeps at least one owner"):
        actions.change_role(owner, Role.AUDITOR, by=owner.actor, at=at)
    assert not entries(organisation.pk).exists()
    second = joins(organisation, Role.OWNER)
    actions.end(owner, by=second.actor, at=at)
    with pytest.raises(actions.RefusedError, match="keeps at least one owner"):
        actions.end(second, by=second.actor, at=at)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_end_each_other_at_once_leave_one(
    organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    second = joins(organisation, Role.OWNER)
    refused: list[str] = []

    def ends(member: Membership, by: Membership) -> None:
        try:
            with scope.inside(organisation):
                actions.end(member, by=by.actor, at=at)
        except actions.RefusedError as error:
            refused.append(str(error))

    if connection.vendor == "postgresql":
        at_once([lambda: ends(owner, second), lambda: ends(second, owner)])
    else:  # SQLite lets one write at a time, so at once is one after the other
        ends(owner, second)
        ends(second, owner)
    with scope.inside(organisation):
        assert queries.members(organisation, Role.OWNER).count() == 1
    assert len(refused) == 1


def test_with_a_membership_end_the_keys_and_links_that_it_made(
    organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    second = joins(organisation, Role.OWNER)
    key, _ = actions.make_key(
        organisation, "CI", ["scans:push"], expires_at=at + timedelta(days=1), member=second, by=second.actor, at=at
    )
    link = actions.invite(organisation, "new@example.org", Role.OWNER, by=second.actor, at=at, member=second)
    actions.end(second, by=owner.actor, at=at)
    assert ApiKey.objects.get(pk=key.pk).revoked_at == at
    assert Invitation.objects.get(pk=link.invitation.pk).revoked_at == at
    assert [each.action for each in entries(organisation.pk)][-3:] == [
        "member.ended",
        "key.revoked",
        "invitation.revoked",
    ]


def test_who_is_no_owner_any_more_keeps_no_key_and_no_link_that_they_made_as_one(
    organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    second = joins(organisation, Role.OWNER)
    soon = at + timedelta(days=1)
    key, text = actions.make_key(
        organisation, "CI", ["cases:write"], expires_at=soon, member=second, by=second.actor, at=at
    )
    link = actions.invite(organisation, "", Role.OWNER, by=second.actor, at=at, member=second)
    actions.change_role(second, Role.AUDITOR, by=owner.actor, at=at)
    assert keys.working(organisation, text, at) is None
    assert ApiKey.objects.get(pk=key.pk).revoked_at == at
    with pytest.raises(actions.RefusedError, match="was used, ended or is too old"):
        actions.join(link.invitation, joins(organisation, Role.AUDITOR).user, at=at)


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 1), (["everything"], 1), (["scans:push"], 0), (["scans:push"], 367), (["scans:push"], -1)]
)
def test_a_key_without_a_known_scope_or_a_near_end_is_not_made(
    organisation: Organisation, owner: Membership, at: datetime, scopes: list[str], days: int
) -> None:
    with pytest.raises(actions.RefusedError):
        actions.make_key(
            organisation, "CI", scopes, expires_at=at + timedelta(days=days), member=owner, by=owner.actor, at=at
        )
    assert not ApiKey.objects.exists()


def test_memberships_of_a_person_are_found_before_any_scope(
    organisation: Organisation, other_organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    joins(other_organisation, Role.AUDITOR)
    with scope.inside(other_organisation):
        Membership.objects.create(organisation=other_organisation, user=owner.user, role=Role.AUDITOR, created_at=at)
        actions.ask_second_factor(other_organisation, asked=True, by=SYSTEM, at=at)
    with scope.nobody():
        found = queries.memberships_of(owner.user)
        assert [(each.organisation.slug, each.role) for each in found] == [
            ("harbour", "owner"),
            ("lighthouse", "auditor"),
        ]
        assert queries.teams_that_ask_for_a_second_factor(owner.user) == [other_organisation]
