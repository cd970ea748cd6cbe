"""Draw the report as people see it: build/screens/*.png, at 390 and 1280 px, light and dark, and docs/report.png.

Chromium is that of the machine; no page may ask the network for anything.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "build" / "screens"
PICTURE = ROOT / "docs" / "report.png"
TROTH = Path(sys.executable).with_name("troth")
CHECK = ["check", "--no-tools", "--no-cache", "--at", "2026-11-25", "--format", "html"]
WIDTHS = {1280: 900, 390: 844}
SCHEMES = ("light", "dark")
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FOCUS = "#tool-bandit-use"
"""The promise of harbour whose evidence is shown open."""
PARTS = 60
"""Sections of the large policy."""
TEAM = """
## Team {number}

Reports to team {number} are acknowledged within {number} hours. We fix critical vulnerabilities of winch {number}
within {number} days, and publish an advisory.

- Dependencies of winch {number} are scanned every {number} days with `pip-audit`.
- The [plan of team {number}](docs/team-{number}.md) is reviewed every {number} months.
"""


def chromium() -> str:
    """The browser of the machine; ``CHROMIUM`` names another."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not found:
        sys.exit("No Chromium was found: install it, or name it in CHROMIUM.")
    return found


def main() -> None:
    """Check the made-up projects and draw their pages."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {name: page(root) for name, root in trees(Path(folder)).items()}
        browser = playwright.chromium.launch(executable_path=chromium())
        for name, path in pages.items():
            draw(browser, path, name)
        draw(browser, pages["harbour"], "harbour-evidence", FOCUS)
        draw(browser, pages["harbour"], "harbour-print", media="print")
        draw(browser, pages["harbour"], "harbour-top", FOCUS, top=True)
        shutil.copyfile(SCREENS / "harbour-top-1280-light.png", PICTURE)
        browser.close()
    sys.stdout.write(f"{SCREENS.relative_to(ROOT)}: {len(list(SCREENS.glob('*.png')))} pictures\n")


def trees(folder: Path) -> dict[str, Path]:
    """Harbour as a repository of its own, a policy without a promise, and a very long one."""
    made = {name: folder / name for name in ("harbour", "empty", "large")}
    shutil.copytree(ROOT / "examples" / "harbour", made["harbour"])
    policies = {"empty": "# Security\n\nHarbour is an invented project.\n\nWe like boats.\n", "large": large()}
    for name, text in policies.items():
        made[name].mkdir()
        (made[name] / "SECURITY.md").write_text(text)
    for root in made.values():
        commit(root)
    return made


def large() -> str:
    """A policy of several hundred promises."""
    teams = (TEAM.format(number=number) for number in range(2, PARTS + 2))
    return "".join(["# Security policy of Harbour\n\nHarbour is an invented project with many teams.\n", *teams])


def commit(root: Path) -> None:
    """``root`` as a repository with the same commit each time."""
    dated = os.environ | dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-11-20T12:00:00+0000")
    names = ("-c", "user.name=Harbour", "-c", "user.email=harbour@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q", "-b", "main"), ("add", "-A", "-f"), ("commit", "-q", "-m", "All of it")):
        subprocess.run(["git", *names, *words], cwd=root, env=dated, check=True)


def page(root: Path) -> Path:
    """The report on ``root``."""
    done = subprocess.run([str(TROTH), *CHECK], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    path = root.parent / f"{root.name}.html"
    path.write_text(done.stdout)
    return path


def draw(
    browser: Browser, path: Path, name: str, fragment: str = "", media: str = "screen", *, top: bool = False
) -> None:
    """What ``path`` shows in every width and scheme, from its ``top`` even where the fragment leads further down.

    The whole of it where it is printed.
    """
    printed = media == "print"
    for width, height in {794: 1123}.items() if printed else WIDTHS.items():
        for scheme in SCHEMES[:1] if printed else SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                offline=True,
            )
            shown = context.new_page()
            shown.goto(f"{path.as_uri()}{fragment}")
            shown.emulate_media(media="print" if printed else "screen")
            if top:
                shown.evaluate("scrollTo(0, 0)")
            wide = shown.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                sys.exit(f"{name} is {wide} px wide at {width} px")
            shown.screenshot(path=str(SCREENS / f"{name}-{width}-{scheme}.png"), full_page=printed)
            context.close()


if __name__ == "__main__":
    main()
