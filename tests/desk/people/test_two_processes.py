"""Two web processes of one desk count the same failed logins. Real processes, real requests."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desk.databases import database_of_its_own
from desk.tables import Tables

ROOT = Path(__file__).parents[3]
PASSWORD = "a long pass phrase 1"
PATIENCE = 120.0
MAKE = f"""
import django; django.setup()
from troth_desk import clock
from troth_desk.people import actions
from troth_desk.people.models import Role
from troth_desk.tenants import scope
from troth_desk.tenants.queries import only_organisation
team, at = only_organisation(), clock.now()
with scope.inside(team):
    user = actions.open_account("owner@example.org", "Owner", {PASSWORD!r})
    link = actions.invite(team, "owner@example.org", Role.OWNER, by=actions.SYSTEM, at=at)
    actions.join(link.invitation, user, at=at)
"""


class Browser:
    """A browser that keeps its cookies, at ``port``."""

    def __init__(self) -> None:
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def logs_in(self, port: int, password: str) -> bool:
        """Whether the desk lets it in."""
        page = self.opener.open(f"http://127.0.0.1:{port}/accounts/login/", timeout=60).read().decode()
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        form = {"login": "owner@example.org", "password": password, "csrfmiddlewaretoken": token}
        address = f"http://127.0.0.1:{port}/accounts/login/"
        request = urllib.request.Request(address, urllib.parse.urlencode(form).encode(), {"Referer": address})
        return bool(self.opener.open(request, timeout=60).url != address)

    def leaves(self) -> None:
        self.jar.clear("127.0.0.1", "/", "sessionid")


@pytest.fixture
def database(tables: Tables) -> Iterator[str]:
    with database_of_its_own(template=tables.template) as url:
        yield url


@pytest.fixture
def ports(tmp_path: Path, database: str, tables: Tables) -> Iterator[tuple[int, int]]:
    """Two web processes over one database, each at its port."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "TROTH_DESK_DATA": str(tmp_path / "data")}
    environment |= {"TROTH_DESK_DATABASE": database} if database else {}
    tables.lay(tmp_path / "data")
    desk = [sys.executable, "-m", "troth_desk"]
    subprocess.run([*desk, "prepare", "--project", "Harbour"], env=environment, check=True, capture_output=True)
    settings = {"DJANGO_SETTINGS_MODULE": "troth_desk.project.settings"}
    subprocess.run([sys.executable, "-W", "ignore", "-c", MAKE], env=environment | settings, check=True)
    found, started = [], []
    for _ in range(2):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        found.append(port)
        web = [*desk, "web", "--port", str(port), "--address", f"http://127.0.0.1:{port}"]
        started.append(subprocess.Popen(web, env=environment, start_new_session=True))
    end = time.monotonic() + PATIENCE
    while not all(map(answers, found)):
        assert time.monotonic() < end, "a web process did not answer"
        time.sleep(0.1)
    yield found[0], found[1]
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def test_failures_count_over_processes_and_do_not_lock_the_owner_out(ports: tuple[int, int]) -> None:
    first, second = ports
    mine = Browser()
    assert mine.logs_in(first, PASSWORD)
    mine.leaves()
    for number in range(5):
        assert not Browser().logs_in(ports[number % 2], "wrong")
    assert not Browser().logs_in(first, PASSWORD), "three failed here and two there"
    assert not Browser().logs_in(second, PASSWORD), "three failed there and two here"
    assert mine.logs_in(second, PASSWORD), "the browser that its owner came in by goes on, at the other process too"
