"""Build the documentation site into build/site, or serve it: strict, and without any address of elsewhere in it.

``python scripts/build_site.py`` builds and says what is wrong: what Zensical warns of, files and anchors that are not
there, anything that a browser would fetch from elsewhere. ``--serve`` serves it on this machine.
"""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
CONFIGURATION = "zensical.toml"
SITE = Path("build") / "site"
ZENSICAL = Path(sys.executable).with_name("zensical")
PORT = 8000
SHIM = "assets/worker.js"
"""Our own stand-in for workers on pages that are opened as files; Zensical would load one from a CDN."""
CDN = re.compile(r'src="https://unpkg\.com/iframe-worker/shim"')
CELL = re.compile(r"<td[^>]*>.*?</td>", re.DOTALL)
"""Hosts want an upright stroke in a table escaped, in code too; Python-Markdown keeps the backslash there."""
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
"""Elements whose address a browser fetches by itself."""


def main() -> int:
    """Build; 1 where something is wrong."""
    wrong = build(ROOT)
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    if wrong:
        return 1
    sys.stdout.write(f"{SITE / 'index.html'} written, {len(list((ROOT / SITE).rglob('*.html')))} pages\n")
    if "--serve" in sys.argv[1:]:
        serve(ROOT / SITE)
    return 0


def build(root: Path) -> list[str]:
    """What is wrong with the site of ``root``, whose ``build/site`` is written anew; [] where nothing is."""
    site = root / SITE
    shutil.rmtree(site, ignore_errors=True)
    command = [str(ZENSICAL), "build", "--strict", "--clean", "--config-file", CONFIGURATION]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
        return [*said.partition("Traceback")[0].splitlines(), "the site was not built"]
    pages = sorted(site.rglob("*.html"))
    for page in pages:
        to_root = "../" * (len(page.relative_to(site).parts) - 1)
        text = CDN.sub(f'src="{to_root}{SHIM}"', page.read_text())
        page.write_text(CELL.sub(lambda cell: cell[0].replace(r"\|", "|"), text))
    return list(faults(site, pages))


class Page(HTMLParser):
    """The ids of a page, the addresses that it links to, and those that it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what ``tag`` says."""
        said = dict(attrs)
        self.ids.update(filter(None, (said.get("id"), said.get("name") if tag == "a" else None)))
        address = said.get(LOADS.get(tag, "href")) or ""
        if tag == "a":
            self.links.append(address)
        elif tag in LOADS and (tag != "link" or said.get("rel") not in ("canonical", "next", "prev")):
            self.loads.append(address)


def faults(site: Path, files: list[Path]) -> Iterator[str]:
    """Links that lead nowhere, and what would be fetched from elsewhere."""
    pages = {path.resolve(): Page(path.read_text()) for path in files}
    for path, page in pages.items():
        name = path.relative_to(site.resolve())
        for address in page.loads:
            if urlsplit(address).scheme not in ("", "data") or urlsplit(address).netloc:
                yield f"{name}: would be fetched from elsewhere: {address}"
        for address in {*page.links, *page.loads}:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or path.name == "404.html":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                yield f"{name}: leads nowhere: {address}"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                yield f"{name}: no such anchor: {address}"
    for path in site.rglob("*.css"):
        for address in re.findall(r"url\(\s*[\"']?((?:https?:)?//[^)\"']+)", path.read_text()):
            yield f"{path.relative_to(site)}: would be fetched from elsewhere: {address}"


def serve(folder: Path) -> None:
    """Serve ``folder`` on loopback until stopped by hand."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", PORT), handler) as server:
        sys.stdout.write(f"http://127.0.0.1:{PORT}/ (Ctrl-C stops it)\n")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            sys.stdout.write("stopped\n")


if __name__ == "__main__":
    sys.exit(main())
