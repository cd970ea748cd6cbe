"""The action, run step by step as GitHub runs it, on checkouts of our own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from hosts.composite import Done, Runner
from hosts.github_api import served

ROOT = Path(__file__).resolve().parents[2]
Tree = Callable[[dict[str, str]], Path]
POLICY = "# Security\n\n`bandit` runs in CI on every push.\n"
RUNS = "on: {push: {branches: [main]}, pull_request: }\njobs:\n  a:\n    runs-on: x\n    steps:\n    - run: bandit -r src\n"
BREAKS = "on: {push: {branches: [main]}, pull_request: }\njobs:\n  a:\n    runs-on: x\n    steps:\n    - run: bandit -r src || true\n"


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=Harbour crew", "-c", "user.email=crew@example.org"]
    done = subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Tree:
    """A checkout on branch main with one commit."""

    def make(files: dict[str, str]) -> Path:
        root = tmp_path / "checkout"
        root.mkdir()
        git(root, "init", "-q", "-b", "main")
        return commit(root, files)

    return make


def commit(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "A change")
    return root


def act(root: Path, tmp_path: Path, inputs: dict[str, str], **more: str) -> Done:
    """Run the action, with Troth as it is installed for the tests in the place of its first step."""
    temporary = tmp_path / "temporary"
    temporary.mkdir(exist_ok=True)
    runner = Runner(ROOT, root, temporary, {name: value for name, value in more.items() if "." in name})
    install, *runner.definition["runs"]["steps"] = runner.definition["runs"]["steps"]
    assert install["name"] == "Install Troth"
    environment = {name: value for name, value in more.items() if "." not in name}
    home = {"TROTH_BIN": str(Path(sys.executable).parent), "PYTHONPATH": str(ROOT / "src"), "HOME": str(tmp_path)}
    return runner.run(inputs, {**home, **environment})


def test_what_is_kept_passes_with_its_reports(checkout: Tree, tmp_path: Path) -> None:
    root = checkout({"SECURITY.md": POLICY, ".github/workflows/ci.yml": RUNS, "src/a.py": "x = 1\n"})
    done = act(root, tmp_path, {})
    assert done.code == 0, done.printed
    assert done.outputs["code"] == "0"
    assert Path(done.outputs["sarif"]).read_text().startswith("{")
    assert "<html" in Path(done.outputs["report"]).read_text()
    assert Path(done.outputs["badge"]).read_text().startswith("<svg")
    assert "kept" in done.summary
    assert done.ran == ["Check the promises"]
    assert not git(root, "status", "--porcelain")


def test_what_is_broken_fails_at_its_line(checkout: Tree, tmp_path: Path) -> None:
    policy = POLICY.replace("runs in CI", "is enforced in CI")
    root = checkout({"SECURITY.md": policy, ".github/workflows/ci.yml": BREAKS, "src/a.py": "x = 1\n"})
    done = act(root, tmp_path, {})
    assert done.code == 1, done.printed
    assert "::error file=.github/workflows/ci.yml,line=6" in done.printed
    assert done.ran[-1] == "Fail where a promise is broken"
    assert act(root, tmp_path, {"fail-on": "never"}).code == 0


def test_several_policies_and_a_path_are_taken_as_they_are(checkout: Tree, tmp_path: Path) -> None:
    root = checkout({"sub dir/docs/one $(touch pwned).md": POLICY, "sub dir/two.md": "# Security\n\nWe credit you.\n"})
    policies = "docs/one $(touch pwned).md\ntwo.md\n"
    done = act(root, tmp_path, {"path": "sub dir", "policy": policies, "fail-on": "never"})
    assert done.code == 0, done.printed
    assert not list(root.rglob("pwned"))
    assert "two.md" in Path(done.outputs["report"]).read_text()


def test_a_wrong_input_is_told(checkout: Tree, tmp_path: Path) -> None:
    root = checkout({"SECURITY.md": POLICY})
    assert act(root, tmp_path, {"fail-on": "nonsense"}).code == 2
    assert act(root, tmp_path, {"path": "--version"}).code == 2


def test_promised_tools_run_where_it_is_asked(checkout: Tree, tmp_path: Path) -> None:
    root = checkout({"SECURITY.md": POLICY, ".github/workflows/ci.yml": RUNS, "src/a.py": "x = 1\n"})
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = act(root, tmp_path, {"audit": "true"}, PATH=path)
    assert done.code == 0, done.printed
    assert done.ran[0] == "Run the promised tools"
    assert "bandit" in done.printed


def test_a_pull_request_hears_what_it_changes(checkout: Tree, tmp_path: Path) -> None:
    root = checkout({"SECURITY.md": POLICY, ".github/workflows/ci.yml": RUNS, "src/a.py": "x = 1\n"})
    base = git(root, "rev-parse", "HEAD")
    commit(root, {".github/workflows/ci.yml": BREAKS})
    with served() as api:
        told = {
            "github.event_name": "pull_request",
            "github.event.pull_request.base.sha": base,
            "github.event.pull_request.number": "7",
            "github.token": "t0ken",
            "GITHUB_API_URL": api.url,
            "GITHUB_REPOSITORY": "harbour/ferry",
        }
        done = act(root, tmp_path, {"comment": "true", "fail-on": "never"}, **told)
        assert done.code == 0, done.printed
        assert done.ran[-1] == "Say what this pull request changes"
        (body,) = api.bodies.values()
        assert "at risk" in body
        assert "bandit" in body
        commit(root, {".github/workflows/ci.yml": RUNS})
        assert act(root, tmp_path, {"comment": "true", "fail-on": "never"}, **told).code == 0
        assert list(api.bodies.values()) != [body]


def test_a_shallow_clone_fetches_where_the_pull_request_starts(checkout: Tree, tmp_path: Path) -> None:
    origin = checkout({"SECURITY.md": POLICY, ".github/workflows/ci.yml": RUNS, "src/a.py": "x = 1\n"})
    base = git(origin, "rev-parse", "HEAD")
    git(origin, "config", "uploadpack.allowReachableSHA1InWant", "true")  # as GitHub's servers have it
    commit(origin, {".github/workflows/ci.yml": BREAKS})
    git(tmp_path, "clone", "-q", "--depth=1", origin.as_uri(), "shallow")
    with served() as api:
        told = {
            "github.event_name": "pull_request",
            "github.event.pull_request.base.sha": base,
            "github.event.pull_request.number": "7",
            "github.token": "t0ken",
            "GITHUB_API_URL": api.url,
            "GITHUB_REPOSITORY": "harbour/ferry",
        }
        done = act(tmp_path / "shallow", tmp_path, {"comment": "true", "fail-on": "never"}, **told)
        assert done.code == 0, done.printed
        assert len(api.bodies) == 1, done.printed
        told["github.event.pull_request.base.sha"] = "0" * 40
        done = act(tmp_path / "shallow", tmp_path, {"comment": "true", "fail-on": "never"}, **told)
        assert done.code == 0
        assert "::notice::the commit this pull request starts from is not here" in done.printed


def test_it_installs_itself(checkout: Tree, tmp_path: Path) -> None:
    """The first step, as it is: a venv, and Troth from the action's own folder, whatever modules the checkout holds."""
    action = tmp_path / "action"
    for name in ("src", "hosts", "docs", "examples"):
        shutil.copytree(ROOT / name, action / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("action.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, action)
    foreign = dict.fromkeys(("venv.py", "pip/__main__.py", "ast.py"), "raise SystemExit('run from the checkout')\n")
    root = checkout({"SECURITY.md": POLICY, ".github/workflows/ci.yml": RUNS, "src/a.py": "x = 1\n", **foreign})
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = Runner(action, root, temporary, {}).run({}, {"HOME": str(tmp_path)})
    assert "run from the checkout" not in done.printed
    assert done.code == 0, done.printed
    assert done.ran == ["Install Troth", "Check the promises"]
    assert "kept" in done.summary


def test_an_old_python_is_told(checkout: Tree, tmp_path: Path) -> None:
    root = checkout({"SECURITY.md": POLICY})
    empty = tmp_path / "bin"
    empty.mkdir()
    for name in ("bash", "env"):
        (empty / name).symlink_to(shutil.which(name) or name)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = Runner(ROOT, root, temporary, {}).run({}, {"PATH": str(empty)})
    assert done.code == 2
    assert "::error::Troth needs Python 3.11 or newer" in done.printed


def test_every_input_and_output_is_explained() -> None:
    definition = yaml.safe_load((ROOT / "action.yml").read_text())
    assert all(each["description"] for part in ("inputs", "outputs") for each in definition[part].values())
    assert definition["runs"]["using"] == "composite"
