"""Failed logins: the owner of an address is never locked out by strangers, and what is counted is seen by the worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from desk.people_fixtures import Joins
from troth_desk.people import attempts, jobs
from troth_desk.people.models import EventKind, KnownDevice, LoginFailures, Membership, Role, SecurityEvent
from troth_desk.tenants.models import Organisation

PASSWORD = "a long pass phrase 1"
WRONG = "wrong"


@pytest.fixture(autouse=True)
def counts_begin_anew(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("troth_desk.clock.now", lambda: at)
    cache.clear()
    yield
    cache.clear()


def tries(client: Client, email: str, password: str = WRONG, **more: str) -> int:
    """The status: 302 where it opened."""
    return int(client.post("/accounts/login/", {"login": email, "password": password}, **more).status_code)  # type: ignore[arg-type]


def known_browser(member: Membership) -> Client:
    """A browser that the member came in by, logged out again."""
    client = Client()
    assert tries(client, member.user.email, PASSWORD) == 302
    client.post("/accounts/logout/")
    return client


def test_strangers_hold_up_strangers_and_not_the_browser_that_is_known(owner: Membership) -> None:
    mine = known_browser(owner)
    for number in range(8):
        tries(Client(), owner.user.email, REMOTE_ADDR=f"192.0.2.{number}")
    assert tries(Client(), owner.user.email, PASSWORD, REMOTE_ADDR="192.0.2.99") == 200, "strangers are held up"
    assert tries(mine, owner.user.email, PASSWORD) == 302


def test_strangers_at_the_same_network_address_do_not_hold_it_up_either(owner: Membership) -> None:
    mine = known_browser(owner)
    for number in range(12):
        tries(Client(), f"nobody{number}@example.org")
    assert tries(Client(), owner.user.email, PASSWORD) == 200
    assert tries(mine, owner.user.email, PASSWORD) == 302


def test_a_known_browser_has_five_attempts_of_its_own(owner: Membership) -> None:
    mine = known_browser(owner)
    for _ in range(5):
        assert tries(mine, owner.user.email) == 200
    assert tries(mine, owner.user.email, PASSWORD) == 200
    assert tries(Client(), owner.user.email, PASSWORD) == 302, "and holds nobody up by them"


def test_a_browser_is_known_for_its_person_alone(owner: Membership, responder: Membership) -> None:
    theirs = known_browser(responder)
    for _ in range(5):
        tries(Client(), owner.user.email)
    assert tries(theirs, owner.user.email, PASSWORD) == 200


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "a" * 10_000, "ä" * 43])
def test_a_made_up_cookie_makes_no_browser_known(token: str, owner: Membership) -> None:
    known_browser(owner)
    for _ in range(5):
        tries(Client(), owner.user.email)
    forged = Client()
    forged.cookies["device"] = token
    assert tries(forged, owner.user.email, PASSWORD) == 200


def test_the_cookie_holds_a_secret_that_the_database_does_not(owner: Membership) -> None:
    client = known_browser(owner)
    cookie = client.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 400 * 24 * 3600)
    assert cookie.value not in str(KnownDevice.objects.values())
    assert KnownDevice.objects.get().user == owner.user


def test_of_many_browsers_the_one_unused_longest_is_forgotten(
    owner: Membership, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth_desk.people.devices.MOST", 3)
    first = known_browser(owner)
    for day in range(1, 4):
        later = at + timedelta(days=day)
        monkeypatch.setattr("troth_desk.clock.now", lambda later=later: later)
        known_browser(owner)
    assert KnownDevice.objects.count() == 3
    for number in range(5):
        tries(Client(), owner.user.email, REMOTE_ADDR=f"192.0.2.{number}")
    assert tries(first, owner.user.email, PASSWORD, REMOTE_ADDR="192.0.2.77") == 200


def test_failures_are_counted_with_those_that_were_refused(owner: Membership, at: datetime) -> None:
    for _ in range(7):
        tries(Client(), owner.user.email)
    tries(Client(), "nobody@example.org")
    counted = {each.who: each.count for each in LoginFailures.objects.all()}
    assert counted == {owner.user.pk: 7, attempts.UNKNOWN: 1}
    assert "nobody" not in str(LoginFailures.objects.values())


def test_a_burst_is_told_once_in_six_hours(organisation: Organisation, owner: Membership, at: datetime) -> None:
    for _ in range(9):
        tries(Client(), owner.user.email)
    jobs.watch_logins(organisation, at)
    assert not SecurityEvent.objects.exists(), "nine are no burst"
    tries(Client(), owner.user.email, REMOTE_ADDR="192.0.2.7")
    jobs.watch_logins(organisation, at + timedelta(minutes=1))
    jobs.watch_logins(organisation, at + timedelta(minutes=2))
    event = SecurityEvent.objects.get()
    assert (event.kind, event.member, event.detail) == (EventKind.FAILED_LOGINS, owner, {"count": 10})
    assert event.address == "192.0.2.7"


def test_a_large_burst_does_not_hide_behind_a_small_one(
    organisation: Organisation, owner: Membership, at: datetime
) -> None:
    LoginFailures.objects.create(who=owner.user_id, window=at, count=10)
    for count in (10, 99, 100, 999, 1_000, 9_999):
        LoginFailures.objects.update(count=count)
        jobs.watch_logins(organisation, at)
    of_one = SecurityEvent.objects.filter(member=owner).order_by("pk")
    assert [each.detail["count"] for each in of_one] == [10, 100, 1_000]
    of_all = SecurityEvent.objects.filter(member=None).order_by("pk")
    assert [each.detail["count"] for each in of_all] == [99, 999, 9_999]


def test_an_old_burst_is_no_burst(organisation: Organisation, owner: Membership, at: datetime) -> None:
    for _ in range(10):
        tries(Client(), owner.user.email)
    jobs.watch_logins(organisation, at + timedelta(hours=1))
    assert not SecurityEvent.objects.exists()


def test_many_accounts_at_once_are_told_of_the_desk(organisation: Organisation, joins: Joins, at: datetime) -> None:
    for who in range(1, 11):
        LoginFailures.objects.create(who=who, window=at, count=5)
    jobs.watch_logins(organisation, at)
    event = SecurityEvent.objects.get()
    assert (event.member, event.detail) == (None, {"count": 50, "accounts": 10})


def test_a_member_of_another_team_is_none_of_ours(
    organisation: Organisation, other_organisation: Organisation, joins: Joins, at: datetime
) -> None:
    theirs = joins(other_organisation, Role.OWNER)
    LoginFailures.objects.create(who=theirs.user_id, window=at, count=20)
    jobs.watch_logins(organisation, at)
    assert not SecurityEvent.objects.exists()


def test_places_and_counts_are_forgotten(organisation: Organisation, owner: Membership, at: datetime) -> None:
    known_browser(owner)
    for _ in range(10):
        tries(Client(), owner.user.email)
    jobs.watch_logins(organisation, at)
    jobs.forget(organisation, at + timedelta(days=6))
    assert LoginFailures.objects.exists()
    jobs.forget(organisation, at + timedelta(days=181))
    event = SecurityEvent.objects.get()
    assert (event.address, event.browser, event.detail) == (None, "", {"count": 10})
    assert not LoginFailures.objects.exists()
    assert KnownDevice.objects.exists()
    jobs.forget(organisation, at + timedelta(days=401))
    assert not KnownDevice.objects.exists()
