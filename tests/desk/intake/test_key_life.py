"""Another key takes the place of the organisation's, the old one still opens; its end is told; one is taken back."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from desk.gnupg import Gnupg
from troth_desk.intake import key_life, own_key
from troth_desk.intake.jobs import keep_own_key
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.notices.models import Notice
from troth_desk.openpgp import keys, life, wkd
from troth_desk.openpgp.keys import Key, UnusableKeyError
from troth_desk.openpgp.reading import open_mail
from troth_desk.people.models import Membership
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db

PUBLIC = "/.well-known/openpgp/harbour.asc"
SUCCESSION = "/.well-known/openpgp/harbour/succession.txt"
PAGE = "/o/harbour/settings/openpgp/"


@pytest.fixture
def key(policy: PolicyVersion, at: datetime) -> Key:
    keep_own_key(policy.organisation, at)
    made = keys.key(policy.organisation_id)
    assert made is not None
    return made


def mail_to(gnupg: Gnupg, key: Key) -> bytes:
    gnupg.learn(key.public)
    words = ("--trust-model", "always", "-r", key.fingerprint, "--armor", "--encrypt")
    block = gnupg.run(*words, given=b"The overflow.\n").stdout
    return b"From: reporter@example.org\r\nSubject: x\r\n\r\n" + block


def actions_of(organisation: Organisation) -> list[str]:
    return [entry.action for entry in Entry.objects.filter(organisation_id=organisation.pk).order_by("seq")]


def test_after_a_change_both_open_and_the_new_one_signs(
    key: Key, organisation: Organisation, at: datetime, gnupg: Gnupg, outsider: Client
) -> None:
    older = mail_to(gnupg, key)
    new = key_life.rotate(organisation, by=SYSTEM, at=at)
    assert new.fingerprint != key.fingerprint
    assert new.user_ids == key.user_ids
    for raw in (older, mail_to(gnupg, new)):
        assert "overflow" in open_mail(raw, organisation.pk).message.get_content()
    assert gnupg.signer_of(outsider.get("/.well-known/security.txt").content) == new.fingerprint
    published = outsider.get(PUBLIC).content.decode()
    assert published == new.public, "nobody is pointed to the old one any more"
    keep_own_key(organisation, at)
    entry = Entry.objects.get(organisation_id=organisation.pk, action="openpgp_key.replaced")
    detail = json.loads(entry.body)["detail"]
    assert detail == {"before": key.fingerprint, "fingerprint": new.fingerprint}
    assert actions_of(organisation).count(own_key.IN_USE) == 2


def test_the_old_key_says_that_the_new_one_follows(
    key: Key, organisation: Organisation, at: datetime, gnupg: Gnupg, outsider: Client
) -> None:
    assert outsider.get(SUCCESSION).status_code == 404
    new = key_life.rotate(organisation, by=SYSTEM, at=at)
    gnupg.learn(key.public)
    said = outsider.get(SUCCESSION).content
    assert gnupg.signer_of(said) == key.fingerprint
    assert new.fingerprint in gnupg.content(said)


def test_pressed_twice_makes_one_key(key: Key, organisation: Organisation, at: datetime) -> None:
    first = key_life.rotate(organisation, by=SYSTEM, at=at, expected=key.fingerprint)
    assert key_life.rotate(organisation, by=SYSTEM, at=at, expected=key.fingerprint) == first
    assert len(keys.every(organisation.pk)) == 2


def test_several_changes_and_all_of_them_open(key: Key, organisation: Organisation, at: datetime, gnupg: Gnupg) -> None:
    mails = [mail_to(gnupg, key)]
    mails += [mail_to(gnupg, key_life.rotate(organisation, by=SYSTEM, at=at)) for _ in range(3)]
    assert len({one.fingerprint for one in keys.every(organisation.pk)}) == 4
    for raw in mails:
        assert "overflow" in open_mail(raw, organisation.pk).message.get_content()


def test_killed_between_two_files_loses_nothing(
    key: Key, organisation: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old key is kept before the new one is put in its place."""
    from troth_desk import kept

    real = kept.in_place

    def dies(path: Path, text: str) -> None:
        if path == keys.path(organisation.pk):
            raise KeyboardInterrupt
        real(path, text)

    monkeypatch.setattr(kept, "in_place", dies)
    with pytest.raises(KeyboardInterrupt):
        keys.rotated(organisation.pk, keys.new("Harbour"))
    assert [one.fingerprint for one in keys.every(organisation.pk)] == [key.fingerprint]


