"""The page in a real browser: by keys alone, by the tree that screen readers get, without script, without network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[3]
BANDIT = "tool-bandit-use"
BOTH = pytest.mark.parametrize("width", [1280, 390])


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page on the example project."""
    folder = tmp_path_factory.mktemp("report")
    root = folder / "harbour"
    shutil.copytree(ROOT / "examples" / "harbour", root)
    names = ("-c", "user.name=Harbour", "-c", "user.email=harbour@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A", "-f"), ("commit", "-q", "-m", "All of harbour")):
        subprocess.run(["git", *names, *words], cwd=root, check=True)
    command = [sys.executable, "-m", "troth.cli", "check", "--no-tools", "--no-cache", "--format", "html"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    path = folder / "report.html"
    path.write_text(done.stdout)
    return path.as_uri()


@pytest.fixture
def look(browser: Browser, report: str) -> Iterator[Any]:
    """Opens the page; fails where it asks for anything or says anything to the console."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(fragment: str = "", width: int = 1280, **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request", lambda request: complaints.append(request.url) if not request.url.startswith(report) else None
        )
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(report + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def shown(page: Page) -> list[str]:
    """Ids of the evidence that can be seen."""
    found: list[str] = page.eval_on_selector_all(".ev", "all => all.filter(e => e.checkVisibility()).map(e => e.id)")
    return found


def promises(page: Page) -> int:
    """How many the page holds."""
    return page.locator(".ev").count()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.id"))


def test_a_journey_by_keys_alone(look: Any) -> None:
    page = look()
    page.keyboard.press("Tab")
    assert focused(page) == "#~text"  # the link that skips to the text
    page.keyboard.press("j")
    first = shown(page)
    assert len(first) == 1
    assert focused(page) == f"#{first[0]}"
    page.keyboard.press("j")
    second = shown(page)
    assert second != first
    assert page.evaluate("location.hash") == f"#{second[0]}"
    page.keyboard.press("k")
    assert shown(page) == first
    page.keyboard.press("Escape")
    assert shown(page) == []
    assert focused(page) == f"#{first[0]}"
    page.keyboard.press("/")
    assert focused(page) == "~search"
    page.keyboard.type("bandit pull requests")
    told = f'Showing 1 of {promises(page)} promises that hold "bandit pull requests".'
    assert page.locator("#\\~count").inner_text() == told
    page.keyboard.press("Enter")
    assert shown(page) == [BANDIT]
    page.keyboard.press("Tab")  # from the mark into its evidence
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.ev').id") == BANDIT
    page.keyboard.press("?")
    assert page.locator("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()


def test_the_bar_filters_and_says_so(look: Any) -> None:
    page = look()
    page.locator(".choice.broken").click()
    marks = page.eval_on_selector_all("a.mark", "all => all.filter(e => e.checkVisibility()).map(e => e.className)")
    number = int(page.locator(".choice.broken").inner_text().split()[1])
    assert len(marks) == number > 1
    assert all("has-broken" in each for each in marks)
    status = page.locator("[role=status]")
    assert status.inner_text() == f"Showing {number} of {promises(page)} promises."
    page.keyboard.press("ArrowLeft")
    assert status.inner_text() == ""


@BOTH
def test_every_promise_has_its_own_address(look: Any, width: int) -> None:
    page = look(f"#{BANDIT}", width)
    assert shown(page) == [BANDIT]
    assert page.locator(f"#{BANDIT}").is_visible()
    assert page.locator(f'.p[data-to="{BANDIT}"]').first.is_visible()
    current = page.locator(f'a.mark[href="#{BANDIT}"]')
    assert current.get_attribute("aria-current") == "true"
    assert current.get_attribute("aria-expanded") == "true"
    top = page.eval_on_selector(f'.p[data-to="{BANDIT}"]', "e => e.getBoundingClientRect().top")
    assert 0 <= top < 900


@BOTH
def test_without_script_everything_can_be_read(look: Any, width: int) -> None:
    page = look(f"#{BANDIT}", width, java_script_enabled=False)
    assert page.locator(f"#{BANDIT}").is_visible()
    page.locator("a.mark.at-risk").first.click()
    assert not page.locator(f"#{BANDIT}").is_visible()
    assert page.locator(".ev.at-risk").is_visible()
    page.locator(".ev.at-risk .close").click()
    assert not page.locator(".ev.at-risk").is_visible()
    page.locator(".choice.kept").click()
    assert not page.locator("a.mark.broken").first.is_visible()
    assert page.locator("a.mark.kept").first.is_visible()


@BOTH
@pytest.mark.parametrize("fragment", ["", f"#{BANDIT}"])
def test_nothing_is_wider_than_the_page(look: Any, width: int, fragment: str) -> None:
    page = look(fragment, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if not fragment:
        page.locator("summary").last.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_lines_hold_at_most_seventy_characters(look: Any) -> None:
    page = look()
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll('.doc p, .doc li, .part p, header p.quiet')].map(block => {
            const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), lines = new Map();
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              if (node.parentElement.closest('.marks, .ev')) continue;
              for (let at = 0; at < node.length; at++) {
                const range = document.createRange();
                range.setStart(node, at); range.setEnd(node, at + 1);
                const box = range.getClientRects()[0];
                if (box && box.width) lines.set(Math.round(box.bottom / 12), 1 + (lines.get(Math.round(box.bottom / 12)) || 0));
              }
            }
            return Math.max(0, ...lines.values());
          }))"""
    )
    assert 40 < longest <= 80


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", f"#{BANDIT}"])
@BOTH
def test_the_rules_of_wcag_hold(look: Any, scheme: str, fragment: str, width: int) -> None:
    page = look(fragment, width, color_scheme=scheme)
    found = Axe().run(page)
    told = [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found.response["violations"]]
    assert not told


