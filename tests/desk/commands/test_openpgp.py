"""``troth-desk openpgp``: the key of the organisation, on the machine of the desk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.commands.test_owner import desk
from desk.gnupg import Gnupg, gnupg

__all__ = ["gnupg"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    policy = tmp_path / "SECURITY.md"
    policy.write_text("# Security\n\nWrite to security@example.org. We acknowledge reports within 48 hours.\n")
    folder = tmp_path / "data"
    done = desk(folder, "prepare", "--policy", str(policy), "--project", "Harbour")
    assert done.returncode == 0, done.stderr
    return folder


def keys(data: Path) -> list[str]:
    done = desk(data, "openpgp", "show")
    assert done.returncode == 0, done.stderr
    return re.findall(r"^([0-9A-F]{40}) ", done.stdout, re.MULTILINE)


def asked(data: Path, *words: str) -> str:
    done = desk(data, "openpgp", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_its_life(data: Path, gnupg: Gnupg, tmp_path: Path) -> None:
    (first,) = keys(data)
    second = asked(data, "rotate").split()[-1]
    assert keys(data) == [second, first]
    secret = tmp_path / "mine.asc"
    secret.write_text(gnupg.secret_key("security@example.org"))
    third = asked(data, "import", str(secret)).split()[-1]
    assert third == gnupg.fingerprint("security@example.org")
    assert keys(data)[0] == third
    assert set(keys(data)) == {first, second, third}
    assert "Taken back" in asked(data, "revoke", first)
    assert f"{first}  taken back" in asked(data, "show")
    listed = asked(data, "wkd", str(tmp_path / "web")).split()
    assert "example.org/.well-known/openpgpkey/policy" in listed
    for path in listed:
        assert (tmp_path / "web" / path).is_file()
    verified = desk(data, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_what_cannot_be_done_is_said_in_words(data: Path, tmp_path: Path) -> None:
    for words, code, said in (
        (("revoke", "AAAA"), 1, "no OpenPGP key"),
        (("import", str(tmp_path / "nowhere.asc")), 2, "nowhere.asc"),
        (("show", "--organisation", "nobody"), 2, "say which organisation"),
    ):
        done = desk(data, "openpgp", *words)
        assert done.returncode == code
        assert said in done.stderr
        assert "Traceback" not in done.stderr
