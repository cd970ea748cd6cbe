"""One rule is one module, one test and one line of the registry, and the documentation names it."""

from __future__ import annotations

from pathlib import Path

from troth.remedy.rules import REMEDIES

ROOT = Path(__file__).resolve().parents[2]


def test_the_registry_equals_the_folder() -> None:
    folder = {
        path.stem.replace("_", "-")
        for path in (ROOT / "src/troth/remedy/rules").glob("*.py")
        if "\nREMEDY = " in path.read_text()
    }
    assert {remedy.name for remedy in REMEDIES} == folder
    assert len(REMEDIES) == len(folder)


def test_every_rule_has_its_test_and_its_line_in_the_documentation() -> None:
    page = (ROOT / "docs/fix.md").read_text()
    for remedy in REMEDIES:
        assert (ROOT / "tests/remedy" / f"test_{remedy.name.replace('-', '_')}.py").is_file()
        assert f"| `{remedy.name}` |" in page
