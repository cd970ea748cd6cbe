"""Troth keeps the promises of its own SECURITY.md, as far as a checkout shows; what it cannot show is named here."""

from __future__ import annotations

import importlib.util
import json
import os
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
    assert kept == {"bandit", "dependabot", "pip-audit", "zizmor"}


def test_ci_holds_us_to_it_on_every_change() -> None:
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    assert "pull_request:" in workflow
    assert ".venv/bin/troth check --fail-on at_risk\n" in workflow
    assert ".venv/bin/troth drift\n" in workflow


def test_the_register_says_what_the_policy_says() -> None:
    done = subprocess.run([TROTH, "drift"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_we_say_of_checked_repositories_is_bound_to_tests(told: dict[str, Any]) -> None:
    bound = [verdict for verdict in told["verdicts"] if verdict["kind"] == "practice"]
    assert len(bound) == 5
    assert {verdict["standing"] for verdict in bound} == {"kept"}


def test_what_ci_asks_is_so_by_the_results_of_the_tools_too(tmp_path: Path) -> None:
    """As the step of the workflow: bandit and zizmor run on our own files, by the words of our policy."""
    homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"), str(tmp_path))
    command = [str(TROTH), "check", "--fail-on", "at_risk", "--no-cache", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | homes, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    results = {
        verdict["name"]: {fact["class"] for fact in verdict["because"]}
        for verdict in json.loads(done.stdout)["verdicts"]
        if verdict["kind"] == "tool" and verdict["claim"] == "use"
    }
    assert "result" in results["bandit"]
    assert "result" in results["zizmor"]


def test_our_workflows_are_as_zizmor_asks() -> None:
    done = subprocess.run(
        [TROTH.with_name("zizmor"), "--offline", "--strict-collection", "--no-progress", ".github"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_published_page_is_how_we_stand() -> None:
    spec = importlib.util.spec_from_file_location("write_our_promises", ROOT / "scripts" / "write_our_promises.py")
    assert spec
    assert spec.loader
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    assert (ROOT / "docs" / "our-promises.md").read_text() == writer.rendered(), "run make docs"


def test_what_is_unproven_is_known(told: dict[str, Any]) -> None:
    unproven = {(v["kind"], v.get("claim", "")) for v in told["verdicts"] if v["standing"] == "unproven"}
    told_without_tools = ("tool", "command")
    assert unproven <= {("contact", ""), ("deadline", ""), ("credit", ""), told_without_tools}


def test_the_example_does_not_speak_for_us(told: dict[str, Any]) -> None:
    assert told["verdicts"]
    for verdict in told["verdicts"]:
        assert not [fact for fact in verdict["because"] if fact["path"].startswith("examples/")], verdict["id"]
