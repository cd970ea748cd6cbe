"""The GitLab component: its inputs filled in, its lines run by a shell as a runner does, and read by Troth itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "templates" / "check.yml"


def filled(**given: str) -> dict[str, Any]:
    """The component with its inputs (https://docs.gitlab.com/ci/inputs/); one that is not declared is an error."""
    header, body = TEMPLATE.read_text().split("\n---\n")
    declared = yaml.safe_load(header)["spec"]["inputs"]
    assert set(given) <= set(declared)
    values = {name: given.get(name, each.get("default")) for name, each in declared.items()}
    text = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: values[found[1]], body)
    job: dict[str, Any] = yaml.safe_load(text)["troth-check"]
    return job


@pytest.mark.parametrize(("tail", "code"), [("", 0), (" || true", 1)])
def test_the_job_leaves_its_reports_and_fails_where_a_promise_is_broken(tail: str, code: int, tmp_path: Path) -> None:
    job = filled()
    (tmp_path / "SECURITY.md").write_text("# Security\n\n`bandit` is enforced in CI.\n")
    ci = f"image: python:3.13\nscan:\n  script:\n  - bandit -r src{tail}\n"
    (tmp_path / ".gitlab-ci.yml").write_text(ci)
    bin_ = tmp_path / ".troth-venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_ / "troth").symlink_to(Path(sys.executable).with_name("troth"))
    variables = {name: str(value) for name, value in job["variables"].items()}
    environment = {**os.environ, **variables, "PYTHONPATH": str(ROOT / "src"), "HOME": str(tmp_path)}
    script = "set -eo pipefail\n" + "\n".join(job["script"])
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    reports = job["artifacts"]["reports"]
    quality = json.loads((tmp_path / reports["codequality"]).read_text())
    assert bool(quality) is bool(code)
    suites = etree.parse(tmp_path / reports["junit"], etree.XMLParser(resolve_entities=False)).getroot()
    assert bool(suites.findall(".//failure")) is bool(code)
    assert all((tmp_path / path).is_file() for path in job["artifacts"]["paths"])


def test_what_it_installs_is_named_by_its_input() -> None:
    job = filled(install="troth[all]==0.1.0", path="docs", fail_on="at_risk", stage="audit", image="python:3.12")
    assert (job["stage"], job["image"]) == ("audit", "python:3.12")
    assert job["variables"]["TROTH_INSTALL"] == "troth[all]==0.1.0"
    assert job["before_script"][-1].endswith('pip install --quiet "$TROTH_INSTALL"')
