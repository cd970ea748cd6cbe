from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.shelf import packed
from troth.advisories import zips
from troth.advisories.refusal import RefusedUpdateError
from troth.advisories.zips import members


def written(folder: Path, content: bytes) -> Path:
    path = folder / "all.zip"
    path.write_bytes(content)
    return path


def test_members_are_those_that_zipfile_knows(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.mkdir("folder")
        made.writestr("folder/a.json", b"{}" * 500, zipfile.ZIP_DEFLATED)
        made.writestr("bé.json", b"stored", zipfile.ZIP_STORED)
        made.comment = b"PK\x05\x06 is no end"
    found = list(members(written(tmp_path, out.getvalue())))
    assert [(each.name, each.content) for each in found] == [("folder/a.json", b"{}" * 500), ("bé.json", b"stored")]
    assert zlib.decompress(found[0].deflated, -15) == found[0].content
    assert found[1].deflated == b""


def test_more_members_than_sixteen_bits_count(tmp_path: Path) -> None:
    records = {f"{number}.json": b"" for number in range(70_000)}
    assert sum(1 for _ in members(written(tmp_path, packed(records)))) == 70_000


@pytest.mark.parametrize("name", ["../up.json", "a/../../b.json", "/etc/passwd", "C:/x.json", "a\\b.json", "x" * 2_000])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedUpdateError, match="leads out"):
        list(members(written(tmp_path, packed({name: b"{}"}))))


def test_a_member_that_is_too_large_is_refused_before_it_is_inflated(tmp_path: Path) -> None:
    bomb = packed({"a.json": bytes(zips.LARGEST_MEMBER + 1)})
    with pytest.raises(RefusedUpdateError, match="most"):
        list(members(written(tmp_path, bomb)))


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = bytearray(packed({"a.json": bytes(100_000)}))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 24, 50)
    with pytest.raises(RefusedUpdateError, match="damaged"):
        list(members(written(tmp_path, bytes(content))))


def test_many_members_that_share_their_bytes_are_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "SLACK", 1024)
    monkeypatch.setattr(zips, "GROWTH", 2)
    with pytest.raises(RefusedUpdateError, match="inflates"):
        list(members(written(tmp_path, packed({f"{number}.json": bytes(100_000) for number in range(10)}))))


def test_encrypted_and_unknown_packing_are_refused(tmp_path: Path) -> None:
    content = bytearray(packed({"a.json": b"{}"}))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)
    with pytest.raises(RefusedUpdateError, match="encrypted"):
        list(members(written(tmp_path, bytes(content))))


WHOLE = packed({f"A-{number}.json": hashlib.sha256(bytes([number])).digest() * 8 for number in range(5)})


@pytest.mark.parametrize("left", [0, 3, 40, len(WHOLE) // 2, len(WHOLE) - 23, len(WHOLE) - 1])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, left: int) -> None:
    with pytest.raises(RefusedUpdateError):
        list(members(written(tmp_path, WHOLE[:left])))


def test_every_flipped_byte_of_the_content_is_noticed(tmp_path: Path) -> None:
    at = WHOLE.index(b"PK\x03\x04") + 30 + len("A-0.json") + 5
    content = bytearray(WHOLE)
    content[at] ^= 0xFF
    with pytest.raises(RefusedUpdateError, match="damaged"):
        list(members(written(tmp_path, bytes(content))))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_any_change_is_read_as_before_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, change: bytes
) -> None:
    content = WHOLE[:at] + change + WHOLE[at + len(change) :]
    before = [member.content for member in members(written(tmp_path_factory.mktemp("zip"), WHOLE))]
    try:
        after = [member.content for member in members(written(tmp_path_factory.mktemp("zip"), content))]
    except RefusedUpdateError:
        return
    assert all(each in before for each in after)
