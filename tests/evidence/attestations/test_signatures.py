"""Signatures by the real ssh-keygen and gpg, good ones and every kind of bad one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signing_keys import MAIL, PILOT, exported, gitconfig, gpg_home, public, run, ssh_key
from troth.evidence.attestations.signatures import mail
from troth.evidence.gather import Scene, gather
from troth.evidence.repository import Repository
from troth.terms.answer import Answer
from troth.terms.attestation import Attestation
from troth.terms.wants import Attestations

Trees = Callable[..., Repository]
NAME = "attestations/drill.toml"
RECORD = f"""\
[[attestation]]
name = "drill"
by = "{PILOT}"
what = "The crew ran the drill."
on = 2026-11-01
""".encode()
ALLOWED = "attestations/allowed_signers"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without any configuration."""
    for name in ("XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GNUPGHOME", "SSH_AUTH_SOCK"):
        monkeypatch.delenv(name, raising=False)
    own = tmp_path / "home"
    own.mkdir()
    monkeypatch.setenv("HOME", str(own))
    return own


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ssh_key(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def ring() -> Iterator[Path]:
    with gpg_home(PILOT, "Other <other@example.org>") as folder:
        yield folder


def by_ssh(key: Path, data: bytes = RECORD, namespace: str = "troth-attestation") -> bytes:
    return run("ssh-keygen", "-Y", "sign", "-n", namespace, "-f", str(key), given=data)


def by_gpg(ring: Path, data: bytes = RECORD, user: str = MAIL, how: str = "-bsa") -> bytes:
    return run("gpg", "--batch", how, "-u", user, given=data, env={"GNUPGHOME": str(ring)})


def answered(repository: Repository, *, signatures: bool = True) -> Answer[Attestation]:
    scene = Scene(repository=repository, at=date(2026, 11, 25), signatures=signatures)
    return gather(scene, [Attestations()])[Attestations()]


def signature(repository: Repository) -> tuple[str, str]:
    """State, and who signed or why it is no good one."""
    (one,) = answered(repository).found
    return one.signature, one.signer or one.remark


# ---- SSH


def test_a_key_that_the_tree_names(tree: Trees, key: Path) -> None:
    files = {NAME: RECORD, f"{NAME}.sig": by_ssh(key), ALLOWED: f"{MAIL} {public(key)}\n"}
    assert signature(tree(files)) == ("good", MAIL)


def test_a_key_that_the_user_names(tree: Trees, key: Path, home: Path) -> None:
    (home / "signers").write_text(f'*@example.org namespaces="troth-*" {public(key)}\n')
    gitconfig(home, gpg_ssh_allowedSignersFile="~/signers")
    assert signature(tree({NAME: RECORD, f"{NAME}.sig": by_ssh(key)})) == ("good", MAIL)


def test_line_ends_of_a_checkout_change_nothing(tree: Trees, key: Path) -> None:
    files = {NAME: RECORD.replace(b"\n", b"\r\n"), f"{NAME}.sig": by_ssh(key), ALLOWED: f"{MAIL} {public(key)}\n"}
    assert signature(tree(files)) == ("good", MAIL)


def test_what_the_checkout_configures_names_nobody_and_runs_nothing(
    git_tree: Trees, git: Callable[..., str], key: Path, tmp_path: Path
) -> None:
    repository = git_tree([("2026-01-01", {NAME: RECORD, f"{NAME}.sig": by_ssh(key)}, ())])
    (tmp_path / "signers").write_text(f"{MAIL} {public(key)}\n")
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    git(repository.root, "config", "gpg.ssh.allowedSignersFile", str(tmp_path / "signers"))
    for name in ("gpg.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand", "gpg.openpgp.program"):
        git(repository.root, "config", name, str(trap))
    state, why = signature(repository)
    assert state == "unknown"
    assert "by a key that the project does not name (SHA256:" in why
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    ("signers", "told"),
    [
        ("", "does not name (SHA256:"),
        ("garbage\n\0\xff", "does not name"),
        ("other@example.org {key}\n", "by the key of other@example.org, not of pilot@example.org"),
        ('pilot@example.org namespaces="git" {key}\n', "not allowed for troth-attestation"),
        ('pilot@example.org valid-before="20250101" {key}\n', "its key has expired"),
        ('pilot@example.org valid-after="20270101" {key}\n', "its key is not valid yet"),
    ],
)
def test_a_key_that_is_not_named_for_whoever_attests(tree: Trees, key: Path, signers: str, told: str) -> None:
    files = {NAME: RECORD, f"{NAME}.sig": by_ssh(key), ALLOWED: signers.format(key=public(key))}
    state, why = signature(tree(files))
    assert state == "unknown"
    assert told in why


