"""`troth attest promise`, `key` and `--list`: from words to files that anybody verifies with ssh-keygen or gpg alone."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from signing_keys import MAIL, PILOT, exported, gitconfig, gpg_home, public, run, ssh_key
from troth.cli.__main__ import main
from troth.evidence.repository import Repository

TODAY = datetime.now(UTC).date()
POLICY = """\
# Security policy

Report vulnerabilities to security@ferry.org.

We will acknowledge your report within 48 hours.

- We run a recovery drill every six months.
- We keep an incident response playbook.
- The policy is reviewed annually.

Last reviewed: 2020-01-01
"""
DRILL, PLAYBOOK, DEADLINE = (
    "recurrence-drill-p6m",
    "document-incident-response-playbook",
    "deadline-acknowledge-pt48h-calendar",
)
Trees = Callable[..., Repository]
Told = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a user whom git knows by name."""
    for name in ("XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GNUPGHOME", "SSH_AUTH_SOCK"):
        monkeypatch.delenv(name, raising=False)
    own = tmp_path / "home"
    own.mkdir()
    monkeypatch.setenv("HOME", str(own))
    gitconfig(own, user_name="R. Pilot", user_email=MAIL)
    return own


@pytest.fixture
def root(git_tree: Trees, home: Path) -> Path:
    return git_tree([("2026-01-01", {"SECURITY.md": POLICY}, ())]).root


@pytest.fixture
def ssh(home: Path) -> Path:
    """A user whose git signs with an SSH key."""
    key = ssh_key(home / ".ssh", "id_ed25519")
    gitconfig(home, gpg_format="ssh", user_signingkey="~/.ssh/id_ed25519")
    return key


