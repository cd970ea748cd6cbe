"""What stands before a tool is taken off, and nothing else is."""

from __future__ import annotations

import pytest

from troth.evidence.automation import heads


@pytest.mark.parametrize(
    "line",
    [
        "bandit -r src",
        "sudo -u builder bandit -r src",
        "env MODE=x bandit -r src",
        "time bandit -r src",
        "nice -n 10 bandit -r src",
        "timeout -k 5 60 bandit -r src",
        "xargs -n 1 bandit -r src",
        "uv run --with bandit bandit -r src",
        "uvx bandit -r src",
        "pipx run bandit -r src",
        "poetry run bandit -r src",
        "pdm run bandit -r src",
        "hatch run bandit -r src",
        "npx --yes bandit -r src",
        "pnpm exec bandit -r src",
        "pnpm dlx bandit -r src",
        "yarn dlx bandit -r src",
        "docker compose run --rm app bandit -r src",
        "sudo env A=b nohup uv run -- bandit -r src",
    ],
)
def test_wrappers_come_off(line: str) -> None:
    assert heads.bare(line.split()).argv == ("bandit", "-r", "src")


def test_asking_where_a_tool_is_runs_nothing() -> None:
    assert heads.bare(["command", "-v", "bandit"]).argv == ()


def test_variables_and_folders_are_kept() -> None:
    found = heads.bare(["A=1", "uv", "run", "--directory", "api", "bandit"])
    assert (found.environment, found.directory) == ((("A", "1"),), "api")


def test_a_container_is_taken_apart() -> None:
    assert heads.container(["docker", "run", "--rm", "-v", "/a:/b", "-e", "X=1", "image:1", "scan", "--all"]) == (
        "image:1",
        ("scan", "--all"),
        "",
    )
    assert heads.container(["docker", "build", "."]) is None
