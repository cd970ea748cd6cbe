from __future__ import annotations

import stat
from pathlib import Path

import pytest

from troth.evidence.results import places
from troth.evidence.results.key import VARIABLE, Key, key
from troth.terms.errors import TrothError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def test_none_is_made_unless_asked() -> None:
    assert key() is None
    assert not places.state().exists()


def test_a_new_key_is_private_and_stays(home: Path) -> None:
    made = key(make=True)
    assert made is not None
    path = home / "state" / "troth" / "results.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key() == made == key(make=True)
    assert [entry.name for entry in path.parent.iterdir()] == ["results.key"]


def test_a_key_that_others_can_read_is_refused(home: Path) -> None:
    key(make=True)
    path = home / "state" / "troth" / "results.key"
    path.chmod(0o644)
    with pytest.raises(TrothError, match="read by others"):
        key()


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_what_is_no_key_is_refused(home: Path, content: bytes) -> None:
    key(make=True)
    path = home / "state" / "troth" / "results.key"
    path.write_bytes(content)
    with pytest.raises(TrothError, match="is no key"):
        key(make=True)


def test_a_link_is_no_key(home: Path) -> None:
    key(make=True)
    path = home / "state" / "troth" / "results.key"
    path.rename(home / "elsewhere")
    path.symlink_to(home / "elsewhere")
    with pytest.raises(TrothError):
        key()


def test_jobs_share_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "a long secret of the CI")
    first = key()
    assert first is not None
    assert first == key(make=True)
    monkeypatch.setenv(VARIABLE, "another secret of the CI")
    assert key() != first
    monkeypatch.setenv(VARIABLE, "short")
    with pytest.raises(TrothError, match=VARIABLE):
        key()


def test_codes_tell_data_and_keys_apart() -> None:
    one, other = Key(b"1" * 32), Key(b"2" * 32)
    code = one.sign(b"data")
    assert one.knows(b"data", code)
    assert not one.knows(b"date", code)
    assert not other.knows(b"data", code)
    assert not one.knows(b"data", "é" + code)
    assert "1" not in repr(one)


def test_a_state_folder_that_cannot_be_written_makes_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "file"))
    assert key(make=True) is None
