"""Settings of people and keys, sessions, and joining, as a browser meets them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from importlib import import_module

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from desk.people_fixtures import Joins, browser
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people import actions, queries
from troth_desk.people.models import ApiKey, Membership, Role
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

PASSWORD = "a long pass phrase 1"
PEOPLE = "/o/harbour/settings/people/"
KEYS = "/o/harbour/settings/keys/"


def confirmed(member: Membership) -> Client:
    """A browser that logged in just now."""
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    assert client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture(autouse=True)
def now(at: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    return at


def test_an_owner_invites_and_the_link_is_shown_once(
    organisation: Organisation, owner: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ADDRESS", "https://desk.example.org")
    client = confirmed(owner)
    page = client.post(
        f"{PEOPLE}invite/", {"email": "New@Example.org", "role": "auditor"}, follow=True
    ).content.decode()
    (link,) = re.findall(r'value="(https://desk.example.org/o/harbour/join/[^"]+)"', page)
    assert "The link for new@example.org" in page
    assert link not in client.get(PEOPLE).content.decode()
    guest = Client()
    answer = guest.post(link, {"name": "Auditor", "password": "fifteen letters and more"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    member = queries.members(organisation, Role.AUDITOR).get()
    assert (member.name, member.user.email, member.user.has_usable_password()) == ("Auditor", "new@example.org", True)
    assert guest.get(PEOPLE).status_code == 200
    assert Client().get(link).status_code == 404


def test_what_is_wrong_is_said_beside_the_field(organisation: Organisation, owner: Membership) -> None:
    client = confirmed(owner)
    for email, words in (("x", "Enter a valid email address"), (owner.user.email, "member of Harbour already")):
        answer = client.post(f"{PEOPLE}invite/", {"email": email, "role": "auditor"})
        assert answer.status_code == 422
        assert words in answer.content.decode()


@pytest.mark.parametrize("password", ["short", "yfdbufnjh10305070", "new@example.orgg"])
def test_a_weak_password_is_refused(organisation: Organisation, at: datetime, password: str) -> None:
    link = actions.invite(organisation, "new@example.org", Role.AUDITOR, by=SYSTEM, at=at)
    answer = Client().post(f"/o/harbour/join/{link.token}/", {"name": "New", "password": password})
    assert answer.status_code == 422
    assert not User.objects.exists()


def test_the_link_of_one_person_is_of_no_use_to_another(
    organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    link = actions.invite(organisation, "new@example.org", Role.OWNER, by=owner.actor, at=at)
    address = f"/o/harbour/join/{link.token}/"
    answer = browser(owner).post(address)
    assert "This link is for new@example.org" in answer.content.decode()
    assert queries.invitation(organisation, actions.token_digest(link.token), at) is not None


def test_the_link_of_one_organisation_opens_no_other(
    organisation: Organisation, other_organisation: Organisation, at: datetime
) -> None:
    link = actions.invite(organisation, "new@example.org", Role.OWNER, by=SYSTEM, at=at)
    assert Client().get(f"/o/lighthouse/join/{link.token}/").status_code == 404


def test_who_has_an_account_logs_in_and_joins(
    organisation: Organisation, other_organisation: Organisation, joins: Joins, at: datetime
) -> None:
    elsewhere = joins(other_organisation, Role.OWNER)
    link = actions.invite(organisation, elsewhere.user.email, Role.REVIEWER, by=SYSTEM, at=at)
    address = f"/o/harbour/join/{link.token}/"
    assert Client().get(address)["Location"] == f"/accounts/login/?next={address}"
    answer = browser(elsewhere).post(address)
    assert (answer.status_code, answer["Location"]) == (302, "/o/harbour/")
    assert queries.members(organisation).get().user == elsewhere.user


def test_the_first_owner_gives_an_address_that_nobody_has(
    organisation: Organisation, owner: Membership, at: datetime
) -> None:
    link = actions.invite(organisation, "", Role.OWNER, by=SYSTEM, at=at)
    form = {"email": owner.user.email.upper(), "name": "X", "password": "fifteen letters and more"}
    answer = Client().post(f"/o/harbour/join/{link.token}/", form)
    assert answer.status_code == 422
    assert "This address has an account" in answer.content.decode()


def test_an_owner_changes_a_role_and_ends_a_membership(
    organisation: Organisation, owner: Membership, responder: Membership
) -> None:
    client = confirmed(owner)
    page = f"{PEOPLE}{responder.pk}/"
    assert client.post(page, {"role": "reviewer"})["Location"] == PEOPLE
    assert Membership.objects.get(pk=responder.pk).role == "reviewer"
    assert client.post(f"{page}end/")["Location"] == PEOPLE
    assert Membership.objects.get(pk=responder.pk).ended_at is not None
    assert client.get(page).status_code == 404


def test_the_last_owner_is_told_why_they_stay(organisation: Organisation, owner: Membership) -> None:
    client = confirmed(owner)
    page = f"{PEOPLE}{owner.pk}/"
    assert "keeps at least one owner" in client.post(page, {"role": "auditor"}).content.decode()
    assert "keeps at least one owner" in client.post(f"{page}end/", follow=True).content.decode()
    assert Membership.objects.get(pk=owner.pk).role == "owner"


def test_a_member_a_link_and_a_key_of_another_organisation_are_not_there(
    other_organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    theirs = joins(other_organisation, Role.OWNER)
    with scope.inside(other_organisation):
        link = actions.invite(other_organisation, "new@example.org", Role.OWNER, by=theirs.actor, at=at)
        key, _ = actions.make_key(
            other_organisation,
            "CI",
            ["scans:push"],
            expires_at=at.replace(year=2027),
            member=theirs,
            by=theirs.actor,
            at=at,
        )
    client = confirmed(owner)
    for address in (
        f"{PEOPLE}{theirs.pk}/end/",
        f"{PEOPLE}invitations/{link.invitation.pk}/revoke/",
        f"{KEYS}{key.pk}/revoke/",
    ):
        assert client.post(address).status_code == 404
    with scope.inside(other_organisation):
        assert Membership.objects.get(pk=theirs.pk).ended_at is None
        assert ApiKey.objects.get(pk=key.pk).revoked_at is None


def test_a_key_is_shown_once_works_and_is_revoked(organisation: Organisation, owner: Membership) -> None:
    client = confirmed(owner)
    form = {"name": "CI", "scopes": ["scans:push", "cases:read"], "expires_on": "2026-05-31"}
    page = client.post(f"{KEYS}new/", form, follow=True).content.decode()
    (text,) = re.findall(r'value="(troth_[^"]+)"', page)
    assert text not in client.get(KEYS).content.decode()
    key = ApiKey.objects.get()
    assert (key.scopes, key.expires_at.isoformat()) == (["cases:read", "scans:push"], "2026-05-31T22:00:00+00:00")
    headers = {"Authorization": f"Bearer {text}"}
    assert Client().get("/api/v1/scans?project=x", headers=headers).status_code == 403
    client.post(f"{KEYS}{key.pk}/revoke/")
    assert Client().get("/api/v1/scans?project=x", headers=headers).status_code == 401


def test_a_key_that_never_ends_is_not_made(organisation: Organisation, owner: Membership) -> None:
    form = {"name": "CI", "scopes": ["scans:push"], "expires_on": "2036-05-31"}
    answer = confirmed(owner).post(f"{KEYS}new/", form)
    assert "A key ends within a year" in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_nobody_asks_for_a_second_factor_that_they_do_not_have(organisation: Organisation, owner: Membership) -> None:
    page = confirmed(owner).post(f"{PEOPLE}second-factor/", {"asked": "on"}, follow=True).content.decode()
    assert "add a passkey or an app to your own account first" in page
    assert not queries.second_factor_required(organisation)


def test_those_who_own_nothing_see_no_buttons(
    reviewer_client: Client, owner_client: Client, organisation: Organisation
) -> None:
    assert "Invite somebody" in owner_client.get(PEOPLE).content.decode()
    page = reviewer_client.get(PEOPLE).content.decode()
    assert "Invite somebody" not in page
    assert "<form" not in page.partition("<main")[2]


def test_sessions_are_listed_and_ended(owner: Membership) -> None:
    here, there, third = confirmed(owner), confirmed(owner), confirmed(owner)
    page = here.get("/accounts/sessions/").content.decode()
    assert "You are logged in at 3 places" in page
    page = page.partition("Browsers that you came in by")[0]
    assert page.count("Firefox on Linux</th>") + page.count("Firefox on Linux <span") == 3
    theirs = UserSession.objects.get(session_key=there.session.session_key)
    here.post("/accounts/sessions/", {"session": str(theirs.pk)})
    assert there.get(PEOPLE).status_code == 302
    assert third.get(PEOPLE).status_code == 200
    here.post("/accounts/sessions/", {"session": "others"})
    assert third.get(PEOPLE).status_code == 302
    assert here.get(PEOPLE).status_code == 200
    mine = UserSession.objects.get(session_key=here.session.session_key)
    assert here.post("/accounts/sessions/", {"session": str(mine.pk)})["Location"] == "/accounts/login/"
    assert here.get(PEOPLE).status_code == 302


def test_the_session_of_somebody_else_is_not_there(owner: Membership, responder: Membership) -> None:
    confirmed(responder)
    theirs = UserSession.objects.get(user=responder.user)
    assert confirmed(owner).post("/accounts/sessions/", {"session": str(theirs.pk)}).status_code == 404
    assert UserSession.objects.filter(pk=theirs.pk).exists()


def test_when_a_session_was_seen_is_noted_every_five_minutes(
    owner: Membership, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = confirmed(owner)
    UserSession.objects.update(last_seen_at=at, ip="192.0.2.1")
    for minutes, noted in ((5, 0), (6, 6)):
        seen = at.replace(minute=minutes)
        monkeypatch.setattr("troth_desk.clock.now", lambda seen=seen: seen)
        client.get("/teams/", REMOTE_ADDR="192.0.2.2")
        assert UserSession.objects.get().last_seen_at == at.replace(minute=noted)
    assert UserSession.objects.get().ip == "192.0.2.2"


def test_changing_the_password_ends_the_other_sessions(owner: Membership) -> None:
    here, there = confirmed(owner), confirmed(owner)
    new = "another long phrase 2"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert there.get(PEOPLE).status_code == 302


def test_a_name_is_ones_own_to_choose(owner: Membership) -> None:
    client = browser(owner)
    client.post("/accounts/", {"name": "The Owner"})
    assert "The Owner" in client.get(PEOPLE).content.decode()


def test_cookies_of_a_desk_on_https_go_over_https_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROTH_DESK_ADDRESS", "https://desk.example.org")
    module = import_module("importlib").reload(import_module("troth_desk.project.settings"))
    assert (module.SESSION_COOKIE_SECURE, module.CSRF_COOKIE_SECURE) == (True, True)
    monkeypatch.delenv("TROTH_DESK_ADDRESS")
    module = import_module("importlib").reload(module)
    assert module.SESSION_COOKIE_SECURE is False
    assert settings.SESSION_COOKIE_HTTPONLY is True


def test_scopes_are_shown_in_words(owner: Membership, key_for: Callable[..., dict[str, str]]) -> None:
    key_for(owner, "scans:push")
    assert "scans:push" in browser(owner).get(KEYS).content.decode()
