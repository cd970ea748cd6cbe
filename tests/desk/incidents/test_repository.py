"""``troth-desk playbooks`` as an operator runs it, and what ``troth check`` then finds in the repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from troth_desk.incidents.playbooks import shipping

ROOT = Path(__file__).parents[3]
POLICY = "# Security\n\n## Documentation\n\n- Incident response playbooks\n"
LINKED = POLICY.replace("Incident response playbooks", "[Incident response playbooks](docs/incident-response)")


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_DESK")}
    environment |= {"PYTHONPATH": str(ROOT / "src")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=folder)


def document(folder: Path) -> dict[str, object]:
    told = json.loads(run("troth", "check", "--format", "json", "--no-tools", ".", folder=folder).stdout)
    (found,) = [one for one in told["verdicts"] if one["kind"] == "document"]
    return dict(found)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose playbooks were written by its desk."""
    folder = tmp_path_factory.mktemp("tree")
    (folder / "SECURITY.md").write_text(POLICY)
    desk = ["--data", str(folder.parent / "desk-data")]
    done = run("troth_desk", "prepare", "--policy", "SECURITY.md", "--project", "Harbour", *desk, folder=folder)
    assert done.returncode == 0, done.stderr
    assert document(folder)["reason"] == "the sentence names no path"
    done = run("troth_desk", "playbooks", "export", "docs/incident-response", *desk, folder=folder)
    assert done.returncode == 0, done.stderr
    assert "5 playbooks of Harbour stand in docs/incident-response." in done.stdout
    return folder


def test_files_are_the_playbooks_byte_by_byte(tree: Path) -> None:
    for slug in shipping.SHIPPED:
        assert (tree / "docs/incident-response" / f"{slug}.md").read_text() == shipping.text(slug)


def test_the_checker_finds_them(tree: Path) -> None:
    assert "perhaps docs/incident-response/" in str(document(tree)["reason"])
    (tree / "SECURITY.md").write_text(LINKED)
    found = document(tree)
    (tree / "SECURITY.md").write_text(POLICY)
    assert found["standing"] == "kept", found


def test_what_was_changed_there_comes_in_and_what_is_none_is_named(tree: Path) -> None:
    folder, desk = tree / "docs/incident-response", ["--data", str(tree.parent / "desk-data")]
    (folder / "flood.md").write_text("# Flood\n\n## Detection\n\n- [ ] Look at the gauge\n")
    done = run("troth_desk", "playbooks", "import", "docs/incident-response", *desk, folder=tree)
    assert (done.returncode, done.stdout) == (0, "1 playbooks are new or changed, 5 are as they were.\n")
    (folder / "flood.md").write_text("Nothing.\n")
    done = run("troth_desk", "playbooks", "import", "docs/incident-response", *desk, folder=tree)
    assert done.returncode == 1
    assert "flood.md: This is no playbook yet: it has no title" in done.stderr
    done = run("troth_desk", "playbooks", "import", "nowhere", *desk, folder=tree)
    assert done.returncode == 2
