"""Accounts in a real browser: passkeys by a virtual authenticator, by keys alone, on a phone, for screen readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from desk.people_fixtures import Joins
from troth_desk import clock
from troth_desk.ledger.actor import SYSTEM
from troth_desk.people import actions
from troth_desk.people.models import Role
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long pass phrase 1"
Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser, live_server: LiveServer) -> Iterator[Opens]:
    """A page of a browser of its own, at ``width``; every complaint of the browser about policy or script fails."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    cache.clear()

    def open_page(path: str, *, width: int = 1280, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None,
        )
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


def authenticator(page: Page) -> Any:
    """A platform authenticator with a fingerprint that is always there, by Chromium's DevTools protocol."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: session.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})["credentials"]


def invited(organisation: Organisation) -> str:
    """The path of a link for the first owner."""
    with scope.inside(organisation):
        link = actions.set_up(organisation, at=clock.now())
    assert link is not None
    return f"/o/{organisation.slug}/join/{link.token}/"


def log_in(page: Page, email: str) -> None:
    page.get_by_label("Mail address").fill(email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def test_the_first_owner_joins_adds_a_passkey_and_logs_in_with_it(organisation: Organisation, opens: Opens) -> None:
    page = opens(invited(organisation))
    held = authenticator(page)
    page.get_by_label("Mail address").fill("owner@example.org")
    page.get_by_label("Your name").fill("Owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passkeys and second factor")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert len(page.get_by_label("Codes").input_value().split()) == 10
    (credential,) = held()
    assert credential["isResidentCredential"]
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("cell", name="passkey: logs in alone")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile("/accounts/login/$"))
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page).to_have_url(re.compile("/o/harbour/$"))
    assert held()[0]["signCount"] > credential["signCount"]
    page.goto("/o/harbour/settings/people/")
    expect(page.get_by_role("row", name=re.compile("owner@example.org"))).to_contain_text("yes")


def test_with_a_passkey_the_password_alone_opens_nothing(
    organisation: Organisation, joins: Joins, opens: Opens
) -> None:
    owner = joins(organisation, Role.OWNER)
    page = opens("/accounts/login/")
    held = authenticator(page)
    log_in(page, owner.user.email)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    codes = page.get_by_label("Codes").input_value().split()
    page.get_by_role("button", name="Log out").click()
    log_in(page, owner.user.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    page.goto("/o/harbour/settings/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/o/harbour/"))
    assert len(held()) == 1
    elsewhere = opens("/accounts/login/")
    log_in(elsewhere, owner.user.email)
    elsewhere.get_by_label("Code").fill(codes[0])
    elsewhere.get_by_role("button", name="Log in", exact=True).click()
    expect(elsewhere).to_have_url(re.compile("/o/harbour/"))


def test_a_passkey_that_is_not_given_is_said_in_words(organisation: Organisation, opens: Opens) -> None:
    page = opens("/accounts/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": False}})
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("status").filter(has_text="No passkey was given")).to_be_visible()


def test_by_keys_alone_one_logs_in(organisation: Organisation, joins: Joins, opens: Opens) -> None:
    owner = joins(organisation, Role.OWNER)
    page = opens("/accounts/login/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    for _ in range(10):
        if page.get_by_label("Mail address").evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type(owner.user.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/o/harbour/$"))


def test_the_login_page_as_a_screen_reader_tells_it(organisation: Organisation, opens: Opens) -> None:
    tree = opens("/accounts/login/").get_by_role("main").aria_snapshot()
    said = re.findall(r'(heading "[^"]+"|button "[^"]+"|textbox "[^"]+"|region "[^"]+")', tree)
    assert said == [
        'heading "Log in"',
        'region "With a passkey"',
        'heading "With a passkey"',
        'button "Log in with a passkey"',
        'region "With your password"',
        'heading "With your password"',
        'textbox "Mail address"',
        'textbox "Password"',
        'button "Log in"',
    ]


BEFORE_LOGIN = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/o/harbour/join/ended/",
)
AFTER_LOGIN = (
    "/accounts/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/webauthn/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
    "/teams/",
    "/o/harbour/settings/people/",
    "/o/harbour/settings/keys/",
    "/o/harbour/settings/keys/new/",
)


def faults(page: Page) -> list[str]:
    """What axe finds, and whether anything is wider than the window."""
    found = [
        f"{page.url}: {each['id']}: {[node['html'][:120] for node in each['nodes']]}"
        for each in Axe().run(page).response["violations"]
    ]
    wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *([f"{page.url} is wider than the window"] if wider else [])]


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)])
def test_every_page_of_an_account_is_clean(
    organisation: Organisation, joins: Joins, browser: Browser, live_server: LiveServer, width: int, dark: bool
) -> None:
    owner = joins(organisation, Role.OWNER)
    link = link_for_somebody(organisation)
    cache.clear()
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        bypass_csp=True,  # axe brings a style of its own
    )
    page = context.new_page()
    found = []
    for path in (*BEFORE_LOGIN, link):
        page.goto(path)
        found += faults(page)
    page.goto("/accounts/login/")
    log_in(page, owner.user.email)
    for path in (*AFTER_LOGIN, f"/o/harbour/settings/people/{owner.pk}/", link):
        page.goto(path)
        assert page.get_by_role("heading", level=1).count() == 1, path
        found += faults(page)
    context.close()
    assert found == []


def link_for_somebody(organisation: Organisation) -> str:
    with scope.inside(organisation):
        link = actions.invite(organisation, "new@example.org", Role.AUDITOR, by=SYSTEM, at=clock.now())
    return f"/o/{organisation.slug}/join/{link.token}/"
