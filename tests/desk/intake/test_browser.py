"""Reporting in a real browser: without scripts, with them, by keys alone, on a phone, for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from troth_desk.cases.models import Case
from troth_desk.intake.models import Attachment
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants import scope

pytestmark = pytest.mark.django_db(transaction=True)
REPORT = "/report/harbour/harbour/"
WORDS = {
    "title": "Path traversal in the export",
    "description": "The export joins the name of an archive to the path of its folder.",
    "steps": "1. Name an archive ../../x",
    "impact": "Every file of the service can be read.",
}
Opens = Callable[..., Page]
PATIENCE = 100
"""Tenths of a second that a script of a page may take on a machine that runs many tests."""


@pytest.fixture
def opens(
    browser: Browser, live_server: LiveServer, settings: Any, tmp_path: Path, policy: PolicyVersion
) -> Iterator[Opens]:
    """A page of a browser of its own; every complaint of it about policy or script fails, every foreign address too."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    settings.ADDRESS = live_server.url
    settings.ATTACHMENTS_FOLDER = tmp_path / "attachments"

    def open_page(
        path: str, *, width: int = 1280, dark: bool = False, scripts: bool = True, watched: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if not watched:
            page.goto(path)
            return page
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda sent: None if sent.url.startswith(live_server.url) else complaints.append(sent.url))
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


def fill(page: Page, **changed: str) -> None:
    for name, words in {**WORDS, **changed}.items():
        page.locator(f"#{name}").fill(words)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your report has arrived")


def test_without_scripts_a_report_is_sent_answered_and_followed(opens: Opens, policy: PolicyVersion) -> None:
    page = opens("/", scripts=False)
    assert page.url.endswith(REPORT)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_contain_text("Not sent yet")
    fill(page)
    page.locator("#files").set_input_files(
        FilePayload(name="proof.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n")
    )
    send(page)
    expect(page.get_by_text("It is not the acknowledgement that the policy promises")).to_be_visible()
    page.goto(page.locator("#link").input_value())
    page.locator("#body").fill("One more thing.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("One more thing.")).to_be_visible()
    page.get_by_label("By an alias").check()
    page.locator("#credit-name").fill("Night Owl")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You wish to be named as “Night Owl”.")).to_be_visible()
    with scope.inside(policy.organisation):
        assert Case.objects.get().messages.get().body == "One more thing."
        assert Attachment.objects.get().sniffed == "image/png"


def test_a_draft_stays_in_the_browser_until_it_is_sent(opens: Opens) -> None:
    page = opens(REPORT)
    page.locator("#steps").fill("half of the steps")
    expect(page.locator(".draft")).to_contain_text("Draft kept in this browser alone")
    page.reload()
    expect(page.locator("#steps")).to_have_value("half of the steps")
    page.get_by_role("button", name="Forget the draft").click()
    page.reload()
    expect(page.locator("#steps")).to_have_value("")
    fill(page)
    expect(page.locator(".draft")).to_contain_text("Draft kept")
    send(page)
    for _ in range(PATIENCE):  # the page that says it was sent forgets the draft, once its script has run
        if not page.evaluate("Object.keys(localStorage)"):
            break
        page.wait_for_timeout(100)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_files_can_be_dropped(opens: Opens) -> None:
    page = opens(REPORT)
    dropped = page.evaluate_handle(
        "() => { const all = new DataTransfer(); all.items.add(new File(['x'], 'dropped.txt')); return all; }"
    )
    page.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
    expect(page.locator(".chosen")).to_contain_text("dropped.txt")
    fill(page)
    send(page)
    expect(page.get_by_role("row", name="dropped.txt")).to_be_visible()


def test_the_link_can_be_copied(opens: Opens) -> None:
    page = opens(REPORT)
    fill(page)
    send(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url.split("#")[0]


def test_the_way_by_keys_alone(opens: Opens) -> None:
    page = opens(REPORT)
    page.locator("#title").focus()
    for words in WORDS.values():
        page.keyboard.type(words)
        page.keyboard.press("Tab")
        # the next field may have a link to the line that asks for it before it
        while page.evaluate("document.activeElement.tagName") == "A":
            page.keyboard.press("Tab")
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent.trim()") == "Send the report":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your report has arrived")


@pytest.mark.parametrize("dark", [False, True])
def test_pages_fit_a_phone_and_have_no_fault_that_a_machine_finds(opens: Opens, dark: bool) -> None:
    page = opens(REPORT, width=390, dark=dark, watched=False)  # what looks for faults has styles of its own

    def look(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, name
        for part in page.locator("details").all():
            part.evaluate("each => { each.open = true; }")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"

    look("report")
    page.get_by_role("button", name="Send the report").click()
    look("faults")
    fill(page, title="A title that is as long as a title may well be, " * 5)
    page.locator("#files").set_input_files(
        FilePayload(name=f"{'long-name-' * 10}.txt", mimeType="text/plain", buffer=b"x")
    )
    send(page)
    look("receipt")
    page.locator("#body").fill("x" * 500)
    page.get_by_role("button", name="Send", exact=True).click()
    look("portal")
    page.goto(f"{REPORT}policy/")
    look("policy")
