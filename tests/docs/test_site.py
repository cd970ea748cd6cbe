"""The site builds without a warning, every link and anchor in it leads somewhere, and nothing is fetched from elsewhere."""

from __future__ import annotations

import importlib.util
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_site", ROOT / "scripts" / "build_site.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def copied(folder: Path, extra: str = "") -> Path:
    shutil.copytree(DOCS, folder / "docs")
    shutil.copy(ROOT / "zensical.toml", folder)
    if extra:
        page = folder / "docs" / "start.md"
        page.write_text(page.read_text() + extra)
    return folder


def test_the_site_builds_and_leads_everywhere(builder: ModuleType, tmp_path: Path) -> None:
    assert builder.build(copied(tmp_path)) == []
    pages = list((tmp_path / "build" / "site").rglob("*.html"))
    assert len(pages) >= len(list(DOCS.rglob("*.md")))
    assert not [page for page in pages if "unpkg.com" in page.read_text()]


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ("\n[a](nowhere.md)\n", "page does not exist"),
        ("\n[a](audit.md#no-such-heading)\n", "anchor does not exist"),
    ],
)
def test_what_keeps_the_site_from_being_built_is_told(
    builder: ModuleType, tmp_path: Path, extra: str, told: str
) -> None:
    assert any(told in line for line in builder.build(copied(tmp_path, extra)))


def test_what_is_wrong_with_a_built_site_is_told(builder: ModuleType, tmp_path: Path) -> None:
    """Each fault once, and no other one."""
    wrong = (
        ('<a href="nowhere.html">a</a>', "leads nowhere: nowhere.html"),
        ('<img src="https://example.org/a.png" alt="a">', "would be fetched from elsewhere: https://example.org/a.png"),
        ('<script src="//example.org/a.js"></script>', "would be fetched from elsewhere: //example.org/a.js"),
    )
    told = builder.build(copied(tmp_path, "".join(f"\n{markup}\n" for markup, _ in wrong)))
    assert sorted(told) == sorted(f"start.html: {words}" for _, words in wrong)


def settings() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "zensical.toml").read_text())["project"]
    return project


def paths(entries: list[Any]) -> Iterator[str]:
    for entry in entries:
        value = next(iter(entry.values())) if isinstance(entry, dict) else entry
        yield from paths(value) if isinstance(value, list) else [value]


def test_no_page_is_named_twice_and_each_is_there() -> None:
    named = list(paths(settings()["nav"]))
    assert len(named) == len(set(named))
    assert all((DOCS / name).is_file() for name in named)


def test_every_page_is_in_the_navigation() -> None:
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert pages - set(paths(settings()["nav"])) == set(), "name it in zensical.toml, where a newcomer looks for it"


def test_nothing_asks_elsewhere_for_fonts_or_counts_readers() -> None:
    project = settings()
    assert project["theme"]["font"] is False
    assert "analytics" not in project.get("extra", {})
    assert "consent" not in project.get("extra", {})


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: path.relative_to(DOCS).as_posix())
def test_lists_stand_apart_so_that_the_site_shows_them(path: Path) -> None:
    """Python-Markdown takes a list for one only after an empty line, and a nested one only four spaces in."""
    prose = re.sub(r"^( *)(`{3,}).*?^ *\2", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    item = re.compile(r"^( *)(?:[-*+]|\d+\.) ")
    before = ""
    for line in prose.splitlines():
        if (found := item.match(line)) and before.strip() and not before.startswith(" ") and not item.match(before):
            pytest.fail(f"an empty line before: {line}")
        if found and found[1]:
            assert len(found[1]) % 4 == 0, line
        before = line
