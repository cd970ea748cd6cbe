"""security.txt under the signature of the organisation; its key for everybody, and its page for the team."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as desk
from django.test import Client

from desk.gnupg import Gnupg
from troth_desk.intake import key_pages, own_key
from troth_desk.intake.jobs import keep_own_key
from troth_desk.ledger.actor import SYSTEM
from troth_desk.ledger.models import Entry
from troth_desk.openpgp import keys
from troth_desk.openpgp.keys import Key, UnusableKeyError
from troth_desk.policies.actions import import_texts
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db

FILE = "/.well-known/security.txt"
PUBLIC = "/.well-known/openpgp/harbour.asc"
PAGE = "/o/harbour/settings/openpgp/"


@pytest.fixture
def key(policy: PolicyVersion, at: datetime) -> Key:
    """As the worker makes it."""
    keep_own_key(policy.organisation, at)
    made = keys.key(policy.organisation_id)
    assert made is not None
    return made


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_gnupg_accepts_the_file_by_the_key_that_it_names(key: Key, outsider: Client, gnupg: Gnupg) -> None:
    signed = text(outsider.get(FILE))
    gnupg.learn(text(outsider.get(PUBLIC)))
    assert gnupg.signer_of(signed) == key.fingerprint
    assert gnupg.content(signed).splitlines() == [
        f"Contact: {desk.ADDRESS}/report/harbour/harbour/",
        "Contact: mailto:security@example.org",
        "Expires: 2026-05-31T00:00:00Z",
        f"Encryption: {desk.ADDRESS}{PUBLIC}",
        f"Canonical: {desk.ADDRESS}{FILE}",
        f"Policy: {desk.ADDRESS}/report/harbour/harbour/policy/",
        "Preferred-Languages: en",
    ]


def test_the_file_has_no_line_outside_of_the_signature(key: Key, outsider: Client) -> None:
    """RFC 9116 §2.3 and §4 ("signed")."""
    signed = text(outsider.get(FILE))
    assert re.fullmatch(
        r"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n(?:[A-Z][A-Za-z-]+: \S+\n)+"
        r"-----BEGIN PGP SIGNATURE-----\n\n(?:[A-Za-z0-9+/=]+\n)+-----END PGP SIGNATURE-----\n",
        signed,
    )


def test_no_byte_of_the_file_can_be_changed(key: Key, outsider: Client, gnupg: Gnupg) -> None:
    signed = outsider.get(FILE).content
    gnupg.learn(key.public)
    assert gnupg.signer_of(signed) == key.fingerprint
    for field in (b"Contact: h", b"mailto:s", b"Expires: 2", b"Encryption: h", b"Canonical: h"):
        place = signed.index(field) + len(field) - 1
        changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        assert gnupg.signer_of(changed) == "", field


def test_the_public_half_is_served_and_never_the_secret_one(key: Key, outsider: Client, gnupg: Gnupg) -> None:
    answer = outsider.get(PUBLIC)
    assert answer["Content-Type"] == "application/pgp-keys"
    assert "secret" not in gnupg.packets(text(answer))
    assert key.user_ids == ("Harbour <security@example.org>",)


def test_without_a_policy_there_is_no_key_and_the_file_is_served_without_a_signature(
    project: Project, at: datetime, outsider: Client, owner_client: Client
) -> None:
    keep_own_key(project.organisation, at)
    assert keys.key(project.organisation_id) is None
    assert text(outsider.get(FILE)).startswith("Contact: ")
    assert outsider.get(PUBLIC).status_code == 404
    assert outsider.get("/.well-known/openpgp/elsewhere.asc").status_code == 404
    assert "There is no key yet" in text(owner_client.get(PAGE))


def test_a_policy_without_a_mail_address_gives_a_key_of_the_name_alone(project: Project, at: datetime) -> None:
    import_texts(project, {"SECURITY.md": "# Security\n\nWe acknowledge reports within 48 hours.\n"}, by=SYSTEM, at=at)
    made = own_key.keep(project.organisation, by=SYSTEM, at=at)
    assert made is not None
    assert made.user_ids == ("Harbour",)


def test_the_ledger_says_once_which_key_is_in_use(key: Key, organisation: Organisation, at: datetime) -> None:
    for hours in range(3):
        keep_own_key(organisation, at + timedelta(hours=hours))
    (entry,) = Entry.objects.filter(organisation_id=organisation.pk, action=own_key.IN_USE)
    assert key.fingerprint in entry.body
    assert "example.org" not in entry.body


def test_another_key_signs_from_when_it_is_given(
    key: Key, organisation: Organisation, at: datetime, settings: Any, outsider: Client, gnupg: Gnupg
) -> None:
    settings.OPENPGP_KEY = gnupg.secret_key("security@example.org")
    keep_own_key(organisation, at)
    assert gnupg.signer_of(outsider.get(FILE).content) not in {"", key.fingerprint}
    assert Entry.objects.filter(organisation_id=organisation.pk, action=own_key.IN_USE).count() == 2


def test_the_organisation_that_is_there_for_longest_signs_for_all(
    key: Key, other_project: Project, at: datetime, outsider: Client, gnupg: Gnupg
) -> None:
    with scope.inside(other_project.organisation):
        import_texts(other_project, {"SECURITY.md": "Write to lamp@example.org."}, by=SYSTEM, at=at)
        other = own_key.keep(other_project.organisation, by=SYSTEM, at=at)
    assert other is not None
    assert other.fingerprint != key.fingerprint
    gnupg.learn(key.public)
    signed = outsider.get(FILE).content
    assert gnupg.signer_of(signed) == key.fingerprint
    assert gnupg.content(signed).count("Encryption: ") == 2
    gnupg.learn(text(outsider.get("/.well-known/openpgp/lighthouse.asc")))
    assert f"{other.fingerprint}" in gnupg.run("--list-keys", "lamp@example.org").stdout.decode()


def test_the_report_page_has_the_key_at_hand(key: Key, outsider: Client) -> None:
    page = text(outsider.get("/report/harbour/harbour/"))
    assert "PGP key at hand" in page
    assert f'href="{PUBLIC}"' in page
    assert all(half in page for half in key.halves)


def test_the_report_page_says_nothing_of_a_key_that_is_not_there(policy: PolicyVersion, outsider: Client) -> None:
    assert "PGP key" not in text(outsider.get("/report/harbour/harbour/"))


def test_a_key_that_the_policy_links_to_stands_before_ours(project: Project, at: datetime, outsider: Client) -> None:
    theirs = "https://example.org/pgp.asc"
    words = f"# Security\n\nEncrypt your report with our PGP key: {theirs}\n"
    import_texts(project, {"SECURITY.md": words}, by=SYSTEM, at=at)
    keep_own_key(project.organisation, at)
    lines = [line for line in text(outsider.get(FILE)).splitlines() if line.startswith("Encryption: ")]
    assert lines == [f"Encryption: {theirs}", f"Encryption: {desk.ADDRESS}{PUBLIC}"]
    page = text(outsider.get("/report/harbour/harbour/"))
    assert page.index(f'href="{theirs}"') < page.index(f'href="{PUBLIC}"')


def test_the_team_sees_fingerprint_end_and_place(key: Key, organisation: Organisation, auditor_client: Client) -> None:
    page = text(auditor_client.get(PAGE))
    assert all(half in page for half in key.halves)
    assert "Harbour &lt;security@example.org&gt;" in page
    assert f"keys/openpgp/organisation-{organisation.pk}.asc" in page
    assert key.expires_at is not None
    assert f"{key.expires_at:%Y-%m-%d}" in page
    assert "security.txt</a> is yours" in page
    assert "ends soon" not in page
    assert "BEGIN PGP" not in page


def test_a_team_whose_key_does_not_sign_is_told_so(
    project: Project, other_project: Project, at: datetime, owner_client: Client
) -> None:
    """One file for all: here only the other organisation has a key yet, then ours, which is the older one."""
    with scope.inside(other_project.organisation):
        import_texts(other_project, {"SECURITY.md": "Write to lamp@example.org."}, by=SYSTEM, at=at)
        own_key.keep(other_project.organisation, by=SYSTEM, at=at)
    signed_by = [own_key.signed("Contact: x\n")[1]]
    keys.made(project.organisation_id, "Harbour")
    signed_by.append(own_key.signed("Contact: x\n")[1])
    assert signed_by == [other_project.organisation, project.organisation]
    assert "security.txt</a> is yours" in text(owner_client.get(PAGE))


def test_the_other_team_is_told_that_its_key_does_not_sign(
    key: Key, organisation: Organisation, other_organisation: Organisation, at: datetime
) -> None:
    keys.made(other_organisation.pk, "Lighthouse")
    said = [key_pages.context(each, at)["signs"] for each in (organisation, other_organisation)]
    assert said == [True, False]


def test_the_page_asks_for_a_new_end_in_time(key: Key, auditor_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert key.expires_at is not None
    ends = key.expires_at
    for before, says in ((timedelta(days=59), "The key ends soon"), (timedelta(0), "The key ended")):
        monkeypatch.setattr("troth_desk.clock.now", lambda before=before: ends - before)
        assert says in text(auditor_client.get(PAGE))


def test_a_key_that_ended_signs_nothing_and_nobody_is_pointed_to_it(
    policy: PolicyVersion, settings: Any, outsider: Client, gnupg: Gnupg
) -> None:
    settings.OPENPGP_KEY = gnupg.secret_key("ended@example.org", made="20200101T000000", until="2021-01-01")
    plain = text(outsider.get(FILE))
    assert plain.startswith("Contact: ")
    assert "Encryption: " not in plain
    assert "PGP key" not in text(outsider.get("/report/harbour/harbour/"))
    assert outsider.get(PUBLIC).status_code == 200, "who has it wants to see that it ended"


def test_a_damaged_key_is_told_to_the_team_and_costs_no_reporter_a_page(
    key: Key, organisation: Organisation, openpgp_keys: Path, at: datetime, outsider: Client, owner_client: Client
) -> None:
    (openpgp_keys / f"organisation-{organisation.pk}.asc").write_text("half")
    assert text(outsider.get(FILE)).startswith("Contact: ")
    assert "PGP key" not in text(outsider.get("/report/harbour/harbour/"))
    assert outsider.get(PUBLIC).status_code == 404
    assert "The key cannot be used" in text(owner_client.get(PAGE))
    with pytest.raises(UnusableKeyError):
        keep_own_key(organisation, at)


def test_nobody_outside_sees_the_page_of_the_team(key: Key, outsider: Client) -> None:
    assert outsider.get(PAGE).status_code == 302
