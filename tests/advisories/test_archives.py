"""Folders and archives of any content end in an index, or in words on why not; never in another error."""

from __future__ import annotations

import contextlib
import gzip
import io
import tarfile
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories import shelf
from advisories.shelf import AT, encoded, lay, packed, record, tarred
from troth.advisories import archives
from troth.advisories.refusal import RefusedUpdateError, UnreachableError
from troth.advisories.update import Wanted, update

FILES = {
    "crates/mooring/RUSTSEC-2026-0900.md": shelf.RUSTSEC.encode(),
    "vulns/light-house/PYSEC-2026-901.yaml": shelf.PYPA.encode(),
    "data/osv/GO-2026-0901.json": encoded(shelf.GO),
    "PyPI/PYSEC-2026-1.json": encoded(record("PYSEC-2026-1")),
    "PyPI/modified_id.csv": b"2026-02-01T10:00:00Z,PYSEC-2026-1\n",
    "ecosystems.txt": b"PyPI\n",
    "epss.csv": shelf.SCORES.encode(),
    "kev.json": shelf.CATALOGUE,
}


def test_a_tar_is_read_file_by_file(tmp_path: Path) -> None:
    path = tmp_path / "db.tar.gz"
    path.write_bytes(tarred(FILES))
    assert {each.name: each.content for each in archives.archive(path)} == FILES
    plain = tmp_path / "db.tar"
    plain.write_bytes(gzip.decompress(tarred(FILES)))
    assert {each.name: each.content for each in archives.archive(plain)} == FILES


def test_links_and_devices_of_a_tar_are_passed_over(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"PYSEC-2026-{kind.decode()}.json")
            info.type, info.linkname = kind, "/etc/passwd"
            made.addfile(info)
    path = tmp_path / "db.tar"
    path.write_bytes(out.getvalue())
    assert list(archives.archive(path)) == []


def test_a_file_of_ten_gigabytes_is_refused_by_its_header(tmp_path: Path) -> None:
    info = tarfile.TarInfo("PYSEC-2026-1.json")
    info.size = 10 * 1024**3
    path = tmp_path / "db.tar"
    path.write_bytes(info.tobuf() + bytes(10_240))
    with pytest.raises(RefusedUpdateError, match="10737418240 bytes"):
        list(archives.archive(path))


def brought(source: Path, folder: Path) -> None:
    with contextlib.suppress(RefusedUpdateError, UnreachableError):
        update(folder / "index" / "advisories.sqlite", Wanted(sources=(str(source),)), AT, lambda _: None)


TAR = tarred(FILES)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(TAR) - 1), st.binary(max_size=6), st.integers(0, 60))
def test_a_changed_tar(at: int, change: bytes, count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        brought(lay(folder, {"db.tar.gz": TAR[:at] + change + TAR[at + count :]}) / "db.tar.gz", folder)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 400), st.binary(max_size=12), st.integers(0, 60), st.booleans())
def test_a_changed_file(name: str, at: int, change: bytes, count: int, archived: bool) -> None:
    content = FILES[name]
    files = {**FILES, name: content[:at] + change + content[at + count :]}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = folder / "source"
        if archived:
            lay(folder, {"all.zip": packed(files)})
            source = folder / "all.zip"
        else:
            lay(source, files)
        brought(source, folder)
