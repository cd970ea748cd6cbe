"""Every page of a running desk with example data, found by its links: rules of accessibility, widths, errors, keys.

The desk is a real one of its own process, on the database of the tests, started once for all tests of this file.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parents[3]
TEAM = "/o/harbour-works/"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tour() -> ModuleType:
    return script("desk_tour")


@pytest.fixture(scope="module")
def desk(tour: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with tour.running(tmp_path_factory.mktemp("desk") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def state(tour: ModuleType, desk: Any, browser: Browser) -> Any:
    context = browser.new_context()
    tour.enter(context, desk)
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture(scope="module")
def pages(tour: ModuleType, desk: Any, browser: Browser, state: Any) -> dict[str, str]:
    context = browser.new_context(storage_state=state)
    found: dict[str, str] = tour.tour(context.new_page(), desk, [TEAM, f"{TEAM}cases/?show=all", "/", "/style/"])
    context.close()
    return found


def test_the_tour_comes_everywhere(pages: dict[str, str]) -> None:
    expected = {TEAM, f"{TEAM}cases/", f"{TEAM}cases/board/", f"{TEAM}cases/CASE/", f"{TEAM}cases/CASE/rate/",
                f"{TEAM}triage/", f"{TEAM}settings/", f"{TEAM}set-up/", "/",
                "/report/harbour-works/lighthouse/"}  # fmt: skip
    assert expected <= set(pages)


def test_every_page_answers(desk: Any, browser: Browser, state: Any, pages: dict[str, str]) -> None:
    context = browser.new_context(storage_state=state)
    answers = {sort: context.request.get(desk.address + path).status for sort, path in pages.items()}
    context.close()
    assert {sort: status for sort, status in answers.items() if status != 200} == {}


@pytest.mark.looks
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_page_keeps_the_rules(
    desk: Any, browser: Browser, state: Any, pages: dict[str, str], width: int, scheme: Any
) -> None:
    """WCAG 2.2 A and AA as axe-core knows them, no page wider than the screen, nothing refused by the content policy."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, storage_state=state, reduced_motion="reduce"
    )
    page = context.new_page()
    faults: list[str] = []
    said: list[str] = []
    page.on("console", lambda words: said.append(f"{page.url}: {words.text}") if words.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    axe = Axe()
    for sort, path in pages.items():
        answer = page.goto(desk.address + path)
        if answer is None or answer.status != 200:
            faults.append(f"{sort}: {answer.status if answer else 'no answer'}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{sort} is {wide} px wide")
        faults += said
        found = axe.run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        faults += [f"{sort}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found.response["violations"]]
        said.clear()  # axe itself tries styles, which the content policy refuses
    context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.looks
def test_every_page_works_without_scripts(desk: Any, browser: Browser, state: Any, pages: dict[str, str]) -> None:
    context = browser.new_context(storage_state=state, java_script_enabled=False)
    page = context.new_page()
    for path in pages.values():
        page.goto(desk.address + path)
        expect(page.locator("h1")).to_have_count(1)
    context.close()


OVERLAPS = """() => {
  const seen = one => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const all = [...document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main select, main summary")]
    .filter(seen);
  const boxes = all.map(one => [...one.getClientRects()].filter(box => box.width > 1 && box.height > 1));
  const found = [];
  for (let a = 0; a < all.length; a++) for (let b = a + 1; b < all.length; b++) {
    if (all[a].contains(all[b]) || all[b].contains(all[a])) continue;
    for (const one of boxes[a]) for (const two of boxes[b])
      if (Math.min(one.right, two.right) - Math.max(one.left, two.left) > 4
          && Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > 8)
        found.push(`${all[a].outerHTML.slice(0, 80)} lies over ${all[b].outerHTML.slice(0, 80)}`);
  }
  return found.slice(0, 3);
}"""
"""Controls that lie over each other."""


@pytest.mark.looks
@pytest.mark.parametrize(("width", "letters"), [(640, "100%"), (1280, "200%"), (320, "100%")])
def test_every_page_can_be_enlarged(
    desk: Any, browser: Browser, state: Any, pages: dict[str, str], width: int, letters: str
) -> None:
    """A window of 1280 px at 200 %, by zoom and by letters alone (WCAG 2.2, 1.4.4), and at 400 % (1.4.10)."""
    context = browser.new_context(viewport={"width": width, "height": 800}, storage_state=state)
    page = context.new_page()
    faults: list[str] = []
    for sort, path in pages.items():
        page.goto(desk.address + path)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{sort} is {wide} px wide")
        faults += [f"{sort}: {one}" for one in page.evaluate(OVERLAPS)]
    context.close()
    assert not faults, "\n".join(faults)


REACHABLE = """() => {
  window.reached = new Set();
  window.unseen = [];
  const shown = one => one.checkVisibility({ checkVisibilityCSS: true });
  const name = one => one.type === "radio" ? `radio ${one.name}` : one;
  window.waiting = new Set([...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(one => shown(one) && !one.disabled).map(name));
  document.addEventListener("focusin", event => {
    const look = getComputedStyle(event.target);
    if (look.outlineStyle === "none" && look.boxShadow === "none") window.unseen.push(event.target.outerHTML.slice(0, 120));
    window.reached.add(name(event.target));
  });
  document.body.focus();
  // a field of a date or a time is several stops: one for each of its parts, and one for its calendar
  return window.waiting.size + 8 * document.querySelectorAll("input[type^='date'], input[type='time']").length;
}"""
MISSED = """() => [...window.waiting].filter(one => !window.reached.has(one))
  .map(one => one.outerHTML ? one.outerHTML.slice(0, 120) : one)"""


@pytest.mark.looks
def test_every_control_of_every_page_is_reached_by_tab_and_shows_that_it_is(
    desk: Any, browser: Browser, state: Any, pages: dict[str, str]
) -> None:
    """WCAG 2.2, 2.1.1, 2.1.2 and 2.4.7."""
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    faults: list[str] = []
    for sort, path in pages.items():
        page.goto(desk.address + path)
        for _ in range(page.evaluate(REACHABLE) + 8):
            page.keyboard.press("Tab")
        faults += [f"{sort}: {one} is not reached" for one in page.evaluate(MISSED)]
        faults += [f"{sort}: {one} does not show its focus" for one in page.evaluate("window.unseen")]
    context.close()
    assert not faults, "\n".join(faults)


def press_until(page: Page, words: str) -> None:
    """Go on by Tab until what has the focus says ``words``."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || document.activeElement.value || ''")
        if words in focused:
            return
    pytest.fail(f"{words!r} is not reached by Tab")


def test_a_report_is_acknowledged_with_the_keyboard_alone(desk: Any, browser: Browser, state: Any) -> None:
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    page.goto(desk.address + TEAM)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the content"
    page.keyboard.press("Enter")
    press_until(page, "Rotation tokens can be replayed")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/TR-*/")
    press_until(page, "Acknowledge")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("acknowledged")
    expect(page.locator(".timeline")).to_contain_text("Done in time: acknowledge")
    context.close()


@pytest.mark.looks
def test_what_a_screen_reader_meets_first(desk: Any, browser: Browser, state: Any) -> None:
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    page.goto(desk.address + TEAM)
    tree = page.locator("body").aria_snapshot()
    assert tree.index('link "Skip to the content"') < tree.index("navigation") < tree.index('heading "Today" [level=1]')
    assert tree.index('heading "Today"') < tree.index("overdue")
    assert 'link "Today"' in tree
    context.close()


def test_a_filter_is_applied_as_it_is_chosen(desk: Any, browser: Browser, state: Any) -> None:
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    page.goto(f"{desk.address}{TEAM}cases/")
    page.get_by_label("State").focus()
    page.get_by_label("State").select_option("needs_info")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    expect(page.locator("#results [role=status]")).to_contain_text("that fit the filters")
    expect(page.get_by_label("State")).to_be_focused()
    assert "state=needs_info" in page.url
    page.get_by_role("link", name="By state").click()
    expect(page.locator(".board .column")).to_have_count(1)
    context.close()