def test_a_key_was_valid_on_the_day(tree: Trees, key: Path) -> None:
    signers = f'{MAIL} valid-after="20261101",valid-before="20261102" {public(key)}\n'
    assert signature(tree({NAME: RECORD, f"{NAME}.sig": by_ssh(key), ALLOWED: signers}))[0] == "good"


def test_one_spoilt_line_hides_no_other(tree: Trees, key: Path) -> None:
    signers = f"garbage line\n{MAIL} {public(key)}\n"
    assert signature(tree({NAME: RECORD, f"{NAME}.sig": by_ssh(key), ALLOWED: signers}))[0] == "good"


def test_a_key_that_the_user_has_revoked(tree: Trees, key: Path, home: Path) -> None:
    (home / "revoked").write_text(f"{public(key)}\n")
    gitconfig(home, gpg_ssh_revocationFile=str(home / "revoked"))
    files = {NAME: RECORD, f"{NAME}.sig": by_ssh(key), ALLOWED: f"{MAIL} {public(key)}\n"}
    state, why = signature(tree(files))
    assert state == "unknown"
    assert "revoked" in why


def test_bad_ssh_signatures(tree: Trees, key: Path) -> None:
    allowed = f"{MAIL} {public(key)}\n"
    for made, told in (
        (by_ssh(key, RECORD + b"\n"), "it does not fit the file"),
        (by_ssh(key, RECORD, "git"), "it was made for something else"),
        (b"junk", "it is no signature"),
        (b"", "it is no signature"),
        (b"x" * 70_000, "it cannot be read"),
        (by_ssh(key)[:-60], "it is no signature"),
    ):
        assert signature(tree({NAME: RECORD, f"{NAME}.sig": made, ALLOWED: allowed})) == ("bad", told)


# ---- OpenPGP


def test_an_openpgp_key_of_the_tree(tree: Trees, ring: Path) -> None:
    files = {NAME: RECORD, f"{NAME}.asc": by_gpg(ring), "attestations/keys/pilot.asc": exported(ring)}
    assert signature(tree(files)) == ("good", PILOT)


