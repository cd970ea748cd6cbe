"""Coming in by the login provider in Chromium: pages, provider and desk are real, and so is the policy of content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from csp.constants import SELF
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from desk.people.conftest import Provider
from troth_desk import clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people import actions, queries
from troth_desk.people.models import Role
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)
Opens = Callable[[str], Page]
COMPLAINTS: list[str] = []
"""What the browser refused by the policy of content."""


@pytest.fixture
def opens(browser: Browser, live_server: LiveServer, provider: Provider, settings: Settings) -> Iterator[Opens]:
    """A page of a new browser; what the browser refuses by the policy of content fails the test."""
    settings.ADDRESS = live_server.url
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"form-action": [SELF, provider.url]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
    contexts = []
    COMPLAINTS.clear()
    cache.clear()

    def open_page(path: str) -> Page:
        context = browser.new_context(base_url=live_server.url)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: COMPLAINTS.append(said.text) if "Content Security" in said.text else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not COMPLAINTS, COMPLAINTS


def says_who(page: Page, subject: str) -> None:
    """On the page of the provider."""
    page.locator("input[name=sub]").fill(subject)
    page.locator("button:not([value=deny])").first.click()


def axe(page: Page) -> None:
    before = list(COMPLAINTS)
    found = Axe().run(page).response["violations"]
    COMPLAINTS[:] = before  # axe tries a style of its own, which the policy refuses
    assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]


def test_from_the_invitation_to_logging_out_everywhere(
    organisation: Organisation, opens: Opens, provider: Provider
) -> None:
    provider.knows("new", email="new@example.org", email_verified=True, name="New Person")
    with scope.inside(organisation):
        link = actions.invite(organisation, "new@example.org", Role.RESPONDER, by=SYSTEM, at=clock.now())
    page = opens(f"/o/harbour/join/{link.token}/")
    axe(page)
    page.get_by_role("button", name="Join with Example").click()
    says_who(page, "new")
    expect(page).to_have_url(re.compile("/o/harbour/$"))
    with scope.inside(organisation):
        member = queries.members(organisation).get()
        assert (member.role, member.name) == ("responder", "New Person")
    page.goto("/accounts/provider/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Login by Example")
    axe(page)
    page.goto("/accounts/sessions/")
    expect(page.get_by_role("heading", name="Browsers that you came in by")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are logged out of this desk")
    axe(page)
    page.get_by_role("link", name="Back to the login page").click()
    axe(page)
    page.get_by_role("button", name="Log in with Example").click()
    says_who(page, "new")
    expect(page).to_have_url(re.compile("/o/harbour/$"))


def test_who_is_not_invited_is_told_so(organisation: Organisation, opens: Opens, provider: Provider) -> None:
    provider.knows("stranger", email="stranger@example.org", email_verified=True)
    page = opens("/accounts/login/")
    page.get_by_role("button", name="Log in with Example").click()
    says_who(page, "stranger")
    expect(page.get_by_role("heading", level=1)).to_have_text("You did not come in")
    expect(page.get_by_text("Nobody has invited stranger@example.org")).to_be_visible()
    axe(page)