def test_a_key_of_the_team_s_own_takes_its_place(
    key: Key, organisation: Organisation, at: datetime, gnupg: Gnupg
) -> None:
    secret = gnupg.secret_key("security@example.org")
    taken = key_life.take(organisation, secret, by=SYSTEM, at=at)
    assert taken.fingerprint == gnupg.fingerprint("security@example.org")
    assert [one.fingerprint for one in keys.every(organisation.pk)] == [taken.fingerprint, key.fingerprint]
    assert key_life.take(organisation, secret, by=SYSTEM, at=at) == taken
    assert actions_of(organisation).count("openpgp_key.replaced") == 1


def test_a_key_that_cannot_sign_takes_no_place(
    key: Key, organisation: Organisation, at: datetime, gnupg: Gnupg
) -> None:
    ended = gnupg.secret_key("ended@example.org", made="20200101T000000", until="2021-01-01")
    with pytest.raises(UnusableKeyError, match="cannot sign"):
        key_life.take(organisation, ended, by=SYSTEM, at=at)
    older = key_life.keep_older(organisation, ended, by=SYSTEM, at=at)
    assert [one.fingerprint for one in keys.every(organisation.pk)] == [key.fingerprint, older.fingerprint]


def test_a_key_given_by_the_environment_is_not_replaced(
    key: Key, organisation: Organisation, at: datetime, gnupg: Gnupg, settings: Any, owner_client: Client
) -> None:
    settings.OPENPGP_KEY = gnupg.secret_key("security@example.org")
    with pytest.raises(UnusableKeyError, match="TROTH_DESK_OPENPGP_KEY"):
        key_life.rotate(organisation, by=SYSTEM, at=at)
    assert "Make a new key" not in owner_client.get(PAGE).content.decode()


def test_taken_back_for_good_and_told_to_everybody(
    key: Key, organisation: Organisation, at: datetime, gnupg: Gnupg, outsider: Client
) -> None:
    raw = mail_to(gnupg, key)
    present = key_life.revoke(organisation, key.fingerprint.lower(), by=SYSTEM, at=at)
    assert present.fingerprint != key.fingerprint
    gnupg.learn(outsider.get(PUBLIC).content.decode())
    listed = gnupg.run("--with-colons", "--list-keys").stdout.decode().splitlines()
    validity = {line.split(":")[4]: line.split(":")[1] for line in listed if line.startswith("pub:")}
    assert validity[key.fingerprint[-16:]] == "r"
    assert validity[present.fingerprint[-16:]] != "r"
    assert "overflow" in open_mail(raw, organisation.pk).message.get_content()
    key_life.revoke(organisation, key.fingerprint, by=SYSTEM, at=at)
    assert actions_of(organisation).count("openpgp_key.revoked") == 1
    with pytest.raises(UnusableKeyError, match="no OpenPGP key"):
        key_life.revoke(organisation, "AAAA", by=SYSTEM, at=at)


def test_its_end_is_told_to_the_owners_in_time_and_once_each(
    key: Key, organisation: Organisation, owner: Membership, responder: Membership
) -> None:
    assert key.expires_at is not None
    ends = key.expires_at
    seen = []
    for days in (90, 61, 60, 59, 30, 29, 8, 7, 1, 0, -1):
        key_life.warn(organisation, ends - timedelta(days=days))
        seen.append(Notice.objects.count())
    assert seen == [0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4]
    assert {notice.member_id for notice in Notice.objects.all()} == {owner.pk}
    last = Notice.objects.order_by("pk").last()
    assert last is not None
    assert last.urgent
    assert "ended on" in last.title


def test_the_wkd_hash_is_that_of_gnupg(gnupg: Gnupg) -> None:
    assert wkd.hashed("Joe.Doe") == "iy9q119eutrkn8s1mk4r39qejnbu3n5q", "the example of the draft, §3.1"
    gnupg.secret_key("Security+X.y@example.org")
    listed = gnupg.run("--with-wkd-hash", "--list-keys", "Security+X.y@example.org").stdout.decode()
    assert f"{wkd.hashed('security+x.y')}@example.org" in listed
    assert wkd.hashed("Öl") != wkd.hashed("öl"), "letters beyond ASCII are left as they are"