def test_a_screen_reader_gets_landmarks_headings_names_and_states(look: Any) -> None:
    page = look()
    assert page.locator("h1").inner_text().startswith(f"Of {promises(page)} promises, ")
    tree = page.locator("body").aria_snapshot()
    for told in (
        'link "Skip to the promises in the text"',
        "banner:",
        f'heading "{page.locator("h1").inner_text()}" [level=1]',
        'radio "all" [checked]',
        "status",
        'complementary "Promises by standing"',
        'searchbox "Search the promises"',
        "main:",
        'navigation "Documents"',
        'link "broken: bandit runs in CI and blocks"',
        'heading "How a verdict is reached" [level=2]',
        "contentinfo:",
    ):
        assert told in tree, f"{told}\n{tree}"
    assert "[expanded]" not in tree.partition("main:")[2]


def test_a_screen_reader_hears_what_is_open(look: Any) -> None:
    tree = look(f"#{BANDIT}").locator("body").aria_snapshot()
    for told in (
        'link "broken: bandit runs in CI and blocks" [expanded]',
        'region "bandit runs in CI and blocks"',
        "What was found",
        "Next step",
    ):
        assert told in tree, f"{told}\n{tree}"
    assert "complementary" not in tree  # beside the text, the list behind the evidence is not there


def test_evidence_follows_the_sentence_in_the_order_of_reading(look: Any) -> None:
    page = look(f"#{BANDIT}")
    order = page.evaluate(
        f"""document.querySelector('a.mark[href="#{BANDIT}"]')
            .compareDocumentPosition(document.getElementById('{BANDIT}')) & Node.DOCUMENT_POSITION_FOLLOWING"""
    )
    assert order


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_system_until_somebody_chooses(look: Any, scheme: str) -> None:
    page = look(color_scheme=scheme)
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    assert before == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[scheme]
    page.locator("#\\~theme").click()
    assert page.evaluate(ground) != before
    page.reload()
    assert page.evaluate(ground) != before


def test_printed_all_evidence_is_unfolded_and_addresses_are_told(look: Any) -> None:
    page = look()
    page.emulate_media(media="print")
    assert len(shown(page)) == promises(page)
    assert not page.locator("aside").is_visible()
    assert not page.locator("search").is_visible()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.ev')).position") == "static"


def test_commands_can_be_copied(look: Any) -> None:
    page = look(f"#{BANDIT}", permissions=["clipboard-read", "clipboard-write"])
    page.locator(f"#{BANDIT} .explain .copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"troth explain {BANDIT}"


def test_what_is_injected_does_not_run(browser: Browser, report: str, tmp_path: Path) -> None:
    """Even where a tree found a way into the page, its policy would not let it do anything."""
    from urllib.request import url2pathname

    text = Path(url2pathname(report.removeprefix("file://"))).read_text()
    attack = '<script>window.ran = 1</script><img src="https://example.org/x.png" onerror="window.ran = 2"><p style="color: red" id="styled">x</p>'
    path = tmp_path / "attacked.html"
    path.write_text(text.replace("<main", f"{attack}<main", 1))
    page = browser.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(f"{request.url} {request.failure}"))
    page.goto(path.as_uri())
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(255, 0, 0)"
    assert failed == ["https://example.org/x.png csp"]  # stopped before anything was sent
    page.close()
