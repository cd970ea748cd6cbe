"""One comment on a pull request, kept up to date, against GitHub's comments as they are published."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hosts.github_api import LONGEST, Comments, served

PROGRAM = Path(__file__).resolve().parents[2] / "hosts" / "comment_on_github.py"
MARKER = "<!-- troth: what this pull request changes -->"


def comment(text: str, server: Comments, tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "comment.md"
    path.write_text(text)
    environment = {
        "PATH": os.environ["PATH"],
        "GITHUB_API_URL": server.url,
        "GITHUB_REPOSITORY": "harbour/ferry",
        "GITHUB_TOKEN": "t0ken",
        "PULL_REQUEST": "7",
    }
    return subprocess.run(
        [sys.executable, PROGRAM, path], env={**environment, **more}, capture_output=True, text=True, check=False
    )


def test_it_is_written_once_and_then_kept_up_to_date(tmp_path: Path) -> None:
    with served() as server:
        server.bodies = {1: "a person's words"}
        assert comment("one\n", server, tmp_path).returncode == 0
        assert comment("two\n", server, tmp_path).returncode == 0
        assert server.bodies == {1: "a person's words", 2: f"{MARKER}\ntwo\n"}
        assert comment("", server, tmp_path).returncode == 0
        assert server.bodies[2] == f"{MARKER}\nThis pull request changes nothing in the promises.\n"


def test_nothing_changed_says_nothing(tmp_path: Path) -> None:
    with served() as server:
        assert comment("\n", server, tmp_path).returncode == 0
        assert server.bodies == {}


def test_our_comment_is_found_behind_a_hundred_others_and_a_quotation_of_it_is_not_ours(tmp_path: Path) -> None:
    with served() as server:
        server.bodies = dict.fromkeys(range(1, 151), f"> {MARKER}\n") | {151: f"{MARKER}\nold\n"}
        assert comment("new\n", server, tmp_path).returncode == 0
        assert server.bodies[151] == f"{MARKER}\nnew\n"
        assert len(server.bodies) == 151


def test_a_long_one_ends_with_a_whole_line(tmp_path: Path) -> None:
    with served() as server:
        assert comment("a line of the comment\n" * 10_000, server, tmp_path).returncode == 0
        body = server.bodies[1]
        assert len(body) <= LONGEST
        assert body.endswith("a line of the comment\n\nThe rest is in the summary of the job.\n")


@pytest.mark.parametrize("code", [401, 403, 404])
def test_a_token_that_may_not_comment_is_told_and_fails_nothing(code: int, tmp_path: Path) -> None:
    with served() as server:
        server.refuse = code
        done = comment("one\n", server, tmp_path)
        assert done.returncode == 0
        assert f"::notice::the token may not comment ({code})" in done.stdout


def test_a_server_in_trouble_fails(tmp_path: Path) -> None:
    with served() as server:
        server.refuse = 500
        assert comment("one\n", server, tmp_path).returncode == 1
    assert comment("one\n", server, tmp_path).returncode == 1
