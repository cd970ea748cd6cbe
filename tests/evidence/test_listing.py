"""What the walk refuses to open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from troth.evidence.listing import list_tree
from troth.evidence.repository import Repository
from troth.terms.errors import UnreadableTreeError


@pytest.mark.parametrize("name", [".git", ".gitignore", ".ignore"])
def test_a_named_pipe_in_the_way_of_the_walk_is_refused(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(UnreadableTreeError, match="pipe or device"):
        list_tree(tmp_path)


@pytest.mark.parametrize("name", ["HEAD", "config", "index", "info/exclude"])
def test_a_named_pipe_in_the_git_directory_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / ".git" / "info").mkdir(parents=True)
    os.mkfifo(tmp_path / ".git" / name)
    with pytest.raises(UnreadableTreeError, match="pipe or device"):
        list_tree(tmp_path)


def test_a_named_pipe_among_the_files_is_a_gap(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pyproject.toml")
    repository = Repository(tmp_path)
    assert repository.text("pyproject.toml") is None
