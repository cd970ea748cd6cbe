"""`troth attest --guide`: on a real terminal it asks, elsewhere it lists; nothing is written before the end."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from signing_keys import MAIL, gitconfig, ssh_key
from troth.cli.__main__ import main
from troth.evidence.repository import Repository

TODAY = datetime.now(UTC).date()
POLICY = """\
# Security policy

Report vulnerabilities to security@ferry.org.

- We run a recovery drill every six months.
- We keep an incident response playbook.
- We will acknowledge your report within 48 hours.
"""
Trees = Callable[..., Repository]


@pytest.fixture
def root(git_tree: Trees, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GNUPGHOME", "SSH_AUTH_SOCK"):
        monkeypatch.delenv(name, raising=False)
    own = tmp_path / "home"
    own.mkdir()
    monkeypatch.setenv("HOME", str(own))
    gitconfig(own, user_name="R. Pilot", user_email=MAIL)
    return git_tree([("2026-01-01", {"SECURITY.md": POLICY}, ())]).root


def on_a_terminal(root: Path, answers: Sequence[str], *words: str) -> tuple[int, str]:
    """Exit code and screen of the guide, to which ``answers`` are typed, one at each question."""
    ours, theirs = pty.openpty()
    program = [sys.executable, "-m", "troth.cli", "attest", "--guide", "--root", str(root), *words]
    environment = os.environ | {"TERM": "dumb", "COLUMNS": "80"}
    screen, left, end = b"", list(answers), time.monotonic() + 60
    with subprocess.Popen(program, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        asked = 0
        while time.monotonic() < end:
            if select.select([ours], [], [], 0.05)[0]:
                try:
                    part = os.read(ours, 65536)
                except OSError:  # the other end is closed
                    break
                if not part:
                    break
                screen += part
            elif process.poll() is not None:
                break
            elif left and screen[asked:].rstrip(b"\r\n").endswith((b": ", b"] ", b"? ")):
                asked = len(screen)
                answer = left.pop(0)
                if answer == INTERRUPT:  # no terminal controls the program, so that the key alone would do nothing
                    process.send_signal(signal.SIGINT)
                else:
                    os.write(ours, answer.encode())
        process.kill() if process.poll() is None else None
        code = process.wait()
    os.close(ours)
    return code, screen.decode().replace("\r\n", "\n")


def records(root: Path) -> list[dict[str, Any]]:
    paths = sorted((root / "attestations").glob("*.toml"))
    assert len(paths) <= 1
    return [entry for path in paths for entry in tomllib.loads(path.read_text())["attestation"]]


YES, NO, USUAL, INTERRUPT = "y\n", "n\n", "\n", "\x03"


def test_it_asks_for_each_and_writes_one_file(root: Path) -> None:
    day = str(TODAY - timedelta(days=5))
    contact = [YES, USUAL, USUAL, "P3M\n", "a test mail\n"]
    drill = [YES, "soon\n", "2999-01-01\n", f"{day}\n", "We sank no ship.\n", USUAL]
    code, screen = on_a_terminal(root, [*contact, *drill, NO, YES])
    assert code == 0, screen
    assert "3 to look at, as R. Pilot <pilot@example.org>. Nothing is written before the end." in screen
    assert "'soon' is no date" in screen
    assert "2999-01-01 has not come yet" in screen
    assert "2 to write, by R. Pilot <pilot@example.org>, unsigned:" in screen
    one, two = records(root)
    assert (one["name"], one["note"]) == ("contact-email-security-ferry-org", "a test mail")
    assert one["what"] == "What is reported to security@ferry.org reaches somebody who handles it."
    assert one["on"] == TODAY
    assert TODAY + timedelta(days=89) <= one["until"] <= TODAY + timedelta(days=92)
    assert (str(two["on"]), two["what"]) == (day, "We sank no ship.")
    assert "until" not in two
    assert "note" not in two


def test_back_and_quit(root: Path) -> None:
    said = [YES, USUAL, USUAL, USUAL, USUAL]
    code, screen = on_a_terminal(root, [*said, "b\n", NO, "x\n", "q\n"])
    assert code == 0
    assert "Nothing was written." in screen
    assert records(root) == []
    code, screen = on_a_terminal(root, [*said, "q\n", YES])
    assert code == 0, screen
    assert [one["name"] for one in records(root)] == ["contact-email-security-ferry-org"]


@pytest.mark.parametrize("stop", ["\x04", INTERRUPT])
def test_whoever_stops_has_written_nothing(root: Path, stop: str) -> None:
    code, screen = on_a_terminal(root, [YES, USUAL, stop])
    assert code == 0, screen
    assert "Nothing was written." in screen
    assert "Traceback" not in screen
    assert not (root / "attestations").exists()


def test_what_was_said_may_be_thrown_away(root: Path) -> None:
    code, screen = on_a_terminal(root, [YES, USUAL, USUAL, USUAL, USUAL, "q\n", NO])
    assert code == 0
    assert "Nothing was written." in screen
    assert records(root) == []


def test_one_signature_covers_all(root: Path, tmp_path: Path) -> None:
    ssh_key(tmp_path / "home/.ssh", "id_ed25519")
    gitconfig(tmp_path / "home", gpg_format="ssh", user_signingkey="~/.ssh/id_ed25519")
    assert main(["attest", "key", "--root", str(root)]) == 0
    said = [YES, USUAL, USUAL, USUAL]
    code, screen = on_a_terminal(root, [*said, USUAL, *said, *said, USUAL, YES], "--sign")
    assert code == 0, screen
    assert len(records(root)) == 3
    (path,) = (root / "attestations").glob("*.toml")
    assert path.name == f"{TODAY}-r-pilot.toml"
    assert path.with_name(f"{path.name}.sig").exists()
    assert screen.count("signed by pilot@example.org") == 3


def test_a_key_that_does_not_sign_is_told_before_anything_is_asked(root: Path, tmp_path: Path) -> None:
    gitconfig(tmp_path / "home", gpg_format="ssh")
    code, screen = on_a_terminal(root, [], "--sign")
    assert code == 2
    assert "git names no SSH key to sign with" in screen


def test_elsewhere_it_lists_with_ready_commands(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["attest", "--guide", "--root", str(root)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("3 promises wait for a person\n")
    assert "deadline" not in told
    commands = [line.strip() for line in told.splitlines() if line.startswith("  troth attest promise")]
    assert len(commands) == 3
    assert main(["attest", "--guide", "--root", str(root), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["promises"]
    assert [one["command"] for one in found] == commands
    for command in commands:
        assert main(command.split()[1:]) == 0
    capsys.readouterr()
    assert main(["attest", "--guide", "--root", str(root)]) == 0
    assert capsys.readouterr().out.startswith("No promise waits for a person")


def test_what_runs_out_is_asked_for_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["attest", "promise", "recurrence-drill-p6m", "--root", str(root)]
    assert main([*words, "--on", str(TODAY - timedelta(days=170))]) == 0
    capsys.readouterr()
    assert main(["attest", "--guide", "--root", str(root), "--json"]) == 0
    standings = {one["id"]: one["standing"] for one in json.loads(capsys.readouterr().out)["promises"]}
    assert standings["recurrence-drill-p6m"] == "at_risk"


def test_one_statement_is_asked_for_once(git_tree: Trees, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = POLICY + "\nOr write to us: security@ferry.org\n\nUse GitHub's private vulnerability reporting.\n"
    policy += "\nOpen a private GitHub security advisory.\n"
    other = git_tree([("2026-01-01", {"SECURITY.md": policy}, ())]).root
    words = ["attest", "--guide", "--root", str(other)]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["promises"]
    hosted = [one for one in found if one["what"].startswith("Private reporting is switched on")]
    assert len(hosted) == 2
    ids = [one["id"] for one in hosted]
    code, screen = on_a_terminal(other, [NO, NO, NO, YES, USUAL, USUAL, USUAL, USUAL, YES])
    assert code == 0, screen
    assert [one["id"] for one in records(other)[0]["promise"]] == ids
    shutil.rmtree(other / "attestations")
    (command,) = {one["command"] for one in hosted}
    assert main(command.split()[1:]) == 0
    capsys.readouterr()
    assert main(words) == 0
    assert "private reporting on the host" not in capsys.readouterr().out
    (entry,) = records(other)
    assert [one["id"] for one in entry["promise"]] == ids
