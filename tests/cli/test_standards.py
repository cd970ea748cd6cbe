from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from troth.cli.__main__ import main

POLICY = """\
# Security

Write to security@harbour.dev. We follow the OWASP Top 10.
We run `bandit` on every push.
"""
WORKFLOW = """\
on: push
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      - run: bandit -r src
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "SECURITY.md").write_text(POLICY)
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "ci.yml").write_text(WORKFLOW)
    return tmp_path


def told(root: Path, capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    name, rest = (arguments[0], arguments[1:]) if arguments and not arguments[0].startswith("-") else ("", arguments)
    assert main(["standards", name, str(root), "--no-tools", *rest]) == 0
    return capfd.readouterr().out


def test_all_of_them_a_line_each(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = told(root, capfd)
    [line] = [line for line in out.splitlines() if line.startswith("owasp-top-10-2025 ")]
    assert "1 partly" in line
    assert "named by the policy" in line


def test_one_of_them_by_requirement(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = told(root, capfd, "owasp-top-10")
    assert "promised at SECURITY.md:3" in out
    assert "● SECURITY.md:4" in out


def test_json_csv_and_oscal_say_the_same(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    [standard] = json.loads(told(root, capfd, "osps-baseline", "--json"))["standards"]
    rows = list(csv.DictReader(io.StringIO(told(root, capfd, "osps-baseline", "--format", "csv"))))
    assert {row["requirement"]: row["answered"] for row in rows} == {
        one["number"]: one["answered"] for one in standard["requirements"]
    }
    results = json.loads(told(root, capfd, "osps-baseline", "--format", "oscal"))["assessment-results"]["results"]
    satisfied = {one["title"] for one in results[0]["findings"] if one["target"]["status"]["state"] == "satisfied"}
    assert satisfied == {one["number"] for one in standard["requirements"] if one["answered"] == "met"}
    assert "OSPS-VM-02.01" in satisfied


def test_a_level_narrows_it(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    [standard] = json.loads(told(root, capfd, "osps-baseline", "--json", "--level", "1"))["standards"]
    assert len(standard["requirements"]) == 24


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["nothing"], "there is no standard nothing"), (["iso-29147", "--level", "1"], "no such level 1")],
)
def test_what_is_not_known_is_said(
    root: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    name, *rest = arguments
    assert main(["standards", name, str(root), *rest]) == 2
    said = capfd.readouterr().err
    assert words in said
    assert "known" in said
