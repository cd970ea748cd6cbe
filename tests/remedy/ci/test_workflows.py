"""What is written is safe by itself: parsed, and clean by zizmor, whatever was promised."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remedy.ci.taking_up import EVERYTHING, Capture, lay, policy, sound, take_up
from troth.remedy.ci import data
from troth.terms.time.cron import largest_gap

TOOLS = sorted(set(data.recipes()) - {"codeql", "scorecard", "dependency-review"})
TAILS = (
    "in CI",
    "on every pull request",
    "on push",
    "weekly",
    "daily",
    "monthly",
    "for every release",
    "every 6 hours",
)


def workflows(root: Path) -> dict[str, Any]:
    found = sorted((root / ".github" / "workflows").glob("*.yml"))
    return {path.name: yaml.safe_load(path.read_text()) for path in found if path.name != "build.yml"}


def held(root: Path) -> None:
    """Every written workflow is what we say it is."""
    for name, workflow in workflows(root).items():
        on = workflow[True]
        assert workflow["permissions"] == {}, name
        assert workflow["concurrency"]["group"]
        for cron in on.get("schedule", ()):
            assert largest_gap([cron["cron"]]) is not None
            assert int(cron["cron"].split()[0]) % 5, "hosts are busy at round minutes"
        for job in workflow["jobs"].values():
            assert 0 < job["timeout-minutes"] <= 60
            rights = dict(job["permissions"])
            assert rights.pop("contents") in ("read", "write")
            assert set(rights) <= {"security-events", "actions"}
            assert rights.get("actions") in (None, "read")
            for step in job["steps"]:
                assert ("uses" in step) != ("run" in step)
                assert "continue-on-error" not in step
                assert "${{" not in step.get("run", "")
                if "uses" in step:
                    assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False


def clean(root: Path) -> None:
    """zizmor has nothing to say."""
    zizmor = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--format", "plain", ".github"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("tail", TAILS)
def test_all_tools_together_are_clean_by_zizmor(tail: str, tmp_path: Path, capsys: Capture) -> None:
    files = {path: text for path, text in EVERYTHING.items() if path != ".github/workflows/build.yml"}
    sentences = [f"We run `{tool}` {tail}." for tool in sorted(data.recipes())]
    sentences += ["Dependencies are updated weekly by Dependabot.", "Every release comes with an SPDX SBOM."]
    lay(tmp_path, {**files, "SECURITY.md": policy(*sentences)})
    sound(take_up(capsys, tmp_path))
    held(tmp_path)
    clean(tmp_path)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.tuples(st.sampled_from(TOOLS), st.sampled_from(TAILS)), min_size=1, max_size=5, unique=True))
def test_any_promises_together_are_kept_or_told(
    chosen: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory, capsys: Capture
) -> None:
    root = tmp_path_factory.mktemp("tree")
    lay(root, {**EVERYTHING, "SECURITY.md": policy(*(f"We run `{tool}` {tail}." for tool, tail in chosen))})
    taken = take_up(capsys, root)
    sound(taken)
    held(root)
    left = {one["id"] for each in taken.unmended for one in each["serves"]}
    for name, standing in taken.after.items():
        by_people = taken.verdicts[name].get("settles") == "people"
        assert standing == "kept" or name in left or by_people, (chosen, taken.verdicts[name]["reason"])
