"""The promises page in a real browser: by keys alone, filtered, searched, without script, and by axe; nothing refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from desk import scan_results as made
from desk.people_fixtures import Joins
from desk.people_fixtures import browser as client_of
from troth_desk import clock
from troth_desk.deadlines import actions as deadlines
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people.models import Role
from troth_desk.policies import actions as policies
from troth_desk.policies import queries
from troth_desk.promises import actions
from troth_desk.scans import actions as scans
from troth_desk.scans import pushed
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = "/o/harbour/promises/harbour/"
ACKNOWLEDGE = "deadline-acknowledge-pt48h-calendar"
Opens = Callable[..., Page]


@pytest.fixture
def opens(
    browser: Browser, live_server: LiveServer, organisation: Organisation, project: Project, joins: Joins
) -> Iterator[Opens]:
    """A page that an owner opens, with a policy, a check, an audit and two reports; no complaint of the browser."""
    at = clock.now()
    with scope.inside(organisation):
        session = client_of(joins(organisation, Role.OWNER)).cookies["sessionid"].value
        version = policies.import_texts(project, {"SECURITY.md": made.POLICY}, by=SYSTEM, at=at)
        promise = queries.promises(version, "deadline").get()
        for number, hours in enumerate((5, 60)):
            start = at - timedelta(days=20 + number)
            deadlines.arm(promise, project, f"case:TR-{number}", started_at=start, by=SYSTEM, at=start)
            met = start + timedelta(hours=hours)
            deadlines.meet(organisation, f"case:TR-{number}", "acknowledge", by=SYSTEM, at=met)
        for result in (made.check(at), made.audit(at)):
            scans.keep(project, pushed.read(made.push(result)), by=SYSTEM, at=at)
        actions.show_status(project, shown=True, by=SYSTEM, at=at)
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str, *, width: int = 1280, dark: bool = False, script: bool = True, free: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            bypass_csp=free,  # axe styles the page to measure it
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if not free:  # axe asks for styles by addresses of its own
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
            page.on("response", lambda got: complaints.append(got.url) if got.status >= 400 else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


def test_by_keys_alone(opens: Opens) -> None:
    page = opens(ROOT)
    evidence = page.locator(f"#{ACKNOWLEDGE}")
    expect(evidence).to_be_hidden()
    for _ in range(10):
        page.keyboard.press("j")
        if page.url.endswith(f"#{ACKNOWLEDGE}"):
            break
    expect(evidence).to_be_visible()
    expect(evidence).to_contain_text("1 of 2 late")
    expect(evidence.locator("svg.chart")).to_be_visible()
    page.keyboard.press("Escape")
    expect(evidence).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_one_standing_alone_and_a_search(opens: Opens) -> None:
    page = opens(ROOT)
    page.locator("label.choice.broken").click()
    expect(page.locator(".doc a.mark.kept")).to_have_count(0)
    expect(page.locator(".doc a.mark.unproven").first).to_be_hidden()
    expect(page.locator(".doc a.mark.broken").first).to_be_visible()
    page.locator("label.choice.all").click()
    expect(page.locator(".doc a.mark.unproven").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("weekly")
    expect(page.get_by_role("status").last).to_contain_text("that hold")


def test_without_script_each_mark_leads_to_its_evidence(opens: Opens) -> None:
    page = opens(ROOT, script=False)
    page.locator(f'.doc a.mark[href="#{ACKNOWLEDGE}"]').click()
    expect(page.locator(f"#{ACKNOWLEDGE}")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        ROOT, f"{ROOT}#{ACKNOWLEDGE}", "/o/harbour/scans/harbour/", "/o/harbour/policies/harbour/",
        "/o/harbour/policies/harbour/1/", "/status/harbour/harbour/",
    ],
)  # fmt: skip
def test_nobody_is_kept_out(opens: Opens, path: str, dark: bool) -> None:
    page = opens(path, dark=dark, free=True)
    found = Axe().run(page)
    assert not found.response["violations"], [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]
    ]


@pytest.mark.parametrize(
    "path", [ROOT, "/o/harbour/scans/harbour/", "/o/harbour/policies/harbour/1/", "/status/harbour/harbour/"]
)
def test_a_phone_is_not_moved_sideways(opens: Opens, path: str) -> None:
    page = opens(path, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
