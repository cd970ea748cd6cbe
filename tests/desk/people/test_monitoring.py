"""What owners are told of, in the security log, by notices, and in the ledger without anybody's address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client

from desk.people_fixtures import Joins, browser
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.notices.security import tell_owners
from troth_desk.people import actions, monitoring, watching
from troth_desk.people.models import ApiKey, EventKind, Membership, Role, SecurityEvent
from troth_desk.people.monitoring import saw
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

PASSWORD = "a long pass phrase 1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SECURITY = "/o/harbour/settings/security/"


@pytest.fixture(autouse=True)
def now(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    cache.clear()
    yield
    cache.clear()


def come_in(member: Membership, **more: Any) -> Client:
    client = Client(HTTP_USER_AGENT=FIREFOX, **more)
    assert client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD}).status_code == 302
    return client


def event(kind: EventKind) -> SecurityEvent:
    return SecurityEvent.objects.get(kind=kind)


def entry(of: SecurityEvent) -> Entry:
    return Entry.objects.get(subject=f"security:{of.pk}")


def test_the_first_browser_is_no_news_and_the_second_is(owner: Membership) -> None:
    client = come_in(owner)
    assert not SecurityEvent.objects.exists()
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": owner.user.email, "password": PASSWORD})
    assert not SecurityEvent.objects.exists(), "the same browser again"
    come_in(owner, REMOTE_ADDR="192.0.2.9")
    found = event(EventKind.NEW_DEVICE)
    assert (found.member, found.address, found.browser) == (owner, "192.0.2.9", FIREFOX)
    assert "192.0.2.9" not in entry(found).body
    assert "Firefox" not in entry(found).body


def test_a_login_with_a_second_factor_that_is_missing_is_none(owner: Membership) -> None:
    come_in(owner)
    TOTP.activate(owner.user, generate_totp_secret())
    client = Client()
    client.post("/accounts/login/", {"login": owner.user.email, "password": PASSWORD})
    assert "device" not in client.cookies
    assert not SecurityEvent.objects.exists()


def test_owners_and_the_person_have_a_notice_and_nobody_else(
    organisation: Organisation, owner: Membership, responder: Membership, auditor: Membership, at: datetime
) -> None:
    come_in(responder)
    come_in(responder)
    tell_owners(organisation, at)
    tell_owners(organisation, at)
    told = {each.member_id: each for each in Notice.objects.all()}
    assert set(told) == {owner.pk, responder.pk}
    assert told[owner.pk].title == "responder logged in from a browser that was not seen before"
    assert "http://127.0.0.1:8000/o/harbour/settings/security/" in told[owner.pk].body


def test_a_new_key(organisation: Organisation, owner: Membership, at: datetime) -> None:
    actions.make_key(
        organisation,
        "CI",
        ["scans:push"],
        expires_at=at + timedelta(days=9),
        member=owner,
        by=owner.actor,
        at=at,
    )
    found = event(EventKind.KEY_MADE)
    assert found.detail["scopes"] == ["scans:push"]
    assert not Entry.objects.filter(action="security.seen").exists(), "the key's own entry says it"
    assert monitoring.words(found)[0] == "owner made an API key that may: scans:push"


def test_another_role_and_a_further_owner(
    organisation: Organisation, owner: Membership, responder: Membership, joins: Joins, at: datetime
) -> None:
    actions.change_role(responder, Role.OWNER, by=owner.actor, at=at)
    assert monitoring.words(event(EventKind.ROLE_CHANGED))[0] == "responder is owner now, and was responder before"
    user = actions.open_account("further@example.org", "Further", PASSWORD)
    link = actions.invite(organisation, "further@example.org", Role.OWNER, by=owner.actor, at=at)
    actions.join(link.invitation, user, at=at)
    newest = SecurityEvent.objects.filter(kind=EventKind.ROLE_CHANGED).first()
    assert newest is not None
    assert monitoring.words(newest)[0] == "Further is owner now, and was no member before"


def test_a_second_factor_that_goes(owner: Membership) -> None:
    client = come_in(owner)
    TOTP.activate(owner.user, generate_totp_secret())
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()
    found = event(EventKind.FACTOR_REMOVED)
    assert found.detail == {"factor": "totp", "left": 0}
    assert monitoring.words(found)[0] == "owner removed a second factor and has none left"


def test_a_second_factor_that_whoever_runs_the_desk_takes(owner: Membership) -> None:
    watching.factor_removed(owner.user, "webauthn")
    assert event(EventKind.FACTOR_REMOVED).detail == {"factor": "webauthn", "left": 0}


@pytest.mark.parametrize("what", ["cases", "ledger"])
def test_everything_of_a_kind_is_taken_out(what: str, project: Project, auditor: Membership) -> None:
    answer = browser(auditor).get(f"/o/harbour/settings/proof/{what}.jsonl")
    assert answer.status_code == 200
    found = event(EventKind.EXPORT)
    assert (found.member, found.detail) == (auditor, {"what": what})
    assert monitoring.words(found)[0] == f"auditor downloaded all of the {what}"
    assert f'"what":"{what}"' in entry(found).body


def test_a_program_that_reads_many_cases_is_told_once_an_hour(
    organisation: Organisation, owner: Membership, key_for: Callable[..., dict[str, str]], at: datetime
) -> None:
    key_for(owner, "cases:read")
    key = ApiKey.objects.get()
    monitoring.read(key, 150, at=at)
    monitoring.read(key, 49, at=at + timedelta(minutes=10))
    assert not SecurityEvent.objects.exists()
    monitoring.read(key, 1, at=at + timedelta(minutes=20))
    monitoring.read(key, 500, at=at + timedelta(minutes=30))
    assert event(EventKind.EXPORT).detail == {"what": "cases by a key", "key": key.pk, "cases": 200}
    monitoring.read(key, 199, at=at + timedelta(minutes=61))
    assert SecurityEvent.objects.count() == 1, "a new hour begins"
    monitoring.read(key, 1, at=at + timedelta(minutes=62))
    assert SecurityEvent.objects.count() == 2


def test_the_interface_for_programs_counts(
    project: Project, owner: Membership, key_for: Callable[..., dict[str, str]]
) -> None:
    answer = Client().get("/api/v1/cases", headers=key_for(owner, "cases:read"))
    assert answer.status_code == 200
    assert ApiKey.objects.get().reads_since is not None


def test_the_same_key_is_kept_once(organisation: Organisation, owner: Membership, at: datetime) -> None:
    kept = [saw(organisation, EventKind.EXPORT, key="k", by=owner.actor, at=at) for _ in range(2)]
    assert [each is None for each in kept] == [False, True]
    assert Entry.objects.filter(action="security.seen").count() == 1


@pytest.mark.parametrize(("role", "sees"), [(Role.OWNER, True), (Role.AUDITOR, True), (Role.RESPONDER, False)])
def test_the_page_shows_addresses_to_owners_and_auditors(
    role: Role, sees: bool, organisation: Organisation, joins: Joins
) -> None:
    member = joins(organisation, role)
    come_in(member)
    come_in(member, REMOTE_ADDR="192.0.2.9")
    page = browser(member).get(SECURITY).content.decode()
    assert f"{role.value} logged in from a browser that was not seen before" in page
    assert ("192.0.2.9" in page) is sees


def test_the_page_narrows_and_goes_on(organisation: Organisation, owner: Membership, at: datetime) -> None:
    for number in range(60):
        saw(organisation, EventKind.EXPORT, key=f"{number}", by=owner.actor, at=at, member=owner, detail={"what": "x"})
    client = browser(owner)
    page = client.get(SECURITY).content.decode()
    assert page.count("downloaded all of the x") == 50
    (before,) = {part.split('"')[0] for part in page.split("before=")[1:]}
    assert client.get(f"{SECURITY}?before={before}").content.decode().count("downloaded all of the x") == 10
    assert "Nothing that owners need to know of" in client.get(f"{SECURITY}?kind=key_made").content.decode()
    for odd in ("?kind=nothing", "?before=x", "?before=" + "9" * 30, "?before=%00"):
        assert client.get(SECURITY + odd).status_code == 200, odd


def test_events_of_a_foreign_team_are_not_shown(
    organisation: Organisation, other_organisation: Organisation, owner: Membership, joins: Joins, at: datetime
) -> None:
    theirs = joins(other_organisation, Role.OWNER)
    with scope.inside(other_organisation):
        saw(other_organisation, EventKind.EXPORT, key="k", by=theirs.actor, at=at, detail={"what": "foreign"})
    assert "foreign" not in browser(owner).get(SECURITY).content.decode()


def test_a_browser_is_forgotten_by_its_owner_alone(owner: Membership, responder: Membership) -> None:
    come_in(responder)
    client = come_in(owner)
    page = client.get("/accounts/sessions/").content.decode()
    assert "Browsers that you came in by" in page
    theirs, mine = responder.user.devices.get(), owner.user.devices.get()
    for wrong in (theirs.pk, "x", "9" * 30):
        assert client.post("/accounts/sessions/", {"device": wrong}).status_code == 404
    assert client.post("/accounts/sessions/", {"device": mine.pk}).status_code == 302
    assert not owner.user.devices.exists()
    assert responder.user.devices.exists()
