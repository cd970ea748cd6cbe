"""Hostile trees and documents: exit 0, 1 or 2, a clear message, never a traceback, in bounded time and memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

TROTH = Path(sys.executable).with_name("troth")
POLICY = """# Security

Please do not open public issues. Write to security@ferry.example.org.
All Python packages are pinned with `==`. Go 1.23.0 in all modules.
`bandit` runs in CI on every pull request. `cargo-deny` is enforced in CI.
Dependencies are scanned weekly. No `unsafe` Rust code without review. See [the playbook](docs/playbook.md).
"""
CPU_SECONDS, MEGABYTES = 25, 1500
"""Bounds of one run; seconds of the processor, so that a busy machine does not matter."""


class Done(NamedTuple):
    code: int
    out: str
    err: str


def check(root: Path, *words: str) -> Done:
    """Run the real program with a bound on memory and time; a traceback fails the test at once."""

    def bounded() -> None:
        limit = MEGABYTES * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))

    command = [str(TROTH), "check", "--no-tools", *words]
    done = subprocess.run(
        command, cwd=root, capture_output=True, timeout=20 * CPU_SECONDS, check=False, preexec_fn=bounded
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode in (0, 1, 2), err
    assert "Traceback" not in err + out
    return Done(done.returncode, out, err)


def put(root: Path, path: str, content: str | bytes) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)
)
TREES: dict[str, dict[str, str | bytes]] = {
    "yaml bombs": {".github/workflows/ci.yml": BOMB, ".gitlab-ci.yml": BOMB, ".pre-commit-config.yaml": BOMB, ".github/dependabot.yml": BOMB},
    "deep nesting": {
        ".github/workflows/ci.yml": "{a: " * 5000,
        "pyproject.toml": "a = " + "[" * 5000,
        "package.json": "[" * 100_000,
        "src/lib.rs": "fn f() { " * 5000,
        "Makefile": "all:\n\t" + "$(" * 5000,
        "run.sh": "(" * 5000,
    },
    "nulls": dict.fromkeys(("requirements.txt", "go.mod", "Cargo.toml", "Makefile", ".github/workflows/ci.yml", "tox.ini"), b"\x00" * 5000),
    "broken utf-8": dict.fromkeys(("requirements.txt", "go.mod", "Cargo.toml", "setup.cfg", "deny.toml", ".bandit"), b"\xff\xfe\xfa\x80[" * 500),
    "utf-16": {"requirements.txt": "fastapi~=0.1\n".encode("utf-16")},
    "self-including": {"requirements.txt": "-r requirements.txt\n-c requirements.txt\n", "Makefile": "a: b\n\t$(MAKE) b\nb: a\n\t$(MAKE) a\n"},
    "long lines": {"requirements.txt": "x" * 3_000_000, "go.mod": "go " + "1." * 500_000, "a.sh": "bandit " * 200_000},
    "wrong shapes": {
        ".github/workflows/ci.yml": "on: 3\njobs: [1, {a: null}]\n",
        "pyproject.toml": "tool = 3\nproject = []\n",
        "Cargo.toml": "workspace = 1\npackage = [1]\n",
        "package.json": "[1, null]",
        ".github/ISSUE_TEMPLATE/config.yml": "contact_links: 7\n",
        "deny.toml": "advisories = 1\n",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TREES))
def test_a_hostile_tree_is_survived(tmp_path: Path, name: str) -> None:
    put(tmp_path, "SECURITY.md", POLICY)
    for path, content in TREES[name].items():
        put(tmp_path, path, content)
    told = json.loads(check(tmp_path, "--json").out)
    assert told["verdicts"]
    check(tmp_path, "-v")


DOCUMENTS: dict[str, str | bytes] = {
    "deep quotes": "> " * 20_000 + "We run bandit.\n",
    "deep lists": "".join("  " * n + "- We run bandit.\n" for n in range(1500)),
    "brackets": "[" * 100_000 + "](" * 100_000,
    "emphasis": "*a **b " * 50_000,
    "entities": "&amp;&#x41;" * 100_000,
    "html": "<div>" * 50_000,
    "one line": "We run bandit in CI " * 100_000,
    "escapes": POLICY + "\x1b]0;owned\x07 We run `\x1b[31mgosec` weekly \u202e.\n",
    "latin-1": "We run bandit; Schl\xfcssel.\n".encode("latin-1"),
    "empty": "",
}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_hostile_document_is_survived(tmp_path: Path, name: str) -> None:
    put(tmp_path, "SECURITY.md", DOCUMENTS[name])
    done = check(tmp_path)
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


def test_a_table_of_100_000_rows_is_read(tmp_path: Path) -> None:
    rows = "".join(f"| {n}.x | yes |\n" for n in range(100_000))
    put(tmp_path, "SECURITY.md", f"# Supported versions\n\n| Version | Supported |\n|---|---|\n{rows}")
    told = json.loads(check(tmp_path, "--json").out)
    assert len(told["verdicts"]) > 10_000
    assert any("not read from here on" in missed["text"] for missed in told["unread"])


def test_ten_megabytes_are_refused_with_a_message(tmp_path: Path) -> None:
    put(tmp_path, "SECURITY.md", b"We run bandit.\n" * 800_000)
    done = check(tmp_path)
    assert done == (2, "", "troth: SECURITY.md is larger than 10 MB\n  no policy is that long\n")


def test_links_out_of_the_tree_show_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    put(secret, "requirements.txt", "topsecret==1.0\n")
    root = tmp_path / "checkout"
    put(root, "SECURITY.md", POLICY)
    (root / "requirements.txt").symlink_to(secret / "requirements.txt")
    (root / "docs").symlink_to("/etc")
    (root / "loop").symlink_to(root)
    (root / ".github").symlink_to(secret)
    done = check(root, "--json")
    assert "topsecret" not in done.out
    assert "root:" not in done.out


def test_a_pipe_in_the_tree_does_not_hang(tmp_path: Path) -> None:
    put(tmp_path, "SECURITY.md", POLICY)
    os.mkfifo(tmp_path / "requirements.txt")
    os.mkfifo(tmp_path / "Makefile")
    assert check(tmp_path).code in (0, 1)


def test_names_that_are_no_utf8_are_survived(tmp_path: Path) -> None:
    put(tmp_path, "SECURITY.md", POLICY)
    folder = os.fsencode(tmp_path) + b"/serv\xff\xfeice\x1b[31m"
    put(Path(os.fsdecode(folder)), "requirements.txt", "fastapi~=0.1\n")
    assert "\x1b" not in check(tmp_path, "-v").out
    json.loads(check(tmp_path, "--json").out)


def test_a_git_folder_of_lies_is_survived(tmp_path: Path) -> None:
    put(tmp_path, "SECURITY.md", POLICY)
    put(tmp_path, ".git/HEAD", "ref: ../../../etc/passwd\n")
    put(tmp_path, ".git/config", "[core]\n\tfsmonitor = touch owned\n\tsshCommand = touch owned\n")
    check(tmp_path)
    assert not (tmp_path / "owned").exists()
