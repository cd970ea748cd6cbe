"""A tour of a running desk: starts one with or without example data, and finds every page by following its links.

Used by ``scripts/screens_desk.py`` (pictures) and by tests/desk/faces (rules of accessibility, widths, errors). It is
on SQLite, or on a PostgreSQL database of its own where TROTH_DESK_TEST_DATABASE names a server.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from desk.databases import database_of_its_own

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src"
START = 60.0
"""Seconds within which a desk answers."""
VARIABLE = (
    (re.compile(r"/cases/TR-[0-9A-Z]+/"), "/cases/CASE/"),
    (re.compile(r"/advisories/([-\w]+/)?x_[-\w]+(?=/)"), r"/advisories/\1ADVISORY"),
    (re.compile(r"^/case/([-\w]+)/[-\w]{20,}/"), r"/case/\1/LINK/"),
    (re.compile(r"/incidents/IN-[0-9A-Z]+/"), "/incidents/INCIDENT/"),
    (re.compile(r"/reviews/RV-[0-9A-Z]+/"), "/reviews/REVIEW/"),
    (re.compile(r"^(/o/[-\w]+/playbooks/[-\w]+)/(?!new/|import/)[-\w]+/"), r"\1/PLAYBOOK/"),
    (re.compile(r"^(/o/[-\w]+/standards/[-\w]+)/[-\w]+/"), r"\1/STANDARD/"),
    (
        re.compile(
            r"^(/o/[-\w]+/(?:playbooks|standards|components|audits|channels/contacts|advisories/publisher))/[-\w]+/"
        ),
        r"\1/PROJECT/",
    ),
    (re.compile(r"/\d+(?=/|$)"), "/N"),
    (re.compile(r"/[-\w]{30,}(?=/|$)"), "/TOKEN"),
)
"""What differs between pages of the same kind."""
NOT_PAGES = re.compile(
    r"/files/|\.(json|svg|pem|txt|jsonl|csv|dsse|asc|md|atom|zip|pdf)$|/static/|/healthz|/openapi|/logout/|/api/|/download/?$|/formats/"
)
SHOT_QUERIES = ("", "show=all", "version=4.0")
"""Query strings that show something else; all others are filters of a page that was seen."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that answers at ``address``; ``login`` and ``password`` are its owner's, empty on an empty desk."""

    address: str
    data: Path
    login: str = ""
    password: str = ""
    environment: dict[str, str] = field(default_factory=dict, repr=False)
    """Of every command that is run beside it."""


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "troth_desk", *words]


def _environment(database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_DESK", "DJANGO"))}
    named = {"TROTH_DESK_DATABASE": database} if database else {}
    return kept | named | {"PYTHONPATH": str(SOURCES), "TROTH_DESK_STYLE": "1"}


def load(data: Path, environment: dict[str, str]) -> tuple[str, str]:
    """Fill a new desk in ``data`` with example data; login and password of its owner."""
    done = subprocess.run(
        _command("example", "load", "--data", str(data)), env=environment, check=True, capture_output=True, text=True
    )
    found = re.search(r"Log in as (\S+) with the password (\S+)", done.stdout)
    if found is None:
        raise SystemExit(f"the example gave no login:\n{done.stdout}{done.stderr}")
    return found[1], found[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(data: Path, *, example: bool = True, policy: Path | None = None) -> Iterator[Desk]:
    """A desk while the block lasts, with example data, or with ``policy`` alone and an owner without reports."""
    with database_of_its_own() as url:
        environment = _environment(url)
        login, password = load(data, environment) if example else ("", "")
        port = _free_port()
        words = ["up", "--data", str(data), "--port", str(port), *(["--policy", str(policy)] if policy else [])]
        log = data.parent / f"{data.name}.log"
        with log.open("w") as out, subprocess.Popen(_command(*words), env=environment, stdout=out, stderr=out) as desk:
            try:
                address = f"http://127.0.0.1:{port}"
                _wait(address, desk, log)
                yield Desk(address, data, login, password, environment)
            finally:
                desk.terminate()
                desk.wait(START)


def _wait(address: str, desk: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and desk.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"the desk did not start:\n{log.read_text()}")


def enter(context: BrowserContext, desk: Desk) -> Page:
    """Log in as the owner."""
    page = context.new_page()
    page.goto(f"{desk.address}/accounts/login/")
    page.fill("[name=login]", desk.login)
    page.fill("[name=password]", desk.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile(r"/o/"))
    return page


def invited(context: BrowserContext, desk: Desk) -> Page:
    """Become the owner of a desk without people, by the link that it prints."""
    words = _command("owner", "--data", str(desk.data), "--email", "owner@example.org")
    done = subprocess.run(words, env=desk.environment, check=True, capture_output=True, text=True)
    path = urlsplit(re.search(r"https?://\S+", done.stdout)[0]).path  # type: ignore[index]
    page = context.new_page()
    page.goto(desk.address + path)
    for name, value in {"email": "owner@example.org", "name": "Owner", "password1": "a long pass phrase 1"}.items():
        if page.locator(f"[name={name}]").count():
            page.fill(f"[name={name}]", value)
    for name in ("password2", "password"):
        if page.locator(f"[name={name}]").count():
            page.fill(f"[name={name}]", "a long pass phrase 1")
    page.locator("main button").first.click()
    page.wait_for_load_state()
    return page


def kind(path: str) -> str:
    """The sort of page at ``path``: what differs between pages of one sort is left out."""
    parts = urlsplit(path)
    plain = parts.path
    for pattern, word in VARIABLE:
        plain = pattern.sub(word, plain)
    return f"{plain}?{parts.query}" if parts.query in SHOT_QUERIES[1:] else plain


def tour(page: Page, desk: Desk, starts: list[str]) -> dict[str, str]:
    """One path of every sort of page that can be reached from ``starts`` by following links, in order of discovery."""
    seen: dict[str, str] = {}
    plain: set[str] = set()
    waiting = list(starts)
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen or kind(path) in plain or NOT_PAGES.search(urlsplit(path).path):
            continue
        seen[kind(path)] = path
        answer = page.goto(desk.address + path)
        if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
            del seen[kind(path)]
            plain.add(kind(path))
            continue
        links: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        for link in links:
            parts = urlsplit(link)
            if link.startswith(desk.address):
                query = f"?{parts.query}" if parts.query in SHOT_QUERIES[1:] else ""
                waiting.append(parts.path + query)
    return seen


def name(sort: str) -> str:
    """A name for a file, of a sort of page: "/o/harbour-works/cases/board/" is "cases-board"."""
    plain = re.sub(r"^/o/[-\w]+/", "/", sort)
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-")
    return plain or ("front" if sort == "/" else "today")