@pytest.fixture
def ring(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user whose git signs with an OpenPGP key."""
    with gpg_home(PILOT) as folder:
        monkeypatch.setenv("GNUPGHOME", str(folder))
        yield folder


def attest(root: Path, *words: str) -> int:
    return main(["attest", *words, "--root", str(root)])


def checked(root: Path, told: Told, *words: str) -> dict[str, Any]:
    told.readouterr()
    main(["check", str(root), "--json", "--no-cache", *words])
    found: dict[str, Any] = json.loads(told.readouterr().out)
    return found


def standing(root: Path, told: Told, promise: str = DRILL) -> str:
    (found,) = [one["standing"] for one in checked(root, told)["verdicts"] if one["id"] == promise]
    return str(found)


def files(root: Path) -> list[Path]:
    return sorted((root / "attestations").glob("*.toml"))


def record(root: Path) -> dict[str, Any]:
    (path,) = files(root)
    (found,) = tomllib.loads(path.read_text())["attestation"]
    return dict(found)


# ---- the record


def test_from_unproven_to_kept_by_one_command(root: Path, capsys: Told) -> None:
    assert standing(root, capsys) == "unproven"
    assert attest(root, "promise", "L7", "--note", "minutes: wiki/12") == 0
    told = capsys.readouterr().out
    assert "Done on" in told
    assert "unsigned" in told
    assert "Commit it" in told
    assert standing(root, capsys) == "kept"
    written = record(root)
    assert written["by"] == PILOT
    assert written["name"] == DRILL
    assert written["on"] == TODAY
    assert written["note"] == "minutes: wiki/12"
    assert "until" not in written
    assert written["promise"] == [
        {"id": DRILL, "document": "SECURITY.md", "sentence": "We run a recovery drill every six months."}
    ]


def test_all_that_can_be_said(root: Path, capsys: Told) -> None:
    words = ["--what", "It lies in the safe.", "--on", str(TODAY - timedelta(days=3)), "--until", str(TODAY)]
    assert attest(root, "promise", PLAYBOOK, *words, "--name", "safe", "--by", "Z", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["attestations"]
    written = record(root)
    assert (written["what"], written["by"], written["name"]) == ("It lies in the safe.", "Z", "safe")
    assert (written["on"], written["until"]) == (TODAY - timedelta(days=3), TODAY)
    assert (told["counts"], told["signature"], told["ends"]) == (True, "", str(TODAY))
    assert told["file"] == f"attestations/{TODAY - timedelta(days=3)}-safe.toml"


def test_an_end_is_written_though_nobody_names_one(root: Path) -> None:
    assert attest(root, "promise", PLAYBOOK) == 0
    assert record(root)["until"] == TODAY + timedelta(days=366)


def test_the_desk_is_told_apart(root: Path, capsys: Told) -> None:
    assert attest(root, "promise", DEADLINE) == 0
    assert f"{DEADLINE} needs other proof than words" in capsys.readouterr().out
    assert standing(root, capsys, DEADLINE) == "unproven"


def test_twice_on_one_day_are_two_files(root: Path) -> None:
    for _ in range(3):
        assert attest(root, "promise", DRILL) == 0
    assert [path.name for path in files(root)] == [f"{TODAY}-{DRILL}{tail}.toml" for tail in ("-2", "-3", "")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nothing-of-the-kind"], "no promise is called"),
        (["L99"], "nearest"),
        ([DRILL, "--on", "2999-01-01"], "has not come yet"),
        ([PLAYBOOK, "--until", "2020-01-01"], "would have ended on 2020-01-01"),
        ([PLAYBOOK, "--until", "P9Y"], "the longest is"),
        ([PLAYBOOK, "--until", "P9000Y"], "is no date"),
        ([PLAYBOOK, "--until", "soon"], "is no date"),
        ([DRILL, "--on", "soon"], "is no date"),
        ([DRILL, "--note", "x" * 1001], "longer than 1000"),
        (["L9"], "is broken, and an attestation hides nothing"),
    ],
)
def test_what_nobody_can_vouch_for(root: Path, words: list[str], told: str, capsys: Told) -> None:
    assert attest(root, "promise", *words) == 2
    assert told in capsys.readouterr().err
    assert not (root / "attestations").exists()


def test_rules_of_the_project(root: Path, capsys: Told) -> None:
    (root / "troth.toml").write_text('[attestations]\nlasts = "P10D"\nlongest = "P20D"\n')
    assert attest(root, "promise", PLAYBOOK, "--until", "P1M") == 2
    assert "(20 days)" in capsys.readouterr().err
    assert attest(root, "promise", PLAYBOOK) == 0
    assert record(root)["until"] == TODAY + timedelta(days=10)


def test_nobody_is_nobody(root: Path, home: Path, capsys: Told) -> None:
    (home / ".gitconfig").unlink()
    assert attest(root, "promise", DRILL) == 2
    assert "nobody is named" in capsys.readouterr().err


def test_what_is_kept_needs_no_words_and_what_runs_out_is_renewed(root: Path, capsys: Told) -> None:
    old = str(TODAY - timedelta(days=400))
    assert attest(root, "promise", DRILL, "--on", old) == 0
    assert standing(root, capsys) == "broken"
    assert attest(root, "promise", DRILL) == 0
    assert standing(root, capsys) == "kept"


def test_a_file_that_git_ignores_is_told(root: Path, capsys: Told) -> None:
    (root / ".gitignore").write_text("attestations/\n")
    assert attest(root, "promise", DRILL) == 0
    assert "git ignores it" in capsys.readouterr().out


def test_nothing_is_written_outside_of_the_tree(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "attestations").symlink_to(outside)
    assert attest(root, "promise", DRILL) == 2
    assert list(outside.iterdir()) == []


def test_options_stand_before_and_after_the_kind(root: Path, capsys: Told) -> None:
    assert main(["attest", "--root", str(root), "--by", "Z", "promise", DRILL]) == 0
    assert record(root)["by"] == "Z"
    assert main(["attest", "--guide", "promise", DRILL]) == 2
    assert "do not go with promise" in capsys.readouterr().err


# ---- signed by SSH


def verified(root: Path, path: Path) -> subprocess.CompletedProcess[bytes]:
    """What an auditor types, with the files of the tree and ssh-keygen alone (docs/attestations.md)."""
    words = ["ssh-keygen", "-Y", "verify", "-f", "attestations/allowed_signers", "-I", MAIL]
    words += ["-n", "troth-attestation", "-s", f"{path}.sig"]
    return subprocess.run(words, input=path.read_bytes(), cwd=root, capture_output=True, check=False)


def test_an_auditor_verifies_with_ssh_keygen_alone(root: Path, ssh: Path, capsys: Told) -> None:
    assert attest(root, "promise", DRILL, "--sign") == 0
    told = capsys.readouterr().out
    assert "by a key that the project does not name" in told
    assert "troth attest key" in told
    assert attest(root, "key") == 0
    assert "attestations/allowed_signers names the key" in capsys.readouterr().out
    (path,) = files(root)
    done = verified(root, path)
    assert done.returncode == 0, done.stderr
    assert b'Good "troth-attestation" signature for pilot@example.org' in done.stdout
    assert standing(root, capsys) == "kept"
    (verdict,) = [one for one in checked(root, capsys)["verdicts"] if one["id"] == DRILL]
    assert "signed by pilot@example.org" in verdict["reason"]
    path.write_bytes(path.read_bytes().replace(b"Done", b"Gone"))
    assert verified(root, path).returncode != 0
    assert standing(root, capsys) == "unproven"
    assert "attestation-bad-signature" in {one["rule"] for one in checked(root, capsys)["findings"]}


def test_a_key_is_named_once(root: Path, ssh: Path, capsys: Told) -> None:
    assert attest(root, "key") == 0
    before = (root / "attestations/allowed_signers").read_text()
    assert before == f'{MAIL} namespaces="troth-attestation" {public(ssh)}\n'
    assert attest(root, "key") == 0
    assert "already" in capsys.readouterr().out
    assert (root / "attestations/allowed_signers").read_text() == before
    assert attest(root, "key", "--by", "Nobody") == 2
    assert attest(root, "key", "--by", "N <a,b@example.org>") == 2


def test_git_that_signs_commits_signs_attestations(root: Path, ssh: Path, home: Path) -> None:
    gitconfig(home, commit_gpgsign="true")
    assert attest(root, "promise", DRILL) == 0
    (path,) = files(root)
    assert path.with_name(f"{path.name}.sig").read_bytes().startswith(b"-----BEGIN SSH SIGNATURE-----")
    assert attest(root, "promise", PLAYBOOK, "--no-sign") == 0
    assert len(list((root / "attestations").glob("*.sig"))) == 1


def test_a_key_of_the_agent_by_its_words_alone(
    root: Path, ssh: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sock = Path("/tmp") / f"troth-agent-{os.getpid()}"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(sock)], stdout=subprocess.DEVNULL)
    try:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(sock))
        for _ in range(100):
            if sock.exists():
                break
            run("sleep", "0.05")
        run("ssh-add", str(ssh))
        line = public(ssh)
        ssh.unlink()
        gitconfig(home, user_signingkey=f"key::{line}")
        assert attest(root, "promise", DRILL, "--sign") == 0
        run("git", "config", "--file", str(home / ".gitconfig"), "--unset", "user.signingkey")
        gitconfig(home, gpg_ssh_defaultKeyCommand="ssh-add -L")
        assert attest(root, "promise", PLAYBOOK, "--sign") == 0
        assert attest(root, "key") == 0
        assert [verified(root, path).returncode for path in files(root)] == [0, 0]
    finally:
        agent.terminate()
        agent.wait()
        sock.unlink(missing_ok=True)


def test_a_program_of_the_users_choice_signs(root: Path, ssh: Path, home: Path, tmp_path: Path) -> None:
    program = tmp_path / "signs"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nexec ssh-keygen "$@"\n')
    program.chmod(0o755)
    gitconfig(home, gpg_ssh_program=str(program))
    assert attest(root, "promise", DRILL, "--sign") == 0
    assert "-Y sign -n troth-attestation -f" in (tmp_path / "asked").read_text()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"gpg_format": "x509"}, "X.509"),
        ({"gpg_format": "smoke"}, "no gpg.format 'smoke'"),
        ({"gpg_format": "ssh"}, "names no SSH key"),
        ({"gpg_format": "ssh", "user_signingkey": "~/nowhere"}, "did not sign with"),
        ({"gpg_format": "ssh", "gpg_ssh_defaultKeyCommand": "echo nothing"}, "its first line is no key"),
        ({"gpg_format": "ssh", "gpg_ssh_defaultKeyCommand": "no-such-program"}, "not installed"),
        ({"gpg_format": "ssh", "user_signingkey": "key::ssh-ed25519 AAAA"}, "did not sign with"),
        ({"gpg_program": "/nowhere/gpg"}, "/nowhere/gpg did not sign"),
        ({"user_signingkey": "DEADBEEF"}, "did not sign with DEADBEEF"),
    ],
)
def test_what_does_not_sign_writes_nothing(
    root: Path, home: Path, settings: dict[str, str], told: str, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GNUPGHOME", str(home))
    gitconfig(home, **settings)
    assert attest(root, "promise", DRILL, "--sign") == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert files(root) == []


# ---- signed by OpenPGP


def test_an_auditor_verifies_with_gpg_alone(root: Path, ring: Path, capsys: Told) -> None:
    assert attest(root, "promise", DRILL, "--sign") == 0
    assert attest(root, "key") == 0
    (path,) = files(root)
    key = root / "attestations/keys/pilot-example-org.asc"
    assert key.read_bytes().startswith(b"-----BEGIN PGP PUBLIC KEY BLOCK-----")
    with gpg_home() as auditor:
        env = {"GNUPGHOME": str(auditor)}
        run("gpg", "--batch", "--import", str(key), env=env)
        run("gpg", "--batch", "--verify", f"{path}.asc", str(path), env=env)
        path.write_bytes(path.read_bytes() + b"\n")
        words = ["gpg", "--batch", "--verify", f"{path}.asc", str(path)]
        done = subprocess.run(words, env=os.environ | env, capture_output=True, check=False)
        assert b"BAD signature" in done.stderr
    path.write_bytes(path.read_bytes()[:-1])
    assert attest(root, "--list") == 0
    assert f"signed by {PILOT}" in " ".join(capsys.readouterr().out.split())
    assert standing(root, capsys) == "kept"


def test_the_key_that_git_names_signs(root: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with gpg_home(PILOT, "Other <other@example.org>") as ring:
        monkeypatch.setenv("GNUPGHOME", str(ring))
        gitconfig(home, user_signingkey="other@example.org")
        assert attest(root, "promise", DRILL, "--sign") == 0
        (path,) = files(root)
        words = ["gpg", "--batch", "--verify", f"{path}.asc", str(path)]
        done = subprocess.run(words, capture_output=True, check=True)
        assert b"other@example.org" in done.stderr
        assert exported(ring)


# ---- the list


def test_nobody_attests_anything_yet(root: Path, capsys: Told) -> None:
    assert attest(root) == 0
    assert "Nobody attests anything here yet." in capsys.readouterr().out
    assert attest(root, "--list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"attestations": [], "gaps": []}


def test_what_needs_a_hand_comes_first(root: Path, capsys: Told) -> None:
    for on, until in ((TODAY, "P2M"), (TODAY - timedelta(days=300), ""), (date(2020, 1, 1), "")):
        more = ["--until", until] if until else []
        if on.year > 2020:
            assert attest(root, "promise", PLAYBOOK, "--on", str(on), *more) == 0
    path = root / "attestations/old.toml"
    path.write_text(files(root)[0].read_text().replace(f"on = {TODAY - timedelta(days=300)}", "on = 2020-01-01"))
    (root / "attestations/spoilt.toml").write_text("[[attestation]]\nname = 3\n")
    (root / "attestations/future.toml").write_text(path.read_text().replace("2020-01-01", "2999-01-01"))
    capsys.readouterr()
    assert attest(root, "--list") == 0
    told = capsys.readouterr().out
    states = ["counts for nothing: it is of 2999-01-01", "ended on 2022-01-01", "holds until"]
    assert [told.index(state) for state in states] == sorted(told.index(state) for state in states)
    assert "Not understood" in told
    assert "attests nothing without by" in told


# ---- what else hangs on it


def test_a_kept_check_hangs_on_the_keys_that_the_user_names(
    root: Path, ssh: Path, home: Path, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    assert attest(root, "promise", DRILL, "--sign") == 0
    (home / "signers").write_text("")

    def reason() -> str:
        capsys.readouterr()
        main(["check", str(root), "--json"])
        (found,) = [one for one in json.loads(capsys.readouterr().out)["verdicts"] if one["id"] == DRILL]
        return str(found["reason"])

    assert "does not name" in reason()
    assert any((home / "cache").rglob("*.msgpack"))
    gitconfig(home, gpg_ssh_allowedSignersFile="~/signers")
    assert "does not name" in reason()
    (home / "signers").write_text(f"{MAIL} {public(ssh)}\n")
    assert f"signed by {MAIL}" in reason()
    (home / "signers").write_text(f"other@example.org {public(ssh)}\n")
    assert "by the key of other@example.org" in reason()


def test_a_check_says_who_is_needed_and_what_they_type(
    root: Path, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    for words in ([], ["--policy", "SECURITY.md"]):
        main(["check", "--no-tools", *words])
        command = " ".join(["troth attest --guide", *words])
        assert f"3 need people: {command} " in " ".join(capsys.readouterr().out.split())


def test_a_record_bears_the_name_that_troth_toml_asks_for(root: Path, capsys: Told) -> None:
    (root / "troth.toml").write_text(
        f'[[commitment]]\nid = "{PLAYBOOK}"\ndocument = "SECURITY.md"\nline = 8\n'
        'sentence = "We keep an incident response playbook."\nkind = "document"\nname = "incident response playbook"\n'
        'evidence = [{ attestation = "playbook-2026" }]\n'
    )
    assert standing(root, capsys, PLAYBOOK) == "broken"
    assert attest(root, "--guide", "--json") == 0
    assert PLAYBOOK in {one["id"] for one in json.loads(capsys.readouterr().out)["promises"]}
    assert attest(root, "promise", PLAYBOOK) == 0
    assert record(root)["name"] == "playbook-2026"
    assert standing(root, capsys, PLAYBOOK) == "kept"
