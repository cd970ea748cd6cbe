"""Write a repository of about N files that looks like a real one: packages, workflows, manifests, documents."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

POLICY = """# Security

## Supported versions

| Version | Supported |
| ------- | --------- |
| 1.x     | yes       |

## Reporting

Please do not open public issues. Write to security@lighthouse.example.org.
We acknowledge reports within 48 hours.

## Measures

- We run `bandit` and `pip-audit` on every pull request.
- Dependencies are scanned weekly.
- No `unsafe` code without review.
- Go 1.23.0 is used in all modules.
"""
WORKFLOW = """name: scan
on:
  push: {branches: [main]}
  pull_request:
  schedule: [{cron: "0 3 * * 1"}]
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: |
          pip install bandit pip-audit
          bandit -r src
          pip-audit
"""
PYTHON = (
    '"""Module {n}."""\n\n\n'
    + "\n\n".join(f"def work_{i}(x: int) -> int:\n    return x + {i}" for i in range(40))
    + "\n"
)
RUST = "//! Module {n}.\n" + "\n".join(f"pub fn work_{i}(x: u32) -> u32 {{ x + {i} }}" for i in range(40)) + "\n"


def write(root: Path, files: int) -> None:
    """Write about ``files`` files under ``root`` and commit them; a service every 100 files."""
    services = max(1, files // 100)
    for service in range(services):
        folder = root / "services" / f"s{service:04}"
        (folder / "src").mkdir(parents=True)
        (folder / "requirements.txt").write_text("fastapi==0.104.1\nuvicorn~=0.24.0\n")
        (folder / "go.mod").write_text(f"module example.org/s{service}\n\ngo 1.23.0\n")
        (folder / "Cargo.toml").write_text(f'[package]\nname = "s{service}"\nversion = "1.0.0"\n')
        for n in range(files // services - 3):
            text, suffix = (RUST, "rs") if n % 3 == 0 else (PYTHON, "py")
            (folder / "src" / f"m{n:04}.{suffix}").write_text(text.replace("{n}", str(n)))
    (root / ".github" / "workflows").mkdir(parents=True)
    (root / ".github" / "workflows" / "scan.yml").write_text(WORKFLOW)
    (root / "SECURITY.md").write_text(POLICY)
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["commit", "-q", "-m", "All of it"],
        ["tag", "v1.0.0"],
    ):
        identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(root), *identity, *command], check=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
