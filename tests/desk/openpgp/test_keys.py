"""The keys of organisations: made once, read by GnuPG, refused where nobody could sign with them."""

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.gnupg import Gnupg
from troth_desk.openpgp import keys
from troth_desk.openpgp.keys import UnusableKeyError

TEXT = "Contact: https://desk.example.org/\n- a dash\nFrom the start\n\nCanonical: https://desk.example.org/ä\n"

MAKE = """
import sys
from django.conf import settings
settings.configure(OPENPGP_FOLDER=sys.argv[1], OPENPGP_KEY="")
from troth_desk.openpgp import keys
sys.stdin.readline()
print(keys.made(7, "Harbour", "security@example.org").fingerprint)
"""


def test_a_key_is_made_once_and_kept_for_its_owner_alone(folder: Path) -> None:
    assert keys.key(7) is None
    key = keys.made(7, "Harbour", "security@example.org")
    kept = folder / "organisation-7.asc"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert [each.name for each in folder.iterdir()] == ["organisation-7.asc"]
    assert keys.made(7, "Another name") == keys.key(7) == key
    assert keys.made(8, "Harbour").fingerprint != key.fingerprint


def test_processes_that_start_together_have_one_key(folder: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for each in started:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    said = {each.communicate(timeout=60)[0] for each in started}
    assert [each.returncode for each in started] == [0] * 4
    key = keys.key(7)
    assert key is not None
    assert said == {f"{key.fingerprint}\n"}
    assert [each.name for each in folder.iterdir()] == ["organisation-7.asc"]


def test_gnupg_reads_the_key_and_finds_what_it_is_for(gnupg: Gnupg) -> None:
    key = keys.made(7, "Harbour", "security@example.org")
    gnupg.learn(key.public)
    listed = [line.split(":") for line in gnupg.run("--with-colons", "--list-keys").stdout.decode().splitlines()]
    assert [(each[0], each[11]) for each in listed if each[0] in {"pub", "sub"}] == [
        ("pub", "cESC"),
        ("sub", "s"),
        ("sub", "e"),
    ]
    assert [each[9] for each in listed if each[0] == "uid"] == ["Harbour <security@example.org>"]
    assert next(each[9] for each in listed if each[0] == "fpr") == key.fingerprint
    assert key.expires_at == datetime.fromtimestamp(int(next(each[6] for each in listed if each[0] == "pub")), UTC)


def test_the_public_half_holds_nothing_secret(gnupg: Gnupg) -> None:
    key = keys.made(7, "Harbour", "security@example.org")
    assert "secret" in gnupg.packets(key.armoured)
    assert "secret" not in gnupg.packets(key.public)
    assert "PRIVATE" not in repr(key)


def test_what_it_signs_is_accepted_by_gnupg_and_nothing_else(gnupg: Gnupg) -> None:
    key = keys.made(7, "Harbour", "security@example.org")
    gnupg.learn(key.public)
    signed = key.clear_signed(TEXT)
    assert signed.startswith("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n")
    assert signed.endswith("-----END PGP SIGNATURE-----\n")
    assert "\n\n-----BEGIN PGP SIGNATURE" not in signed
    assert gnupg.signer_of(signed) == key.fingerprint
    assert gnupg.content(signed) == TEXT
    content = signed.encode()
    start, end = content.index(b"Contact:"), content.index(b"-----BEGIN PGP SIGNATURE")
    for place in range(start, end - 1, 7):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert gnupg.signer_of(changed) == "", place


def test_a_key_of_gnupg_is_taken(gnupg: Gnupg, settings: Any) -> None:
    settings.OPENPGP_KEY = gnupg.secret_key("security@example.org")
    key = keys.key(7)
    assert key is not None
    assert key == keys.made(8, "Another")
    assert (keys.given(), key.expires_at, key.user_ids) == (True, None, ("security@example.org",))
    assert gnupg.signer_of(key.clear_signed(TEXT)) == key.fingerprint


def test_a_key_that_ended_is_shown_and_does_not_sign(gnupg: Gnupg, settings: Any) -> None:
    settings.OPENPGP_KEY = gnupg.secret_key("ended@example.org", made="20200101T000000", until="2021-01-01")
    key = keys.key(7)
    assert key is not None
    assert key.expires_at is not None
    assert key.expires_at.year in {2020, 2021}
    with pytest.raises(UnusableKeyError, match="cannot sign now"):
        key.clear_signed(TEXT)


def test_a_key_under_a_passphrase_is_refused_in_words(gnupg: Gnupg, settings: Any) -> None:
    settings.OPENPGP_KEY = gnupg.secret_key("locked@example.org", passphrase="correct horse")
    with pytest.raises(UnusableKeyError, match="protected by a passphrase"):
        keys.key(7)


def test_a_public_key_is_refused_in_words(settings: Any) -> None:
    settings.OPENPGP_KEY = keys.made(7, "Harbour").public
    with pytest.raises(UnusableKeyError, match="public one"):
        keys.key(7)


def test_several_keys_are_refused(settings: Any) -> None:
    settings.OPENPGP_KEY = keys.new("One") + keys.new("Two")
    with pytest.raises(UnusableKeyError, match="one secret key"):
        keys.key(7)


def test_a_damaged_file_is_told_by_its_name(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "organisation-7.asc").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnusableKeyError, match=r"organisation-7\.asc"):
        keys.key(7)


@given(garbage=st.text() | st.binary().map(lambda each: each.decode("latin-1")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_garbage_is_refused_in_one_line(garbage: str) -> None:
    with pytest.raises(UnusableKeyError) as refused:
        keys.loaded(garbage)
    assert "\n" not in str(refused.value)


@given(name=st.text(max_size=300))
def test_no_name_of_an_organisation_looks_like_an_address(name: str) -> None:
    user = keys.user_id(name, "security@example.org")
    assert user.endswith(" <security@example.org>")
    assert user.count("<") == user.count(">") == 1
    assert user.isprintable()
    assert keys.loaded(keys.new(user)).user_ids == (user,)


def test_the_fingerprint_is_shown_in_groups() -> None:
    key = keys.made(7, "Harbour")
    assert "".join(key.halves).replace(" ", "") == key.fingerprint
    assert [len(half.split()) for half in key.halves] == [5, 5]
