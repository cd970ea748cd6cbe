"""Files with secrets that others on the machine can read."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from desk.project.doctor.states import asked, words
from troth_desk.project.doctor import secret_files
from troth_desk.project.doctor.check import Desk, State
from troth_desk.project.doctor.secret_files import CHECK


@pytest.fixture
def key(data: Path) -> Path:
    (data / "keys").mkdir(mode=0o700)
    file = data / "keys" / "session"
    file.write_text("s")
    file.chmod(0o600)
    return file


def opened(data: Path, folder_mode: int) -> None:
    """Every folder above may be passed: pytest's own is closed to others."""
    for folder in (data / "keys", *(data / "keys").parents):
        if str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | folder_mode)


def test_closed_files(desk: Desk, key: Path) -> None:
    assert asked(CHECK, desk).state is State.SAFE


def test_a_file_that_everybody_can_read_is_unsafe_where_they_can_get_to_it(desk: Desk, data: Path, key: Path) -> None:
    key.chmod(0o644)
    assert asked(CHECK, desk).state is State.SAFE, "the folder is closed"
    opened(data, 0o011)
    found = asked(CHECK, desk)
    assert str(key) in words(found, State.UNSAFE)
    assert f"chmod 600 {key}" in " ".join(each.do for each in found.findings)


def test_a_closed_folder_with_a_link_closes_nothing_elsewhere(
    desk: Desk, tmp_path: Path, data: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "open" / "mail"
    file.parent.mkdir()
    file.write_text("smtp://…")
    file.chmod(0o604)
    for folder in (file.parent, *file.parent.parents):
        if str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    link = data / "link"
    link.symlink_to(file)
    monkeypatch.setenv("TROTH_DESK_MAIL_FILE", str(link))
    assert str(link) in words(asked(CHECK, desk), State.UNSAFE)


def test_a_folder_that_everybody_can_write_to(desk: Desk, data: Path, key: Path) -> None:
    """Nobody reads the keys there, but anybody puts their own in their place."""
    opened(data, 0o011)
    data.chmod(0o1777)
    assert asked(CHECK, desk).state is State.SAFE, "the sticky bit"
    data.chmod(0o777)
    assert str(data) in words(asked(CHECK, desk), State.UNSAFE)


def test_a_file_that_a_group_can_read_is_at_risk(desk: Desk, data: Path, key: Path) -> None:
    key.chmod(0o640)
    opened(data, 0o010)
    assert str(key) in words(asked(CHECK, desk), State.AT_RISK)


def test_files_that_the_environment_names_are_looked_at(
    desk: Desk, data: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mail"
    file.write_text("smtp://…")
    file.chmod(0o604)
    opened(data, 0o011)
    monkeypatch.setenv("TROTH_DESK_MAIL_FILE", str(file))
    assert str(file) in words(asked(CHECK, desk), State.UNSAFE)


def test_the_database_file(desk: Desk, data: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_files, "connection", SimpleNamespace(vendor="sqlite"))
    (data / "desk.sqlite3").touch()
    (data / "desk.sqlite3").chmod(0o666)
    opened(data, 0o011)
    assert "desk.sqlite3" in words(asked(CHECK, desk), State.UNSAFE)


def test_a_data_folder_in_a_repository(desk: Desk, data: Path, key: Path) -> None:
    (data.parent / ".git").mkdir()
    assert "repository" in words(asked(CHECK, desk), State.AT_RISK)
    (data.parent / ".gitignore").write_text("/data/\n")
    assert asked(CHECK, desk).state is State.SAFE
