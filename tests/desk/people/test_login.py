"""Coming in: password, limits of failed attempts, resets, second factors, confirming who one is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings

from desk.databases import database_of_its_own
from desk.people_fixtures import browser
from desk.tables import Tables
from troth_desk.people import actions
from troth_desk.people.adapter import AccountAdapter, FactorAdapter
from troth_desk.people.models import Membership, Role
from troth_desk.tenants.models import Organisation

PASSWORD = "a long pass phrase 1"


@pytest.fixture(autouse=True)
def counts_begin_anew(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def log_in(client: Client, email: str, password: str, **more: str) -> tuple[int, str]:
    """Status of the answer, and where it leads."""
    answer = client.post("/accounts/login/", {"login": email, "password": password}, **more)  # type: ignore[arg-type]
    return answer.status_code, answer.headers.get("Location", "")


def test_a_member_logs_in_and_lands_on_the_first_page_of_the_team(owner: Membership) -> None:
    assert log_in(Client(), owner.user.email, PASSWORD) == (302, "/o/harbour/")


def test_who_is_in_several_teams_or_none_lands_on_the_list(
    organisation: Organisation, owner: Membership, joins: object, at: datetime
) -> None:
    Membership.objects.filter(pk=owner.pk).update(ended_at=at)
    client = Client()
    assert log_in(client, owner.user.email, PASSWORD) == (302, "/teams/")
    assert "You are in no team" in client.get("/teams/").content.decode()


def test_after_five_wrong_passwords_the_right_one_is_refused_for_a_while(owner: Membership) -> None:
    for _ in range(5):
        assert log_in(Client(), owner.user.email, "wrong")[0] == 200
    answer = Client().post("/accounts/login/", {"login": owner.user.email, "password": PASSWORD})
    assert "Too many failed login attempts" in answer.content.decode()


@override_settings(ALLOWED_HOSTS=["*"])  # as if the desk answered by every name
def test_attempts_count_together_whatever_host_the_request_names_and_however_the_address_is_written(
    owner: Membership,
) -> None:
    for number in range(5):
        email = owner.user.email if number % 2 else owner.user.email.upper()
        log_in(Client(), email, "wrong", HTTP_HOST=f"h{number}.example.org", REMOTE_ADDR=f"192.0.2.{number}")
    answer = Client().post(
        "/accounts/login/", {"login": owner.user.email, "password": PASSWORD}, HTTP_HOST="h9.example.org"
    )
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()


def test_an_address_that_forges_the_forwarded_header_is_counted_by_its_own(owner: Membership) -> None:
    for number in range(10):
        log_in(Client(), f"nobody{number}@example.org", "wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    answer = Client().post(
        "/accounts/login/", {"login": owner.user.email, "password": PASSWORD}, HTTP_X_FORWARDED_FOR="192.0.2.99"
    )
    assert "Too many failed login attempts" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_attempts_count_over_processes(tmp_path: Path, tables: Tables) -> None:
    """What one process counted another one sees: both use the table of the cache, here on a database of its own."""
    counting = (
        "import django; django.setup()\n"
        "from django.test import RequestFactory\n"
        "from allauth.core.internal import ratelimit\n"
        "request = RequestFactory().post('/accounts/login/')\n"
        "said = [bool(ratelimit.consume(request, app='allauth.account', action='login_failed', key='owner@example.org'))"
        " for _ in range(3)]\n"
        "print(said)\n"
    )
    environment = {
        "PYTHONPATH": str(Path(__file__).parents[3] / "src"),
        "DJANGO_SETTINGS_MODULE": "troth_desk.project.settings",
        "TROTH_DESK_DATA": str(tmp_path / "data"),
        "TROTH_DESK_ROLE": "owner",
        "PATH": "/usr/bin:/bin",
    }
    tables.lay(tmp_path / "data")
    (tmp_path / "data" / "static").mkdir()
    with database_of_its_own(template=tables.template) as database:
        environment |= {"TROTH_DESK_DATABASE": database} if database else {}
        said = [
            subprocess.run(
                [sys.executable, "-c", counting], env=environment, capture_output=True, text=True, check=True
            ).stdout.strip()
            for _ in range(2)
        ]
    assert said == ["[True, True, True]", "[True, True, False]"]


def test_nobody_signs_up_by_themselves(db: None) -> None:
    answer = Client().post(
        "/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "Accounts begin by an invitation" in answer.content.decode()
    assert not EmailAddress.objects.exists()


@override_settings(ALLOWED_HOSTS=["*"])
def test_the_link_to_a_new_password_names_the_desks_own_address(owner: Membership) -> None:
    Client().post("/accounts/password/reset/", {"email": owner.user.email}, HTTP_HOST="evil.example.com")
    (sent,) = mail.outbox
    assert f"{settings.ADDRESS}/accounts/password/reset/key/" in sent.body
    assert "http://evil" not in sent.body


def test_asking_for_a_new_password_does_not_tell_who_has_an_account(owner: Membership) -> None:
    answers = [
        Client().post("/accounts/password/reset/", {"email": email}) for email in (owner.user.email, "no@example.org")
    ]
    assert {(each.status_code, each["Location"]) for each in answers} == {(302, "/accounts/password/reset/done/")}
    assert len(mail.outbox) == 1


def test_mail_that_cannot_be_sent_breaks_no_page(owner: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuses)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuses)
    answer = Client().post("/accounts/password/reset/", {"email": owner.user.email})
    assert answer.status_code == 302


def test_with_an_app_the_password_alone_opens_nothing(owner: Membership) -> None:
    TOTP.activate(owner.user, generate_totp_secret())
    client = Client()
    assert log_in(client, owner.user.email, PASSWORD) == (302, "/accounts/2fa/authenticate/")
    assert client.get("/o/harbour/settings/people/").status_code == 302
    answer = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Incorrect code" in answer.content.decode()


def test_the_secret_of_an_app_lies_encrypted_in_the_database(
    owner: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = generate_totp_secret()
    kept = TOTP.activate(owner.user, secret).instance
    assert secret not in str(Authenticator.objects.filter(pk=kept.pk).values())
    encrypted = kept.data["secret"]
    assert FactorAdapter().decrypt(encrypted) == secret
    monkeypatch.setattr(settings, "FACTOR_KEY", "another")
    with pytest.raises(ImproperlyConfigured, match="TROTH_DESK_FACTOR_KEY"):
        FactorAdapter().decrypt(encrypted)


def test_the_last_second_factor_stays_where_a_team_asks_for_one(
    organisation: Organisation, owner: Membership, at: datetime
) -> None:
    kept = TOTP.activate(owner.user, generate_totp_secret()).instance
    assert FactorAdapter().can_delete_authenticator(kept)
    actions.ask_second_factor(organisation, asked=True, by=owner.actor, at=at)
    assert not FactorAdapter().can_delete_authenticator(kept)


def test_a_team_that_asks_for_a_second_factor_opens_no_page_without_one(
    organisation: Organisation, owner: Membership, responder: Membership, at: datetime
) -> None:
    actions.ask_second_factor(organisation, asked=True, by=owner.actor, at=at)
    client = browser(responder)
    answer = client.get("/o/harbour/settings/people/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    page = client.get("/accounts/2fa/").content.decode()
    assert "Harbour asks everybody for a second factor" in page
    TOTP.activate(responder.user, generate_totp_secret())
    assert client.get("/o/harbour/settings/people/").status_code == 200


def test_confirming_who_one_is_holds_for_five_minutes(owner: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    page = "/o/harbour/settings/keys/new/"
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)
    log_in(client, owner.user.email, PASSWORD)
    assert client.get(page).status_code == 200
    monkeypatch.setattr("time.time", lambda: 1_000_299.0)
    assert client.get(page).status_code == 200
    monkeypatch.setattr("time.time", lambda: 1_000_301.0)
    answer = client.get(page)
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/accounts/reauthenticate/?next=%2Fo%2Fharbour%2Fsettings%2Fkeys%2F",
    )
    answer = client.post("/accounts/reauthenticate/?next=/o/harbour/settings/keys/", {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/o/harbour/settings/keys/")
    assert client.get(page).status_code == 200


def test_a_session_that_did_not_confirm_changes_nothing(owner: Membership, organisation: Organisation) -> None:
    answer = browser(owner).post(
        "/o/harbour/settings/people/invite/", {"email": "new@example.org", "role": Role.OWNER.value}
    )
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not organisation_has_invitations(organisation)


def organisation_has_invitations(organisation: Organisation) -> bool:
    from troth_desk.people.models import Invitation

    return Invitation.objects.filter(organisation=organisation).exists()


def test_the_redirect_after_login_stays_on_this_desk(owner: Membership) -> None:
    answer = Client().post(
        "/accounts/login/?next=https://evil.example.com/", {"login": owner.user.email, "password": PASSWORD}
    )
    assert answer["Location"] == "/o/harbour/"


def test_accounts_are_opened_by_invitation_alone() -> None:
    assert AccountAdapter().is_open_for_signup(None) is False  # type: ignore[arg-type]
