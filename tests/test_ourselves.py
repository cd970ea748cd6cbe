"""Troth keeps the promises of its own SECURITY.md, as far as a checkout shows; what it cannot show is named here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
TROTH = Path(sys.executable).with_name("troth")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    done = subprocess.run(
        [TROTH, "check", "--no-tools", "--json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_nothing_is_broken_or_at_risk(told: dict[str, Any]) -> None:
    worse = [(v["line"], v["reason"]) for v in told["verdicts"] if v["standing"] in ("broken", "at_risk")]
    assert worse == []


def test_the_promised_tools_are_kept(told: dict[str, Any]) -> None:
    kept = {v.get("name") for v in told["verdicts"] if v["kind"] == "tool" and v["standing"] == "kept"}
    assert kept == {"bandit", "pip-audit"}


def test_what_is_unproven_is_known(told: dict[str, Any]) -> None:
    unproven = {v["kind"] for v in told["verdicts"] if v["standing"] == "unproven"}
    assert unproven <= {"contact", "deadline", "credit", "practice", "document", "supported_version"}


def test_the_example_does_not_speak_for_us(told: dict[str, Any]) -> None:
    for verdict in told["verdicts"]:
        assert not [fact for fact in verdict["because"] if fact["path"].startswith("examples/")], verdict["id"]
