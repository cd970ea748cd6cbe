from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SECTIONS = (ROOT / "docs" / "dependencies.md").read_text().split("\n## ")[1:]
ROWS = [
    [name.strip() for name in re.sub(r"\([^)]*\)", "", cell).split(",")]
    for section in SECTIONS
    for cell in re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)
    if cell != "library"
]


def normal(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[; ]", requirement)[0]).lower()


def declared() -> set[str]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    lists = [PROJECT["project"]["dependencies"], *extras, *PROJECT["dependency-groups"].values()]
    return {normal(each) for one in lists for each in one} - {"troth"} | {"hatchling"}


def test_every_dependency_has_its_line_and_no_line_is_left_over() -> None:
    assert {normal(name) for row in ROWS for name in row} == declared()


def test_what_troth_needs_to_run_is_told_once_and_told_whole() -> None:
    run = [normal(cell) for cell in re.findall(r"^\| ([^|]+) \|", SECTIONS[0], re.MULTILINE) if cell != "library"]
    assert sorted(run) == sorted(map(normal, PROJECT["project"]["dependencies"]))


def test_the_locked_environment_holds_them_all() -> None:
    locked = {normal(line) for line in (ROOT / "requirements-dev.txt").read_text().splitlines() if line[:1].isalnum()}
    assert declared() - {"hatchling"} <= locked