def test_the_directory_answers_both_ways(
    key: Key, organisation: Organisation, at: datetime, gnupg: Gnupg, outsider: Client, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "example.org", "openpgpkey.example.org"]
    name = wkd.hashed("security")
    advanced = outsider.get(
        f"/.well-known/openpgpkey/example.org/hu/{name}?l=security", HTTP_HOST="openpgpkey.example.org"
    )
    direct = outsider.get(f"/.well-known/openpgpkey/hu/{name}?l=security", HTTP_HOST="example.org")
    assert advanced.content == direct.content
    assert advanced["Content-Type"] == "application/octet-stream"
    assert advanced["Access-Control-Allow-Origin"] == "*"
    gnupg.run("--import", given=direct.content)
    assert gnupg.fingerprint("security@example.org") == key.fingerprint
    for policy in ("/.well-known/openpgpkey/policy", "/.well-known/openpgpkey/example.org/policy"):
        answer = outsider.get(policy)
        assert (answer.status_code, answer.content) == (200, b"")
    for wrong in (
        f"/.well-known/openpgpkey/elsewhere.org/hu/{name}",
        f"/.well-known/openpgpkey/example.org/hu/{wkd.hashed('other')}",
        f"/.well-known/openpgpkey/hu/{name}",
    ):
        assert outsider.get(wrong).status_code == 404, wrong


def test_a_key_that_was_taken_back_stands_in_the_directory(
    key: Key, organisation: Organisation, at: datetime, gnupg: Gnupg, outsider: Client
) -> None:
    present = key_life.revoke(organisation, key.fingerprint, by=SYSTEM, at=at)
    answer = outsider.get(f"/.well-known/openpgpkey/example.org/hu/{wkd.hashed('security')}")
    gnupg.run("--import", given=answer.content)
    listed = gnupg.run("--with-colons", "--list-keys").stdout.decode()
    assert key.fingerprint in listed
    assert present.fingerprint in listed


def test_the_files_for_a_web_server(key: Key, organisation: Organisation, tmp_path: Path, gnupg: Gnupg) -> None:
    wkd.write(tmp_path, wkd.files(key_life.directory(organisation)))
    name = wkd.hashed("security")
    made = {str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if each.is_file()}
    assert made >= {
        "example.org/.well-known/openpgpkey/policy",
        f"example.org/.well-known/openpgpkey/hu/{name}",
        "openpgpkey.example.org/.well-known/openpgpkey/example.org/policy",
        f"openpgpkey.example.org/.well-known/openpgpkey/example.org/hu/{name}",
    }
    gnupg.run("--import", given=(tmp_path / "example.org/.well-known/openpgpkey/hu" / name).read_bytes())
    assert gnupg.fingerprint("security@example.org") == key.fingerprint


def just_proven(client: Client, member: Membership) -> Client:
    """As after a login by password a moment ago."""
    client.post("/accounts/login/", {"login": member.user.email, "password": "a long pass phrase 1"})
    return client


def test_the_owner_makes_a_new_key_on_the_page(
    key: Key, organisation: Organisation, owner: Membership, responder_client: Client
) -> None:
    owner_client = Client()
    just_proven(owner_client, owner)
    page = owner_client.get(PAGE).content.decode()
    assert "Make a new key" in page
    assert "Make a new key" not in responder_client.get(PAGE).content.decode()
    rotate, revoke = (
        reverse("intake:openpgp-rotate", args=("harbour",)),
        reverse("intake:openpgp-revoke", args=("harbour",)),
    )
    assert responder_client.post(rotate, {"fingerprint": key.fingerprint}).status_code == 403
    assert owner_client.post(rotate, {"fingerprint": "another"}).status_code == 404
    assert keys.key(organisation.pk) == key
    owner_client.post(rotate, {"fingerprint": key.fingerprint})
    present = keys.key(organisation.pk)
    assert present is not None
    assert present.fingerprint != key.fingerprint
    owner_client.post(rotate, {"fingerprint": key.fingerprint})
    assert keys.key(organisation.pk) == present, "a page that is older than the key changes nothing"
    page = owner_client.get(PAGE).content.decode()
    assert "Keys before it" in page
    assert key.halves[0] in page
    assert "that this one takes its place" in page
    owner_client.post(revoke, {"fingerprint": key.fingerprint})
    assert list(life.revocations(organisation.pk)) == [key.fingerprint]
    assert "taken back; it still opens mail" in owner_client.get(PAGE).content.decode()
    assert keys.key(organisation.pk) == present


def test_who_did_not_just_prove_themselves_does_so_first(
    key: Key, organisation: Organisation, owner_client: Client
) -> None:
    answer = owner_client.post(reverse("intake:openpgp-rotate", args=("harbour",)), {"fingerprint": key.fingerprint})
    assert "/accounts/reauthenticate/" in answer["Location"]
    assert keys.key(organisation.pk) == key


def test_the_page_says_whether_the_directory_is_served_here(key: Key, auditor_client: Client, settings: Any) -> None:
    page = auditor_client.get(PAGE).content.decode()
    assert "<code>openpgpkey.example.org</code> leads here" in page
    settings.ALLOWED_HOSTS = ["testserver", "openpgpkey.example.org"]
    assert "this desk answers for <code>example.org</code>" in auditor_client.get(PAGE).content.decode()
