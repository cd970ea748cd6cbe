from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.evidence.origin import owner, owner_in


@pytest.mark.parametrize(
    ("remote", "told"),
    [
        ("https://github.com/Harbour/tide.git", "github.com/harbour"),
        ("https://someone:token@github.com/harbour/tide", "github.com/harbour"),
        ("git@github.com:harbour/tide.git", "github.com/harbour"),
        ("ssh://git@gitlab.com:2222/harbour/gates/tide.git/", "gitlab.com/harbour/gates"),
        ("/srv/harbour/tide.git", ""),
        ("https://github.com/tide", ""),
        ("", ""),
    ],
)
def test_whose_a_remote_is(remote: str, told: str) -> None:
    assert owner_in(remote) == told


@given(st.text(max_size=80))
def test_any_address_can_be_asked(remote: str) -> None:
    assert owner_in(remote) == owner_in(remote).lower()


def test_a_checkout_without_remote_and_a_plain_folder_are_nobodys(tmp_path: Path, git: Callable[..., str]) -> None:
    assert owner(tmp_path) == ""
    git(tmp_path, "init", "-q")
    assert owner(tmp_path) == ""
    git(tmp_path, "remote", "add", "origin", "git@example.org:harbour/tide.git")
    assert owner(tmp_path) == "example.org/harbour"
