"""The main journey in a browser: report → receipt → acknowledge → assess → fix → embargo → publish → proof.

A real desk (``troth-desk up``), the reporter without JavaScript and without an account, the team with both.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "examples" / "lighthouse" / "SECURITY.md"
CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
PASSWORD = "four words for a test"
NOTE = "Only the team may ever read this sentence."


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def said(desk: Any, *words: str) -> str:
    """What ``troth-desk`` prints; it has to end well."""
    done = subprocess.run(
        [sys.executable, "-m", "troth_desk", *words, "--data", str(desk.data)],
        env=desk.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def report(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report a vulnerability")
    expect(page.get_by_text("Acknowledgment: Within 48 hours of your report")).to_be_visible()
    page.get_by_label("What is it, in one line?").fill("Token in the log")
    page.get_by_label("Description of the vulnerability").fill("The token is written to the log.")
    page.get_by_label("Steps to reproduce").fill("1. run\n2. read the log")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    page.get_by_label("Potential impact").fill("Whoever reads the log can act as the user.")
    page.get_by_role("button", name="Send the report").click()
    expect(page).to_have_url(re.compile(r"/case/lighthouse/[-\w]{20,}/"))


def owner(page: Page, desk: Any) -> None:
    link = re.search(r"https?://\S+", said(desk, "owner", "--email", "owner@example.org"))
    assert link
    assert page.request.get(link[0]).ok, "the link that is printed is that of the running desk"
    page.goto(desk.address + urlsplit(link[0]).path)
    page.get_by_label("Your name").fill("Owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("status")).to_contain_text("Welcome")


def press(page: Page, label: str, state: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator("main .state").first).to_have_text(state)


def handle(page: Page, address: str) -> str:
    """The team takes the report as far as a fix in the making; the address of the case."""
    page.goto(f"{address}/o/lighthouse/")
    page.get_by_role("link", name="Token in the log").first.click()
    case = page.url
    press(page, "Acknowledge", "acknowledged")
    press(page, "Start the assessment", "being assessed")
    page.get_by_role("link", name="Rate its severity").click()
    page.get_by_label("CVSS vector").fill(CRITICAL)
    page.get_by_role("button", name="Rate by the vector").click()
    expect(page.locator("main .severity").first).to_contain_text("critical 9.8")
    page.get_by_text("An internal note").click()
    page.get_by_label("Your note").fill(NOTE)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    press(page, "Accept", "accepted")
    press(page, "Start the fix", "being fixed")
    return case


def agree(page: Page) -> None:
    """The reporter sees what is owed, agrees to the embargo that the policy asks for, and wants an alias."""
    page.reload()
    expect(page.get_by_text("Resolution: Target within 90 days for critical issues")).to_be_visible()
    assert NOTE not in page.content()
    page.get_by_label("By an alias").check()
    page.get_by_label(re.compile("The name or alias")).fill("lamplight")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_text("Agreed: both sides keep silent until")).to_be_visible()


def publish(page: Page, case: str) -> None:
    """While the embargo binds nothing is disclosed; after its end it is."""
    page.goto(case)
    press(page, "The fix is ready", "fix ready")
    expect(page.get_by_role("button", name="Mark as disclosed", exact=True)).to_have_count(0)
    page.get_by_role("link", name="End the embargo").click()
    page.get_by_label("Reason").fill("The fix is out and everybody agreed.")
    page.get_by_role("button", name="End it").click()
    press(page, "Mark as disclosed", "disclosed")
    press(page, "Close", "closed")


def test_from_a_report_to_its_publication(browser: Browser, tmp_path: Path) -> None:
    desk_tour = module("desk_tour")
    with desk_tour.running(tmp_path / "desk", example=False, policy=POLICY) as desk:
        outside = browser.new_context(java_script_enabled=False).new_page()
        report(outside, desk.address)
        team = browser.new_context().new_page()
        owner(team, desk)
        case = handle(team, desk.address)
        agree(outside)
        publish(team, case)
        outside.reload()
        assert NOTE not in outside.content()
        (line,) = said(desk, "export").splitlines()
        assert "whole" in said(desk, "verify")
    exported = json.loads(line)
    assert exported["state"] == "closed"
    met = {clock["action"]: clock["state"] for clock in exported["clocks"]}
    assert met == {"acknowledge": "met", "assess": "met", "update": "stopped", "fix": "met"}
