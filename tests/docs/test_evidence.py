"""The first example of docs/evidence.md, tried as a reader would."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from troth.cli.__main__ import main

PAGE = Path(__file__).parents[2] / "docs" / "evidence.md"


def test_the_example_judges_its_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"```toml\n(.+?)```", PAGE.read_text(), re.DOTALL)
    assert found is not None
    sentence = re.search(r'^sentence = "(.+)"$', found[1], re.MULTILINE)
    assert sentence is not None
    for name, text in {
        "SECURITY.md": f"# Security\n\n{sentence[1]}\n",
        "troth.toml": found[1],
        "tests/test_login.py": "def test_limit():\n    assert tries() == 5\n",
        "src/login.py": "MAX_TRIES = 5\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert main(["check", "--no-tools", "--no-cache", "--format", "json", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    (verdict,) = told["verdicts"]
    assert (verdict["sentence"], verdict["standing"]) == (sentence[1], "at_risk")
    assert "1 of 2 proofs hold" in verdict["reason"]
    assert told["findings"] == []
