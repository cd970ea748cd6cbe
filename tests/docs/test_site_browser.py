"""The site in a real browser, opened as files: it fetches nothing, search finds, no page is wider than a phone."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Request, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SEEN = ("index", "start", "for-auditors", "how-a-verdict-is-reached", "our-promises", "waivers", "tools",
        "reference/commands/check", "reference/tools", "reference/kinds", "reference/schemas/check-result")  # fmt: skip


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "zensical.toml", folder)
    assert script("build_site").build(folder) == []
    return folder / "build" / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=script("screens").chromium())
        yield opened
        opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone_and_fetch_nothing(site: Path, browser: Browser, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    failures: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: failures.append(str(error)))
    for name in SEEN:
        page.goto((site / f"{name}.html").as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, f"{name} is {wide} pixels wide"
    assert not [address for address in asked if not address.startswith(("file:", "data:", "blob:"))]
    assert failures == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_the_contrast_and_the_names_that_wcag_asks(site: Path, browser: Browser, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for name in SEEN[:8]:
        page.goto((site / f"{name}.html").as_uri())
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}).response["violations"]
        assert not found, (name, [(one["id"], one["nodes"][0]["html"]) for one in found])
    context.close()


def test_search_finds_in_pages_that_are_opened_as_files(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "reference/commands/check.html").as_uri())
    page.keyboard.press("Control+k")
    page.keyboard.type("waiver lapsed")
    page.locator("a", has_text="What is wrong with exceptions").first.wait_for(timeout=20_000)
    page.close()
