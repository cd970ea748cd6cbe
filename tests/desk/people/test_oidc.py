"""Coming in by the login provider: real requests to a provider that runs, one person of each kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from desk.people.conftest import Provider
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.people import actions, queries
from troth_desk.people.actions import RefusedError
from troth_desk.people.models import Membership, Role
from troth_desk.people.provider import checked
from troth_desk.project import configuration
from troth_desk.tenants.models import Organisation

Configure = Callable[..., None]
PASSWORD = "a long pass phrase 1"


def come(provider: Provider, subject: str, client: Client | None = None, **fields: str) -> Any:
    """Press the button, say who one is at the provider, come back."""
    client = client or Client()
    sent = client.post("/accounts/oidc/login/", fields)
    assert sent.status_code == 302, sent.content.decode()
    return client.get(provider.sends_back(sent["Location"], subject))


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def nobody_new() -> None:
    assert not SocialAccount.objects.exists()
    assert not User.objects.filter(email__startswith="new").exists()


@pytest.fixture(autouse=True)
def now(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)


def test_pkce_state_and_the_desks_own_address_go_to_the_provider(db: None, provider: Provider) -> None:
    sent = Client(HTTP_HOST="localhost").post("/accounts/oidc/login/?scope=admin&auth_params=redirect_uri%3Dx")
    asked = parse_qs(urlsplit(sent["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert asked["redirect_uri"] == ["http://127.0.0.1:8000/accounts/oidc/callback/"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}, "nobody adds to it by the address"
    assert asked["response_type"] == ["code"]
    assert asked["state"][0]


def test_the_answer_to_a_login_that_another_browser_began_opens_nothing(db: None, provider: Provider) -> None:
    provider.knows("new", email="new@example.org", email_verified=True)
    began = Client().post("/accounts/oidc/login/")
    answer = Client().get(provider.sends_back(began["Location"], "new"))
    assert answer.status_code == 401
    assert "did not agree on who you are" in said(answer)
    nobody_new()


def test_without_an_invitation_nobody_comes_in(organisation: Organisation, provider: Provider) -> None:
    provider.knows("new", email="new@example.org", email_verified=True)
    answer = come(provider, "new")
    assert answer.status_code == 403
    assert "Nobody has invited new@example.org" in said(answer)
    nobody_new()


def test_an_invitation_gives_the_role_and_no_password(
    organisation: Organisation, provider: Provider, at: datetime
) -> None:
    link = actions.invite(organisation, "new@example.org", Role.REVIEWER, by=SYSTEM, at=at)
    path = f"/o/harbour/join/{link.token}/"
    client = Client()
    assert "Join with Example" in said(client.get(path))
    provider.knows("new", email="New@Example.org", email_verified=True, name="New Person")
    answer = come(provider, "new", client, join=path)
    assert (answer.status_code, answer["Location"]) == (302, "/o/harbour/")
    member = queries.members(organisation).get()
    assert (member.role, member.user.email, member.name) == ("reviewer", "new@example.org", "New Person")
    assert not member.user.has_usable_password()
    assert EmailAddress.objects.get(user=member.user).verified
    assert client.get("/o/harbour/settings/people/").status_code == 200
    assert Client().get(path).status_code == 404, "the link works once"
    again = Client()
    assert come(provider, "new", again)["Location"] == "/o/harbour/", "from now on by the provider's own id"


def test_the_link_of_somebody_else_opens_nothing(organisation: Organisation, provider: Provider, at: datetime) -> None:
    link = actions.invite(organisation, "other@example.org", Role.OWNER, by=SYSTEM, at=at)
    provider.knows("new", email="new@example.org", email_verified=True)
    answer = come(provider, "new", join=f"/o/harbour/join/{link.token}/")
    assert "This link is for another address" in said(answer)
    nobody_new()


@pytest.mark.parametrize("verified", [False, None, "false", "no", 0, 1])
def test_an_address_that_nobody_checked_opens_nothing_and_takes_over_no_account(
    organisation: Organisation, owner: Membership, provider: Provider, configure: Configure, verified: object
) -> None:
    configure(domains="example.org")
    provider.knows("thief", email=owner.user.email, email_verified=verified)
    answer = come(provider, "thief")
    assert "does not say that it checked your mail address" in said(answer)
    assert not SocialAccount.objects.exists()


def test_an_account_that_is_there_is_not_joined_by_its_address_alone(owner: Membership, provider: Provider) -> None:
    provider.knows("same", email=owner.user.email, email_verified=True)
    answer = come(provider, "same")
    assert "owner@example.org has an account here. Log in as you did so far" in said(answer)
    assert not SocialAccount.objects.exists()


def test_for_a_domain_that_the_provider_speaks_for_it_is(
    owner: Membership, provider: Provider, configure: Configure
) -> None:
    configure(domains="example.net, example.org")
    EmailAddress.objects.create(user=owner.user, email=owner.user.email, primary=True, verified=True)
    provider.knows("same", email="OWNER@example.org", email_verified=True)
    assert come(provider, "same")["Location"] == "/o/harbour/"
    assert SocialAccount.objects.get().user == owner.user


def test_the_domain_opens_accounts_in_the_lowest_role(
    organisation: Organisation, provider: Provider, configure: Configure
) -> None:
    configure(domains="example.org")
    provider.knows("new", email="new@example.org", email_verified=True)
    assert come(provider, "new")["Location"] == "/o/harbour/"
    assert queries.members(organisation).get().role == Role.AUDITOR
    entry = Entry.objects.get(action="member.joined")
    assert '"by_domain":true' in entry.body
    assert "new@" not in entry.body
    provider.knows("below", email="new2@evil.example.org", email_verified=True)
    assert "Nobody has invited" in said(come(provider, "below")), "a domain below it is another one"


def test_whoever_was_let_go_is_in_no_team(
    organisation: Organisation, provider: Provider, configure: Configure, at: datetime
) -> None:
    configure(domains="example.org")
    provider.knows("new", email="new@example.org", email_verified=True)
    come(provider, "new")
    Membership.objects.update(ended_at=at)
    assert come(provider, "new")["Location"] == "/teams/"
    assert not queries.members(organisation).exists()


def test_a_second_factor_of_the_desk_is_asked_for_all_the_same(
    owner: Membership, provider: Provider, configure: Configure
) -> None:
    configure(domains="example.org")
    EmailAddress.objects.create(user=owner.user, email=owner.user.email, primary=True, verified=True)
    TOTP.activate(owner.user, generate_totp_secret())
    provider.knows("same", email=owner.user.email, email_verified=True)
    client = Client()
    assert come(provider, "same", client)["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/o/harbour/settings/people/").status_code == 302


def test_added_to_an_account_and_taken_off(owner: Membership, provider: Provider) -> None:
    provider.knows("mine", email="elsewhere@example.net", email_verified=False)
    client = Client()
    client.post("/accounts/login/", {"login": owner.user.email, "password": PASSWORD})
    assert "Add Example" in said(client.get("/accounts/provider/"))
    assert come(provider, "mine", client, process="connect")["Location"] == "/accounts/provider/"
    page = said(client.get("/accounts/provider/"))
    assert "It opens your account here from now on." in page
    assert "Your account at Example opens this one" in page
    assert come(provider, "mine")["Location"] == "/o/harbour/"
    account = SocialAccount.objects.get()
    assert account.user == owner.user
    client.post("/accounts/provider/take-off/", {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_the_account_of_another_person_is_not_taken_off(
    owner: Membership, responder: Membership, provider: Provider
) -> None:
    theirs = SocialAccount.objects.create(user=responder.user, provider="oidc-x", uid="1")
    client = Client()
    client.post("/accounts/login/", {"login": owner.user.email, "password": PASSWORD})
    assert client.post("/accounts/provider/take-off/", {"account": theirs.pk}).status_code == 404
    assert SocialAccount.objects.filter(pk=theirs.pk).exists()


def test_the_only_way_in_stays(organisation: Organisation, provider: Provider, configure: Configure) -> None:
    configure(domains="example.org")
    provider.knows("new", email="new@example.org", email_verified=True)
    client = Client()
    come(provider, "new", client)
    account = SocialAccount.objects.get()
    answer = client.post("/accounts/provider/take-off/", {"account": account.pk}, follow=True)
    assert "it is your only way in" in said(answer)
    assert SocialAccount.objects.exists()


def test_who_came_by_the_provider_confirms_there_and_as_nobody_else(
    organisation: Organisation, provider: Provider, configure: Configure
) -> None:
    configure(domains="example.org", role="responder")
    provider.knows("new", email="new@example.org", email_verified=True)
    provider.knows("new2", email="new2@example.org", email_verified=True)
    come(provider, "new2")
    client = Client()
    come(provider, "new", client)
    Membership.objects.update(role=Role.OWNER)
    page = "/o/harbour/settings/keys/new/"
    assert client.get(page).status_code == 200
    session = client.session
    for each in session["account_authentication_methods"]:
        each["at"] -= 400
    session.save()
    assert client.get(page)["Location"].startswith("/accounts/reauthenticate/?next=")
    for own in ("/accounts/2fa/totp/activate/", "/accounts/email/"):
        assert client.get(own)["Location"].startswith("/accounts/oidc/again/?next="), "nor do they add a way in"
    shown = client.get(client.get(page)["Location"], follow=True)
    assert "Confirm at Example" in said(shown)
    sent = client.post("/accounts/oidc/login/", {"process": "again", "next": page})
    assert parse_qs(urlsplit(sent["Location"]).query)["prompt"] == ["login"]
    other = client.get(provider.sends_back(sent["Location"], "new2"))
    assert "somebody else" in said(other)
    assert come(provider, "new", client, process="again", next=page)["Location"] == page
    assert client.get(page).status_code == 200


def test_logging_out_tells_that_one_is_still_logged_in_there(
    organisation: Organisation, provider: Provider, configure: Configure
) -> None:
    configure(domains="example.org")
    provider.knows("new", email="new@example.org", email_verified=True)
    client = Client()
    come(provider, "new", client)
    answer = client.post("/accounts/logout/", follow=True)
    assert "At Example you are still logged in" in said(answer)
    assert client.get("/teams/").status_code == 302
    on = client.get("/accounts/oidc/end/")["Location"]
    assert on.startswith(f"{provider.url}/oauth2/end_session?client_id=desk&post_logout_redirect_uri=")


def test_no_password_is_set_past_the_provider(
    organisation: Organisation, owner: Membership, provider: Provider, configure: Configure
) -> None:
    configure(domains="example.org")
    provider.knows("new", email="new@example.org", email_verified=True)
    come(provider, "new")
    mail.outbox.clear()
    for email in ("new@example.org", owner.user.email):
        assert Client().post("/accounts/password/reset/", {"email": email}).status_code == 302
    assert [each.to for each in mail.outbox] == [[owner.user.email]]


def test_a_provider_that_is_down_is_told(db: None, configure: Configure) -> None:
    configure(issuer="http://127.0.0.1:9")
    answer = Client().post("/accounts/oidc/login/")
    assert answer.status_code == 502
    assert "does not answer as a login provider does" in said(answer)


def test_who_breaks_off_is_told_that_nothing_happened(db: None, provider: Provider) -> None:
    client = Client()
    sent = client.post("/accounts/oidc/login/")
    state = parse_qs(urlsplit(sent["Location"]).query)["state"][0]
    answer = client.get(f"/accounts/oidc/callback/?error=access_denied&state={state}")
    assert "You broke off at Example" in said(answer)


def test_accounts_of_an_earlier_provider_open_nothing(
    organisation: Organisation, owner: Membership, provider: Provider
) -> None:
    SocialAccount.objects.create(user=owner.user, provider="oidc-of-another-issuer", uid="same-subject")
    provider.knows("same-subject", email="new@example.org", email_verified=True)
    assert "Nobody has invited" in said(come(provider, "same-subject"))


def test_without_a_provider_there_is_nothing(owner: Membership, settings: Settings) -> None:
    settings.OIDC = None
    assert Client().post("/accounts/oidc/login/")["Location"] == "/accounts/login/"
    assert "This desk has no login provider" in said(Client().post("/accounts/oidc/login/", follow=True))
    assert "With Example" not in said(Client().get("/accounts/login/"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({}, "no ID token"),
        ({"userinfo": {"sub": "1"}}, "no ID token"),
        ({"id_token": {"sub": "1"}, "userinfo": {"sub": "2", "email": "a@example.org"}}, "two things"),
        ({"id_token": {"sub": "1", "auth_time": 1}, "userinfo": {"sub": "1"}}, "did not ask"),
    ],
)
def test_a_provider_that_contradicts_itself(data: dict[str, object], why: str, configure: Configure) -> None:
    configure()
    with pytest.raises(RefusedError, match=why):
        checked(data, again=True)


@pytest.mark.parametrize(
    ("token", "told", "verified"),
    [
        ({"email": "a@example.org", "email_verified": True}, {"email": "b@example.org"}, False),
        ({"email": "a@example.org"}, {"email": "b@example.org", "email_verified": True}, True),
        ({"email_verified": True}, {"email": "b@example.org"}, False),
        ({"email": "b@example.org", "email_verified": True}, {"email": "B@example.org"}, True),
        (
            {"email": "b@example.org", "email_verified": True},
            {"email": "b@example.org", "email_verified": False},
            False,
        ),
        ({"email": "b@example.org", "email_verified": "true"}, {}, True),
        ({"email_verified": True}, {}, False),
    ],
)
def test_that_one_address_was_checked_says_nothing_of_another(
    token: dict[str, object], told: dict[str, object], verified: bool, configure: Configure
) -> None:
    configure()
    data = {"id_token": {"sub": "1", **token}, "userinfo": {"sub": "1", **told}}
    assert checked(data, again=False).verified is verified


def test_the_operators_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROTH_DESK_OIDC", "https://login.example.org/realms/a/?client_id=desk&domain=Example.org")
    monkeypatch.setenv("TROTH_DESK_OIDC_SECRET", "s")
    found = configuration.oidc()
    assert found is not None
    assert (found["issuer"], found["name"], found["domains"], found["role"], found["page"]) == (
        "https://login.example.org/realms/a",
        "login.example.org",
        "example.org",
        "auditor",
        "https://login.example.org",
    )
    for wrong in ("http://login.example.org?client_id=a", "https://login.example.org", "https://a?client_id=a&x=1"):
        monkeypatch.setenv("TROTH_DESK_OIDC", wrong)
        with pytest.raises(ValueError, match="TROTH_DESK_OIDC takes"):
            configuration.oidc()
    monkeypatch.setenv("TROTH_DESK_OIDC", "https://a.example?client_id=a&role=owner")
    with pytest.raises(ValueError, match="owners are invited"):
        configuration.oidc()
