"""``troth-desk prepare`` and ``owner``: the one-time links that whoever runs the desk makes."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OPENED = """
import re, sys, django; django.setup()
from django.test import Client
for path in sys.stdin:
    page = Client(HTTP_HOST="desk.example.org").get(path.strip(), follow=True)
    print(page.status_code, re.search("<h1>([^<]+)", page.content.decode())[1], flush=True)
"""
Heading = Callable[[str], str]
"""Status and heading of the page behind a link."""


def desk(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(data, "-m", "troth_desk", *arguments, "--data", str(data))


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_DESK")}
    return kept | {
        "PYTHONPATH": str(ROOT / "src"),
        "TROTH_DESK_DATA": str(data),
        "TROTH_DESK_ADDRESS": "https://desk.example.org",
        "DJANGO_SETTINGS_MODULE": "troth_desk.project.settings",
    }


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(data), cwd=data.parent)


def link(words: str) -> str:
    """The path of the link in ``words``."""
    (found,) = re.findall(r"https://desk\.example\.org(/\S+)", words)
    return str(found)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "data"
    done = desk(folder, "prepare", "--project", "Harbour")
    assert done.returncode == 0, done.stderr
    (folder.parent / "said").write_text(done.stdout)
    return folder


@pytest.fixture(scope="module")
def heading(data: Path) -> Iterator[Heading]:
    """Asked of one process beside the commands, as a desk that runs is: it begins once, not once a link."""
    command = [sys.executable, "-W", "ignore", "-c", OPENED]
    asked, told = subprocess.PIPE, subprocess.PIPE
    with subprocess.Popen(command, stdin=asked, stdout=told, text=True, env=environment(data), cwd=data.parent) as one:
        assert one.stdin
        assert one.stdout
        to, back = one.stdin, one.stdout

        def ask(path: str) -> str:
            to.write(f"{path}\n")
            to.flush()
            return back.readline().strip()

        yield ask


def test_links_of_the_operator(data: Path, heading: Heading) -> None:
    first = link((data.parent / "said").read_text())
    assert heading(first) == "200 Join Harbour"
    second = link(desk(data, "prepare").stdout)
    assert heading(first) == "404 This link does not work any more"
    assert heading(second) == "200 Join Harbour"
    done = desk(data, "owner", "--email", "Owner@Example.org")
    assert (done.returncode, done.stderr) == (0, "")
    assert heading(link(done.stdout)) == "200 Join Harbour"
    with sqlite3.connect(data / "desk.sqlite3") as database:
        kept = database.execute("SELECT email, role FROM people_invitation WHERE email != ''").fetchall()
    assert kept == [("owner@example.org", "owner")]


def test_who_has_no_account_gets_no_reset(data: Path) -> None:
    done = desk(data, "owner", "--reset", "--email", "nobody@example.org")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nobody here has the address nobody@example.org" in done.stderr


def test_an_unknown_organisation_is_told_with_those_there_are(data: Path) -> None:
    done = desk(data, "owner", "--email", "a@example.org", "--organisation", "nowhere")
    assert (done.returncode, done.stderr) == (2, "troth-desk: there is no organisation nowhere; there are: harbour\n")


MAKE = """
import django; django.setup()
from troth_desk import clock
from troth_desk.people import actions, queries
from troth_desk.tenants.queries import only_organisation
from troth_desk.people.models import Role
team, at = only_organisation(), clock.now()
user = actions.open_account("lost@example.org", "Lost", "a long pass phrase 1")
made = actions.invite(team, "lost@example.org", Role.RESPONDER, by=actions.SYSTEM, at=at)
actions.join(made.invitation, user, at=at)
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
TOTP.activate(user, generate_totp_secret())
"""


def test_who_lost_everything_comes_back_and_a_member_becomes_an_owner(data: Path, heading: Heading) -> None:
    done = run(data, "-W", "ignore", "-c", MAKE)
    assert done.returncode == 0, done.stderr
    done = desk(data, "owner", "--reset", "--email", "lost@example.org", "--remove-second-factor")
    assert "were removed" in done.stdout
    assert heading(link(done.stdout)) == "200 A new password"
    done = desk(data, "owner", "--email", "lost@example.org")
    assert "lost@example.org is an owner of Harbour now" in done.stdout
    assert "is an owner of Harbour already" in desk(data, "owner", "--email", "lost@example.org").stdout
    assert desk(data, "prepare").stdout == ""
    with sqlite3.connect(data / "desk.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM mfa_authenticator").fetchone() == (0,)
        said = [body for (body,) in database.execute("SELECT body FROM ledger_entry ORDER BY seq")]
    assert '"from":"responder","to":"owner"' in said[-1]
