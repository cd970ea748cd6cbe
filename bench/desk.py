"""The desk under load: what people wait for, with 10,000 and with 100,000 cases, beside a bare Django view.

    python bench/desk.py [CASES]                               on SQLite
    scripts/on_postgres.sh python bench/desk.py [CASES]        on PostgreSQL

A real ``troth-desk up`` with one web process and one worker, asked over HTTP. First how it starts and what it holds
when idle, then every page of weight with a tenth of CASES and with CASES (100,000), then reports by form and API, fifty
people at once, mails, and a worker that was away. Against the budgets: p95 under 100 ms, idle under 150 MB a process,
later starts under 2 s. Exit code 1 where one is missed. ``--quick`` asks less often; ``--keep FOLDER`` keeps the data.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from statistics import median
from typing import Any

import desk_rows
from desk_http import (
    Browser,
    Crowd,
    Times,
    api_report,
    form_report,
    memory,
    portal_path,
    processor,
    served,
    times,
    together,
)
from ledger import database

PORT, BARE = 8811, 8812
SLOWEST, LARGEST, LONGEST = 100.0, 150.0, 2.0
"""Budgets: milliseconds of the 95th percentile, megabytes of an idle process, seconds of a later start."""
PEOPLE = 50
PAUSE = 1.0
"""Seconds between two clicks of one of many people, on average."""
MAILS = 1_000


class Bench:
    """One run: where the desk lies, what was measured, which budgets were missed."""

    def __init__(self, folder: Path, url: str, *, quick: bool) -> None:
        self.folder, self.url = folder, url
        self.number = 40 if quick else 150
        self.missed: list[str] = []
        self.bare = 1.0
        self.policy = folder / "SECURITY.md"
        self.policy.write_text(desk_rows.POLICY, encoding="utf-8")
        self.addresses = (f"198.51.{a}.{b}" for a in range(100) for b in range(1, 255))
        self.seen = itertools.count()
        self.environment = {"TROTH_DESK_PROXIES": "1", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}

    @contextmanager
    def desk(self) -> Iterator[tuple[int, float]]:
        """The desk while it runs."""
        given = ["--data", str(self.folder / "data"), "--port", str(PORT), "--organisation", "Bench"]
        given += ["--project", "Bench", "--policy", str(self.policy)]
        given += ["--database", self.url] if self.url else []
        with served(["-m", "troth_desk", "up", *given], PORT, self.environment) as running:
            yield running

    def say(self, what: str, told: str, figure: float, budget: float) -> None:
        """A line, and whether ``figure`` is within ``budget`` (0: there is none)."""
        over = bool(budget) and figure > budget
        print(f"| {what} | {told} | {'over' if over else 'within' if budget else ''} |", flush=True)
        if over:
            self.missed.append(what)

    def page(self, what: str, found: Times, used: float) -> None:
        """A page against the budget and the bare view; ``used`` are the seconds of the desk's processes."""
        told = f"{found.at(0.5):.1f} | {found.at(0.95):.1f} | {used * 1000 / len(found.sorted):.1f}"
        told += f" | {found.at(0.5) / self.bare:.0f}"
        self.say(what, told + (f" ({found.refused} refused)" if found.refused else ""), found.at(0.95), SLOWEST)
        if found.refused:
            self.missed.append(f"{what}: refused")