def test_keys_of_the_user_speak_for_nobody(tree: Trees, ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GNUPGHOME", str(ring))
    state, why = signature(tree({NAME: RECORD, f"{NAME}.asc": by_gpg(ring)}))
    assert state == "unknown"
    assert "by a key that the project does not name" in why


def test_an_openpgp_key_of_somebody_else(tree: Trees, ring: Path) -> None:
    made = by_gpg(ring, user="other@example.org")
    files = {NAME: RECORD, f"{NAME}.asc": made, "attestations/keys/o.asc": exported(ring, "other@example.org")}
    state, why = signature(tree(files))
    assert (state, why) == ("unknown", "by the key of Other <other@example.org>, not of pilot@example.org")


def test_bad_openpgp_signatures(tree: Trees, ring: Path) -> None:
    keys = {"attestations/keys/pilot.asc": exported(ring)}
    for made, told in (
        (by_gpg(ring, RECORD + b"\n"), "it does not fit the file"),
        (b"junk", "it is no signature"),
        (b"", "it is no signature"),
        (by_gpg(ring, b"something else", how="-sa"), None),
        (by_gpg(ring, b"something else", how="--clearsign"), None),
        (exported(ring), None),
    ):
        state, why = signature(tree({NAME: RECORD, f"{NAME}.asc": made, **keys}))
        assert state == "bad", (made, why)
        assert told is None or why == told


def test_an_expired_key(tree: Trees) -> None:
    with gpg_home(PILOT, expire="seconds=1") as ring:
        made, keys = by_gpg(ring), exported(ring)
        repository = tree({NAME: RECORD, f"{NAME}.asc": made, "attestations/keys/pilot.asc": keys})
        for _ in range(100):
            state = signature(Repository(repository.root))
            if "expired" in state[1]:  # one that expires while it is looked at is "unknown" as well, by another word
                break
            run("sleep", "0.1")
    assert state == ("unknown", "its key has expired")


# ---- both


def test_a_bad_signature_spoils_a_good_one(tree: Trees, key: Path, ring: Path) -> None:
    named = {ALLOWED: f"{MAIL} {public(key)}\n", "attestations/keys/p.asc": exported(ring)}
    both = {NAME: RECORD, f"{NAME}.sig": by_ssh(key), f"{NAME}.asc": by_gpg(ring)}
    assert signature(tree(both | named))[0] == "good"
    assert signature(tree(both | named | {f"{NAME}.asc": by_gpg(ring, b"other")}))[0] == "bad"


def test_without_tools_no_signature_is_looked_at(tree: Trees, key: Path) -> None:
    files = {NAME: RECORD, f"{NAME}.sig": by_ssh(key, b"other"), ALLOWED: f"{MAIL} {public(key)}\n"}
    (one,) = answered(tree(files), signatures=False).found
    assert one.signature == "unknown"
    assert "not looked at" in one.remark


def test_a_program_that_is_missing_is_a_gap(tree: Trees, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tree({NAME: RECORD, f"{NAME}.sig": by_ssh(key), f"{NAME}.asc": b"x"})
    assert repository.paths
    git = Path(next(p for d in os.environ["PATH"].split(":") if Path(p := f"{d}/git").exists()))
    only = repository.root.parent / "bin"
    only.mkdir()
    (only / "git").symlink_to(git)
    monkeypatch.setenv("PATH", str(only))
    answer = answered(repository)
    (one,) = answer.found
    assert one.signature == "unknown"
    assert [gap.reason for gap in answer.gaps] == ["ssh-keygen: not installed; gpg: not installed"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.binary(max_size=60), st.integers(0, 300), st.sampled_from(["record", "signature", "keys"]), st.booleans())
def test_what_was_not_signed_is_never_good(
    tree: Trees, key: Path, ring: Path, junk: bytes, at: int, spoilt: str, ssh: bool
) -> None:
    suffix, made = (".sig", by_ssh(key)) if ssh else (".asc", by_gpg(ring))
    cut = at % len(made)
    other = RECORD + b"note = 'added later'\n"
    files: dict[str, str | bytes] = {
        NAME: other if spoilt != "keys" else RECORD,
        f"{NAME}{suffix}": made[:cut] + junk + made[cut + len(junk) :] if spoilt == "signature" else made,
        ALLOWED: junk if spoilt == "keys" else f"{MAIL} {public(key)}\n",
        "attestations/keys/p.asc": junk if spoilt == "keys" else exported(ring),
    }
    state, why = signature(tree(files))
    assert state == {"record": "bad", "keys": "unknown"}.get(spoilt, state)
    assert state in ("bad", "unknown")
    assert why


@pytest.mark.parametrize(
    ("by", "address"),
    [(PILOT, MAIL), (MAIL, MAIL), ("R. Pilot", ""), ("a <b> <c@d>", "c@d"), ("<x@y> z@w", "x@y"), ("", "")],
)
def test_the_address_of_an_author(by: str, address: str) -> None:
    assert mail(by) == address
