"""``troth-desk prepare`` and ``owner``: the one-time links that whoever runs the desk makes."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OPENED = """
import re, sys, django; django.setup()
from django.test import Client
from django.contrib.auth.models import User
path = sys.argv[1]
client = Client(HTTP_HOST="desk.example.org")
page = client.get(path, follow=True)
print(page.status_code, re.search("<h1>([^<]+)", page.content.decode())[1])
"""


def desk(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(data, "-m", "troth_desk", *arguments, "--data", str(data))


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_DESK")}
    environment |= {
        "PYTHONPATH": str(ROOT / "src"),
        "TROTH_DESK_DATA": str(data),
        "TROTH_DESK_ADDRESS": "https://desk.example.org",
        "DJANGO_SETTINGS_MODULE": "troth_desk.project.settings",
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=data.parent)


def link(words: str) -> str:
    """The path of the link in ``words``."""
    (found,) = re.findall(r"https://desk\.example\.org(/\S+)", words)
    return str(found)


def heading(data: Path, path: str) -> str:
    """Status and heading of the page behind a link."""
    done = run(data, "-W", "ignore", "-c", OPENED, path)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "data"
    done = desk(folder, "prepare", "--project", "Harbour")
    assert done.returncode == 0, done.stderr
    (folder.parent / "said").write_text(done.stdout)
    return folder


def test_links_of_the_operator(data: Path) -> None:
    first = link((data.parent / "said").read_text())
    assert heading(data, first) == "200 Join Harbour"
    second = link(desk(data, "prepare").stdout)
    assert heading(data, first) == "404 This link does not work any more"
    assert heading(data, second) == "200 Join Harbour"
    done = desk(data, "owner", "--email", "Owner@Example.org")
    assert (done.returncode, done.stderr) == (0, "")
    assert heading(data, link(done.stdout)) == "200 Join Harbour"
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


def test_who_lost_everything_comes_back_and_a_member_becomes_an_owner(data: Path) -> None:
    done = run(data, "-W", "ignore", "-c", MAKE)
    assert done.returncode == 0, done.stderr
    done = desk(data, "owner", "--reset", "--email", "lost@example.org", "--remove-second-factor")
    assert "were removed" in done.stdout
    assert heading(data, link(done.stdout)) == "200 A new password"
    done = desk(data, "owner", "--email", "lost@example.org")
    assert "lost@example.org is an owner of Harbour now" in done.stdout
    assert "is an owner of Harbour already" in desk(data, "owner", "--email", "lost@example.org").stdout
    assert desk(data, "prepare").stdout == ""
    with sqlite3.connect(data / "desk.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM mfa_authenticator").fetchone() == (0,)
        said = [body for (body,) in database.execute("SELECT body FROM ledger_entry ORDER BY seq")]
    assert '"from":"responder","to":"owner"' in said[-1]