def main(cases: int, folder: Path, *, quick: bool) -> int:
    """Run all of it; 1 where a budget is missed."""
    bench = Bench(folder, database(os.environ.get("TROTH_DESK_TEST_DATABASE", "")), quick=quick)
    print(f"# {'PostgreSQL' if bench.url else 'SQLite'}\n\n| what | figure | budget |\n|---|---|---|")
    starts(bench)
    set_up(bench)
    desk, cookies = people()
    with served([str(Path(__file__).parent / "bare_view.py"), str(BARE)], BARE, {}):
        found = times(Browser(BARE), ["/"], 1_000)
        bench.bare = found.at(0.5)
    print(f"\nA bare Django view: {found}.")
    for share, before in ((cases // 10, 0), (cases, cases // 10)):
        start = time.perf_counter()
        desk_rows.add(desk, share - before, before, datetime.now(UTC))
        written = time.perf_counter() - start
        print(f"\n## {share:,} cases (written in {written:.0f} s)\n")
        print(
            "| page | median, ms | p95, ms | processor, ms | times the bare view | budget |\n|---|---|---|---|---|---|"
        )
        with bench.desk() as (leader, _):
            pages(bench, cookies, share, leader)
    with bench.desk() as (leader, _):
        print("\n## Reports, people, mails\n\n| what | figure | budget |\n|---|---|---|")
        reports(bench)
        crowd(bench, cookies, cases)
        after(bench, leader)
    mails(bench)
    backlog(bench, desk)
    print(f"\nMissed: {', '.join(bench.missed) or 'none'}.")
    return 1 if bench.missed else 0


def starts(bench: Bench) -> None:
    """How long until it answers, and what it holds when nobody asks."""
    with bench.desk() as (_, first):
        bench.say("first start (tables, keys, policy)", f"{first:.2f} s", first, 0)
    used = []
    later = []
    for place in range(3):
        with bench.desk() as (leader, seconds):
            later.append(seconds)
            used.append(processor(leader))
            if place == 2:
                Browser(PORT).ask("/")
                time.sleep(6)  # two rounds of the worker
                idle(bench, leader, "idle")
    bench.say("later start", f"{median(later):.2f} s, {median(used):.2f} s of the processor", median(later), LONGEST)


def idle(bench: Bench, leader: int, when: str) -> None:
    """What each process holds."""
    held = memory(leader)
    for place, one in enumerate(held):
        told = f"{one.resident:.0f} MB resident, {one.share:.0f} MB its share, {one.own:.0f} MB its own"
        bench.say(f"{when}, process {place + 1} of {len(held)} ({one.name})", told, one.resident, LARGEST)
    bench.say(f"{when}, all", f"{sum(one.share for one in held):.0f} MB", 0, 0)


def after(bench: Bench, leader: int) -> None:
    """What they hold once they were busy."""
    idle(bench, leader, "after the load")


def set_up(bench: Bench) -> None:
    """Django in this process, on the same data, as the owner of the tables."""
    os.environ["TROTH_DESK_DATA"] = str(bench.folder / "data")
    os.environ["TROTH_DESK_DATABASE"] = bench.url
    os.environ["TROTH_DESK_ROLE"] = "owner"
    os.environ["DJANGO_SETTINGS_MODULE"] = "troth_desk.project.settings"
    import django

    django.setup()


def people() -> tuple[desk_rows.Desk, dict[str, str]]:
    """An owner and two responders; the cookies of the owner's session, and a key of the API."""
    from django.contrib.auth.models import User
    from django.test import Client

    from troth_desk.people import actions
    from troth_desk.people.models import Membership, Role
    from troth_desk.tenants import scope
    from troth_desk.tenants.models import Organisation, Project

    at = datetime.now(UTC)
    organisation = Organisation.objects.get(slug="bench")
    with scope.inside(organisation):
        project = Project.objects.get(organisation=organisation)
        members = []
        for name, role in (("owner", Role.OWNER), ("first", Role.RESPONDER), ("second", Role.RESPONDER)):
            user = User.objects.create_user(name, f"{name}@example.org")
            members.append(Membership.objects.create(organisation=organisation, user=user, role=role, created_at=at))
        desk = desk_rows.desk(organisation, project, tuple(members))
        Project.objects.filter(organisation=organisation).update(status_page=True)
        _, key = actions.make_key(
            organisation,
            "bench",
            ["cases:read", "promises:read"],
            expires_at=at + timedelta(days=7),
            member=members[0],
            by=members[0].actor,
            at=at,
        )
    client = Client()
    client.force_login(members[0].user, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return desk, cookies | {"key": key}


def addresses(cases: int) -> dict[str, list[str]]:
    """Every page of weight, each with the addresses that are asked in turn."""
    root = "/o/bench/"
    some = [f"{root}cases/TR-{number:08d}/" for number in range(0, cases, max(1, cases // 97))]
    narrow = ("severity=critical", "severity=unrated&order=severity", "owner=me", "owner=nobody", "state=fixing")
    return {
        "Today": [root],
        "cases, open": [f"{root}cases/"],
        "cases, all of them": [f"{root}cases/?show=all", f"{root}cases/?show=settled"],
        "cases, other orders": [f"{root}cases/?show=all&order=new", f"{root}cases/?show=all&order=severity"],
        "cases, narrowed": [f"{root}cases/?{one}" for one in narrow],
        "cases, overdue, held, embargo": [f"{root}cases/?only={one}" for one in ("overdue", "held", "embargo")],
        "cases, far pages": [f"{root}cases/?show=all&page={page}" for page in (20, 100, 150)],
        "search, many hits": [f"{root}cases/?show=all&q=parser", f"{root}cases/?q=heap"],
        "search, few hits": [f"{root}cases/?show=all&q=gateway%20{number}" for number in range(1000, 1050)],
        "search, none": [f"{root}cases/?show=all&q=nothing%20of%20this"],
        "search, a reference": [f"{root}cases/?show=all&q=TR-{number:08d}" for number in range(1000, 1050)],
        "board": [f"{root}cases/board/"],
        "a case": some,
        "triage queue": [f"{root}triage/"],
        "promises": [f"{root}promises/bench/"],
        "promises, three years": [f"{root}promises/bench/?days=1095"],
        "status page, for everybody": ["/status/bench/bench/"],
        "notices": [f"{root}notices/"],
        "proof": [f"{root}settings/proof/", f"{root}settings/audit/"],
        "report page, for everybody": ["/report/bench/bench/"],
    }


def pages(bench: Bench, cookies: dict[str, str], cases: int, leader: int) -> None:
    """Each page alone, one request after the other."""
    browser = Browser(PORT, cookies={name: value for name, value in cookies.items() if name != "key"})
    for what, paths in addresses(cases).items():
        before = processor(leader)
        bench.page(what, times(browser, paths, bench.number), processor(leader) - before)
    bearer = {"Authorization": f"Bearer {cookies['key']}"}
    for what, path in (("API, cases", "/api/v1/cases"), ("API, promises", "/api/v1/promises/bench")):
        taken, refused, before = [], 0, processor(leader)
        for _ in range(bench.number // 2):
            status, _, took = browser.ask(path, headers=bearer)
            refused += status != 200
            taken.append(took)
        bench.page(what, Times(sorted(taken), refused), processor(leader) - before)


def reports(bench: Bench) -> None:
    """Reports by the API and by the form: one after the other, and eight senders at once."""
    for what, send in (("API", _by_api), ("form", _by_form)):
        alone, _ = together(1, lambda _, crowd, send=send: send(bench, crowd, bench.number))
        bench.say(f"a report by {what}", f"{Times(sorted(alone.taken), alone.refused)}", _p95(alone), SLOWEST)
        many, seconds = together(8, lambda _, crowd, send=send: send(bench, crowd, bench.number // 2))
        rate = len(many.taken) / seconds
        told = f"{rate:.0f} a second, {Times(sorted(many.taken), many.refused)} {many.said or ''}"
        bench.say(f"reports by {what}, 8 senders at once", told, 0, 0)
        if alone.refused or many.refused:
            bench.missed.append(f"{what}: refused")


def _p95(crowd: Crowd) -> float:
    return Times(sorted(crowd.taken)).at(0.95)


def _by_api(bench: Bench, crowd: Crowd, number: int) -> None:
    browser = Browser(PORT)
    for place in range(number):
        if place % 50 == 0:
            browser.address = next(bench.addresses)
        status, _, took = browser.ask("/api/v1/reports", api_report(str(next(bench.seen))), "application/json")
        crowd.note(took, status, "report")


def _by_form(bench: Bench, crowd: Crowd, number: int) -> None:
    browser = Browser(PORT)
    browser.ask("/report/bench/bench/")
    for place in range(number):
        if place % 50 == 0:
            browser.address = next(bench.addresses)
        body, kind = form_report(str(next(bench.seen)), browser.cookies["csrftoken"])
        status, _, took = browser.ask("/report/bench/bench/", body, kind)
        crowd.note(took, status if status != 200 else 422, "form")


def crowd(bench: Bench, cookies: dict[str, str], cases: int) -> None:
    """Fifty people: forty of the team who click, eight reporters who look, two who send."""
    seconds = 10 if bench.number < 100 else 30
    paths = [path for what, found in addresses(cases).items() if "far" not in what for path in found]
    made = Browser(PORT, address=next(bench.addresses)).ask("/api/v1/reports", api_report("x"), "application/json")[1]
    portal = portal_path(made)

    def act(place: int, crowd: Crowd) -> None:
        import random

        dice = random.Random(place)  # noqa: S311 - the same clicks each time
        team = {name: value for name, value in cookies.items() if name != "key"} if place < 40 else {}
        browser = Browser(PORT, cookies=team, address=next(bench.addresses))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(dice.uniform(0, 2 * PAUSE))
            path = dice.choice(paths) if place < 40 else portal
            body = api_report(f"{place} {time.monotonic_ns()}") if place >= 48 else None
            path, kind = ("/api/v1/reports", "application/json") if body else (path, "")
            status, _, took = browser.ask(path, body, kind)
            crowd.note(took, status, path[:40])

    many, took = together(PEOPLE, act)
    found = Times(sorted(many.taken), many.refused)
    told = f"{len(many.taken) / took:.0f} requests a second, {found} {many.said or ''}"
    bench.say(f"{PEOPLE} people at once, a click a second each", told, found.at(0.95), SLOWEST)
    if many.refused:
        bench.missed.append("people at once: refused")


def mails(bench: Bench) -> None:
    """A thousand mails, each a report, by the code that IMAP and LMTP hand them to; then all of them once more."""
    from troth_desk.ledger.actor import SYSTEM
    from troth_desk.mailbox.actions import take

    number = MAILS if bench.number > 100 else MAILS // 10
    sent = [mail(place) for place in range(number)]
    for what in (f"{number:,} mails", "the same mails again"):
        start, found = time.perf_counter(), set()
        for raw in sent:
            taken = take(raw, recipients=["security@example.org"], by=SYSTEM, at=datetime.now(UTC))
            found.add(taken.case.pk if taken.case else taken.why)
        seconds = time.perf_counter() - start
        bench.say(what, f"{number / seconds:.0f} a second, {len(found):,} cases", 0, 0)
        if len(found) != number:
            bench.missed.append(f"{what}: not one case each")


def mail(number: int) -> bytes:
    """A report as somebody writes it in a mail program."""
    said = EmailMessage()
    said["From"] = f"Reporter {number} <reporter{number}@example.org>"
    said["To"] = "security@example.org"
    said["Subject"] = f"Memory of another request is read, {number}"
    said["Date"] = format_datetime(datetime.now(UTC))
    said["Message-ID"] = f"<{number}.{os.getpid()}@mail.example.org>"
    said.set_content(f"Request {number} to the gateway makes it read memory of the request before.\n" * 12)
    return said.as_bytes()


def backlog(bench: Bench, desk: desk_rows.Desk) -> None:
    """A worker that was away while up to 20,000 clocks ran out."""
    from troth_desk.deadlines import actions
    from troth_desk.deadlines.models import Clock
    from troth_desk.tenants import scope

    with scope.inside(desk.organisation):
        running = Clock.objects.filter(organisation=desk.organisation, state="running", breached_at=None)
        due = list(running.order_by("due_at").values_list("due_at", flat=True)[:20_000])
    start = time.perf_counter()
    swept = actions.sweep(desk.organisation, due[-1])
    seconds = time.perf_counter() - start
    told = f"{swept.breached:,} breaches and {swept.warned:,} warnings in {seconds:.1f} s"
    bench.say("a worker that was away", told, 0, 0)


def _arguments(given: Sequence[str]) -> Any:
    parser = argparse.ArgumentParser(description="The desk under load.")
    parser.add_argument("cases", nargs="?", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--keep", type=Path)
    return parser.parse_args(given)


if __name__ == "__main__":
    asked = _arguments(sys.argv[1:])
    where = asked.keep or Path(tempfile.mkdtemp(prefix="troth-bench-"))
    where.mkdir(parents=True, exist_ok=True)
    sys.exit(main(asked.cases, where, quick=asked.quick))
