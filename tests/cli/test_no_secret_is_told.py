"""Secrets of several kinds stand in every kind of file; no command and no form of output tells any, and no file holds one."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import made_secrets as made
from conftest import write
from troth.cli.__main__ import main
from troth.cli.commands import COMMANDS

KEY, SECRET = made.aws()
VALUES = {
    "github": made.github(), "npm": made.npm(), "gitlab": made.gitlab(), "pypi": made.pypi(), "stripe": made.stripe(),
    "slack": made.slack(), "password": made.password(), "aws": SECRET, "key": made.private_key().splitlines()[4],
}  # fmt: skip
TOLD = 10
"""Letters of a value that are too many."""
POLICY = f"""# Security policy

Report to security@example.org. The token {VALUES["github"]} is not a secret.

## Security measures

- No credentials in code or configuration files
- Secrets are never committed to version control, {VALUES["pypi"]} least of all
- We run `bandit -r . --token {VALUES["gitlab"]}` on every pull request
- Scanned weekly with gitleaks
- No `unsafe` code without review and documentation
- See [the guide](https://user:{VALUES["password"]}@example.org/x) and [here](docs/{VALUES["npm"]}.md)

```bash
TOKEN={VALUES["npm"]} pip-audit
```
"""
WORKFLOW = f"""on: [push, pull_request]
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      TOKEN: {VALUES["stripe"]}
    steps:
      - run: GH_TOKEN={VALUES["github"]} bandit -r src -c {VALUES["slack"]}.yml || true
      - run: curl -H "Authorization: Bearer {VALUES["pypi"]}" https://example.org
      - run: gitleaks detect --token {VALUES["npm"]}
"""
CODE = f"""import os
password = "{VALUES["password"]}"
token = "{VALUES["github"]}"
AWS = "{KEY}"
aws_secret_access_key = "{SECRET}"
KEY = '''{made.private_key()}'''
def f(password="{VALUES["password"]}"): pass
f(password="{VALUES["password"]}")
"""
FILES = {
    "SECURITY.md": POLICY,
    ".github/workflows/ci.yml": WORKFLOW,
    "src/app.py": CODE,
    "requirements.txt": f"--extra-index-url https://__token__:{VALUES['gitlab']}@gitlab.example.org/simple\nrequests==2.0.0\n",
    "deploy.yml": f'db:\n  host: db\n  username: app\n  password: "{VALUES["password"]}"\n',
    ".gitleaks.toml": f"[[allowlists]]\ndescription='{VALUES['stripe']}'\nregexes=['{VALUES['stripe']}(']\n",
    ".env": f"STRIPE={VALUES['stripe']}\n",
    "Cargo.toml": '[package]\nname = "ferry"\nversion = "0.1.0"\n',
    "src/lib.rs": f'pub fn f(p: *const u8) {{ unsafe {{ g(p, "{VALUES["github"]}") }} }}\n',
    "troth.toml": f"[[waiver]]\ntarget='{VALUES['github']}'\nreason='{VALUES['stripe']}'\nowner='x'\nuntil=2027-01-01\n",
    "bom.json": f'{{"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "x": "{VALUES["github"]}"}}\n',
}
RUNS = (
    ("check", "{}"), ("check", "{}", "-v"), ("check", "{}", "--json"), ("check", "{}", "--history", "-v"), ("check", "{}", "--no-tools", "-v"),
    ("explain", "practice-secrets", "{}"), ("explain", "tool-bandit-use", "{}"), ("explain", VALUES["github"], "{}"),
    ("read", "{}/SECURITY.md"), ("read", "{}/SECURITY.md", "--list"), ("read", "{}/SECURITY.md", "--json"), ("read", "{}/SECURITY.md", "--unread"),
    ("audit", "{}", "--list"), ("audit", "{}", "--tool", "bandit", "-v"), ("audit", "{}", "--tool", "bandit", "--json"),
    ("inventory", "{}"), ("inventory", "{}", "--json"), ("sbom", "check", "{}/bom.json"), ("sbom", "check", "{}/bom.json", "--json"),
    ("waive", "--list", "--root", "{}"), ("waive", "--list", "--json", "--root", "{}"), ("waive", VALUES["npm"], "--until", "P3D", "--reason", "x", "--owner", "x", "--dry-run", "--root", "{}"),
    ("attest", "unsafe", "--root", "{}"), ("attest", "unsafe", "--list", "--json", "--root", "{}"), ("attest", "unsafe", "--all", "--by", "R. Pilot", "--root", "{}"),
    ("check", f"/nowhere/{VALUES['github']}"), ("check", "{}", "--policy", VALUES["gitlab"]), ("completion", "bash"), ("version",), ("advisories", "status"),
)  # fmt: skip


OTHERS = tuple((name, "{}") for name in COMMANDS if name not in {run[0] for run in RUNS})
"""Every other command, with the tree as its only word."""


def told(text: str) -> set[str]:
    """Names of the values of which a run of more letters than may be told stands in ``text``; their heads may."""
    return {name for name, value in VALUES.items() if any(part in text for part in _parts(value))}


def _parts(value: str) -> Iterator[str]:
    start = 8 if value[:4] in ("sk_l", "pypi") else 5 if "_" in value[:6] or "-" in value[:6] else 0
    return (value[at : at + TOLD] for at in range(start, len(value) - TOLD + 1))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made_root = tmp_path_factory.mktemp("planted")
    write(made_root, FILES)
    for words in (
        ("init", "-q"),
        ("add", "-A"),
        ("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", *words], cwd=made_root, check=True)
    return made_root


@pytest.fixture(autouse=True)
def _places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp() / name))
    monkeypatch.setenv("TROTH_DEBUG", "1")


def test_the_values_would_be_seen(root: Path) -> None:
    everything = "".join((root / path).read_text() for path in FILES)
    assert told(everything) == set(VALUES)


@pytest.mark.parametrize("words", [*RUNS, *OTHERS], ids=lambda words: " ".join(words)[:40].replace("{}", "."))
def test_no_command_tells_one(root: Path, words: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    main([word.replace("{}", str(root)) for word in words])
    out, errors = capfd.readouterr()
    assert out or errors
    assert told(out) == set()
    assert told(errors) == set()


def test_no_file_that_was_written_holds_one(root: Path) -> None:
    main(["check", str(root), "--history"])
    written = [
        path
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.parts and str(path.relative_to(root)) not in FILES
    ]
    assert any(path.name == "secrets.json" for path in written)
    for path in written:
        assert told(path.read_bytes().decode("latin-1")) == set(), path


def test_an_error_inside_tells_none(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"cannot read {VALUES['github']} in https://user:{VALUES['password']}@example.org")

    monkeypatch.setattr("troth.pipeline.check", fail)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # as outside of tests: what is logged goes to the terminal
    assert main(["check", str(root)]) == 3
    _, errors = capfd.readouterr()
    assert "Traceback" in errors
    assert told(errors) == set()
