"""Draw every page of the desk: build/screens/desk-*.png, 390 and 1280 px, light and dark, with example data and empty.

A chosen set goes to docs/screens, small, for the documentation. Chromium is that of the machine.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import desk_tour
from playwright.sync_api import Browser, Page, sync_playwright
from screens import chromium

SCREENS = desk_tour.ROOT / "build" / "screens"
CHOSEN = desk_tour.ROOT / "docs" / "screens"
POLICY = desk_tour.ROOT / "examples" / "lighthouse" / "SECURITY.md"
WIDTHS = {1280: 900, 390: 844}
SCHEMES = ("light", "dark")
CASES = {"firmware": "Firmware%", "response": "The berth%", "held": "Security issue%", "disclosed": "Answer times%",
         "information": "Memory grows%", "leak": "Crew%"}  # fmt: skip
"""Cases that differ in what their page shows, by the start of their title."""
DOCUMENTED = (
    "today-1280-light",
    "today-390-dark",
    "cases-1280-light",
    "case-firmware-1280-light",
    "case-firmware-390-light",
    "report-harbour-works-lighthouse-1280-light",
    "promises-lighthouse-1280-light",
)


def main() -> None:
    """Draw both desks."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    CHOSEN.mkdir(exist_ok=True)
    for old in SCREENS.glob("desk-*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        with desk_tour.running(Path(folder) / "example") as desk:
            state, pages = _with_example(browser, desk)
            _draw(browser, desk, pages, state, "desk")
        with desk_tour.running(Path(folder) / "empty", example=False, policy=POLICY) as desk:
            state, pages = _empty(browser, desk)
            _draw(browser, desk, pages, state, "desk-empty")
        browser.close()
    print(f"{len(list(SCREENS.glob('desk-*.png')))} pictures of the desk are in {SCREENS}")


def _with_example(browser: Browser, desk: desk_tour.Desk) -> tuple[object, dict[str, str]]:
    context = browser.new_context()
    page = desk_tour.enter(context, desk)
    pages = _named(desk_tour.tour(page, desk, ["/o/harbour-works/", "/", "/style/"]))
    for name, words in CASES.items():
        page.goto(f"{desk.address}/o/harbour-works/cases/?show=all&q={words.rstrip('%')}")
        found = page.locator("tbody th a").first.get_attribute("href")
        pages[f"case-{name}"] = str(found)
    pages["nothing-here"] = "/o/harbour-works/cases/TR-NOTTHERE/"
    state = context.storage_state()
    context.close()
    return state, pages


def _empty(browser: Browser, desk: desk_tour.Desk) -> tuple[object, dict[str, str]]:
    context = browser.new_context()
    page = desk_tour.invited(context, desk)
    pages = _named(desk_tour.tour(page, desk, [page.url.removeprefix(desk.address), "/"]))
    state = context.storage_state()
    context.close()
    return state, pages


def _named(pages: dict[str, str]) -> dict[str, str]:
    return {desk_tour.name(sort): path for sort, path in pages.items()}


def _draw(browser: Browser, desk: desk_tour.Desk, pages: dict[str, str], state: object, start: str) -> None:
    wide = []
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            viewport = {"width": width, "height": height}
            context = browser.new_context(viewport=viewport, color_scheme=scheme, storage_state=state)  # type: ignore[arg-type]
            page = context.new_page()
            for name, path in pages.items():
                wide += _shoot(page, desk.address + path, f"{start}-{name}-{width}-{scheme}", width)
            context.close()
    if wide:
        sys.exit("wider than the screen: " + ", ".join(wide))


def _shoot(page: Page, address: str, name: str, width: int) -> list[str]:
    page.goto(address)
    page.screenshot(path=str(SCREENS / f"{name}.png"), full_page=True)
    if name.removeprefix("desk-") in DOCUMENTED:
        page.screenshot(path=str(CHOSEN / f"{name.removeprefix('desk-')}.png"))
    seen = page.evaluate("document.documentElement.scrollWidth")
    return [f"{name} ({seen} px)"] if seen > width else []


if __name__ == "__main__":
    main()
