"""Files at rest: encrypted, and nothing of them can be changed unnoticed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth_desk.files.vault import CHUNK, DamagedFileError, Vault
from troth_desk.intake.sealed_words import seal, unseal

SECRET = "a secret of the desk, long enough"
SEALED = CHUNK + 16
LAST = 100
"""Bytes of plain content in the last chunk of the files that are changed."""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "attachments", SECRET)


def keep(vault: Vault, content: bytes, step: int = 70_001) -> str:
    with vault.writer() as writer:
        for start in range(0, len(content), step):
            writer.write(content[start : start + step])
    assert writer.size == len(content)
    assert writer.sha256 == hashlib.sha256(content).hexdigest()
    return writer.stored_as


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_what_comes_out_is_what_went_in(vault: Vault, size: int) -> None:
    content = (bytes(range(256)) * (size // 256 + 1))[:size]
    stored_as = keep(vault, content)
    assert b"".join(vault.read(stored_as)) == content
    vault.prove(stored_as, hashlib.sha256(content).hexdigest())


def test_the_disk_holds_nothing_plain_and_only_the_desk_may_read(vault: Vault) -> None:
    stored_as = keep(vault, b"a secret of a reporter " * 5000)
    path = vault.path(stored_as)
    assert b"reporter" not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def _head(content: bytes) -> int:
    return len(content) - (2 * SEALED + 16 + LAST)


def _swapped(content: bytes) -> bytes:
    head = _head(content)
    first, second = content[head : head + SEALED], content[head + SEALED : head + 2 * SEALED]
    return content[:head] + second + first + content[head + 2 * SEALED :]


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda content: content[:-1],
    "last chunk off": lambda content: content[: _head(content) + 2 * SEALED],
    "chunks swapped": _swapped,
    "last chunk twice": lambda content: content + content[-(16 + LAST) :],
    "header only": lambda content: content[: _head(content)],
    "a bit": lambda content: content[:-50] + bytes([content[-50] ^ 1]) + content[-49:],
    "salt": lambda content: content[:30] + bytes([content[30] ^ 1]) + content[31:],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_never_given_out_as_whole(vault: Vault, change: str) -> None:
    stored_as = keep(vault, bytes(2 * CHUNK + LAST))
    path = vault.path(stored_as)
    path.write_bytes(CHANGES[change](path.read_bytes()))
    with pytest.raises(DamagedFileError, match="Restore"):
        list(vault.read(stored_as))


def test_another_file_in_its_place_is_noticed(vault: Vault) -> None:
    one, other = keep(vault, b"one"), keep(vault, b"other")
    vault.path(one).write_bytes(vault.path(other).read_bytes())
    with pytest.raises(DamagedFileError, match="not the one"):
        vault.prove(one, hashlib.sha256(b"one").hexdigest())


def test_what_the_disk_no_longer_reads_is_damaged(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """``/proc/self/mem`` answers its first bytes as a worn disk does: EIO."""
    stored_as = keep(vault, b"content")
    monkeypatch.setattr(vault, "path", lambda _: Path("/proc/self/mem"))
    with pytest.raises(DamagedFileError, match=r"cannot be read from the disk \(Input/output error\)\. Restore"):
        vault.prove(stored_as, hashlib.sha256(b"content").hexdigest())


def test_another_key_is_told_apart_from_damage(vault: Vault, tmp_path: Path) -> None:
    stored_as = keep(vault, b"content")
    with pytest.raises(DamagedFileError, match="TROTH_DESK_ATTACHMENT_KEY"):
        list(Vault(tmp_path / "attachments", "another secret, as long as that").read(stored_as))


def test_a_missing_file_is_told(vault: Vault) -> None:
    stored_as = keep(vault, b"content")
    vault.remove(stored_as)
    with pytest.raises(DamagedFileError, match="not in the attachments folder"):
        list(vault.read(stored_as))


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ab", "A" * 32, "0" * 31 + "/"])
def test_only_names_of_the_vault_lead_to_files(vault: Vault, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        vault.path(name)


def test_what_breaks_while_writing_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    def half() -> None:
        with vault.writer() as writer:
            writer.write(b"half")
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        half()
    assert [each for each in (tmp_path / "attachments").rglob("*") if each.is_file()] == []


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="22 characters"):
        Vault(tmp_path, "short")


ENCODABLE = st.text(st.characters(codec="utf-8"))


@settings(max_examples=25, deadline=None)
@given(words=ENCODABLE, client=ENCODABLE, other=ENCODABLE)
def test_words_open_with_both_secrets_alone(words: str, client: str, other: str) -> None:
    sealed = seal(words, desk=SECRET, client=client, about="x")
    assert unseal(sealed, desk=SECRET, client=client, about="x") == words
    assert unseal(sealed, desk=SECRET, client=client, about="y") is None
    assert unseal(sealed, desk="another", client=client, about="x") is None
    if other != client:
        assert unseal(sealed, desk=SECRET, client=other, about="x") is None
