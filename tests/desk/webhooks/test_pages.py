"""Pages of webhooks: who sees what, the secret once, addresses that are refused beside their field."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from desk.people_fixtures import Joins, browser
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.people.models import Membership, Role
from troth_desk.tenants.models import Organisation
from troth_desk.webhooks import actions, signing
from troth_desk.webhooks.kinds import GROUPS
from troth_desk.webhooks.models import Delivery, DeliveryState, Subscription

pytestmark = pytest.mark.django_db
ROOT = "/o/harbour/settings/webhooks/"
Hook = tuple[Subscription, str]
GROUP = {name: place for place, (name, _) in enumerate(GROUPS)}
GIVEN = {
    "name": "chat",
    "url": "https://chat.example.org/hook/abc",
    f"kinds_{GROUP['cases']}": ["case.opened"],
    f"kinds_{GROUP['clocks']}": ["clock.breached"],
}


@pytest.fixture
def confirmed(owner: Membership) -> Client:
    """A browser whose owner logged in just now."""
    client = Client()
    given = {"login": owner.user.email, "password": "a long pass phrase 1"}
    assert client.post("/accounts/login/", given).status_code == 302
    return client


def test_a_new_one_shows_its_secret_once(confirmed: Client, organisation: Organisation) -> None:
    assert b"No program is told anything yet" in confirmed.get(ROOT).content
    page = confirmed.post(f"{ROOT}new/", GIVEN, follow=True).content.decode()
    made = Subscription.objects.get()
    assert made.kinds == ["case.opened", "clock.breached"]
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)
    assert signing.opened(made.secret) == secret
    assert secret not in confirmed.get(f"{ROOT}{made.pk}/").content.decode()
    assert secret not in "".join(Entry.objects.values_list("body", flat=True))
    assert b"chat.example.org" in confirmed.get(ROOT).content


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://chat.example.org/", "https alone"),
        ("ftp://chat.example.org/", "http and https"),
        ("https://user:secret@chat.example.org/", "password"),
        ("https://chat.example.org:22/", "Port 22"),
        ("javascript:alert(1)", "http and https"),
        ("https://chat.example.org/\r\nX: y", "no web address"),
        ("", "required"),
    ],
)
def test_addresses_that_are_refused(confirmed: Client, organisation: Organisation, url: str, words: str) -> None:
    answer = confirmed.post(f"{ROOT}new/", GIVEN | {"url": url})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Subscription.objects.exists()


def test_a_webhook_is_told_something(confirmed: Client, organisation: Organisation) -> None:
    answer = confirmed.post(f"{ROOT}new/", {"name": "chat", "url": GIVEN["url"]})
    assert (answer.status_code, b"Choose at least one event" in answer.content) == (422, True)
    answer = confirmed.post(f"{ROOT}new/", GIVEN | {"kinds_0": ["note.written"]})
    assert (answer.status_code, Subscription.objects.count()) == (422, 0)


def test_only_owners_see_the_whole_address_and_change_anything(
    organisation: Organisation, hook: Hook, joins: Joins, at: datetime
) -> None:
    page = f"{ROOT}{hook[0].pk}/"
    for role in Role:
        client = browser(joins(organisation, role))
        seen = client.get(page).content.decode()
        assert ("/hook" in seen) is (role is Role.OWNER)
        for what in ("rotate", "test", "on", "off", "change", "remove"):
            answer = client.post(f"{page}{what}/")
            assert (answer.status_code == 403) is (role is not Role.OWNER), (role, what)


def test_what_was_sent_is_shown_and_sent_again(confirmed: Client, hook: Hook, at: datetime) -> None:
    page = f"{ROOT}{hook[0].pk}/"
    assert b"since nothing was sent" in confirmed.get(page).content
    assert b"Nothing was sent yet" in confirmed.get(page).content
    confirmed.post(f"{page}test/")
    made = Delivery.objects.get()
    Delivery.objects.update(state=DeliveryState.FAILED, failure="It answers 500.", status=500, tries=3, tried_at=at)
    seen = confirmed.get(page).content.decode()
    assert "It answers 500." in seen
    assert "given up" in seen
    confirmed.post(f"{page}deliveries/{made.pk}/again/")
    made.refresh_from_db()
    assert made.state == DeliveryState.WAITING


def test_a_delivery_of_another_webhook_is_not_found_below_this_one(
    confirmed: Client, organisation: Organisation, hook: Hook, owner: Membership, at: datetime
) -> None:
    other, _ = actions.subscribe(
        organisation, name="b", url="https://b.example.org/", kinds=["case.opened"], member=owner, by=SYSTEM, at=at
    )
    made = actions.test(other, by=SYSTEM, at=at)
    Delivery.objects.update(state=DeliveryState.FAILED)
    assert confirmed.post(f"{ROOT}{hook[0].pk}/deliveries/{made.pk}/again/").status_code == 404
    assert confirmed.post(f"{ROOT}{other.pk}/deliveries/{made.pk}/again/").status_code == 302


def test_off_on_changed_and_removed(confirmed: Client, hook: Hook, at: datetime) -> None:
    page = f"{ROOT}{hook[0].pk}/"
    confirmed.post(f"{page}off/")
    assert "switched off by the team" in confirmed.get(page).content.decode()
    assert confirmed.post(f"{page}test/", follow=True).content.decode().count("switch it on first") == 1
    confirmed.post(f"{page}on/", {"missed": "send"})
    hook[0].refresh_from_db()
    assert hook[0].state == "on"
    assert confirmed.post(f"{page}change/", GIVEN | {"url": "nonsense"}).status_code == 422
    confirmed.post(f"{page}change/", GIVEN)
    hook[0].refresh_from_db()
    assert (hook[0].name, hook[0].url) == ("chat", GIVEN["url"])
    shown = confirmed.post(f"{page}rotate/", follow=True).content.decode()
    assert "whsec_" in shown
    assert "whsec_" not in confirmed.get(page).content.decode()
    confirmed.post(f"{page}remove/")
    assert not Subscription.objects.exists()
    told = Entry.objects.filter(subject=f"webhook:{hook[0].pk}").values_list("action", flat=True)
    assert set(told) == {"webhook.made", "webhook.switched_off", "webhook.switched_on", "webhook.changed",
                         "webhook.rotated", "webhook.removed"}  # fmt: skip


def test_there_is_an_end_to_them(confirmed: Client, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    answer = confirmed.post(f"{ROOT}new/", GIVEN)
    assert (answer.status_code, b"remove one first" in answer.content) == (422, True)
