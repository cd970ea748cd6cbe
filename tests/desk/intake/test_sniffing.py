"""What a file looks like is said by its content."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth_desk.files.sniffing import UNKNOWN, sniffed


def bomb() -> bytes:
    """A small archive of a large file of zeros."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50_000_000))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"GET / HTTP/1.1\r\nHost: example.org\r\n", "text/plain"),
        ("Größe der Lücke".encode(), "text/plain"),
        (b"<!doctype html><html><script>alert(1)</script>", "text/html"),
        (b"\x01\x02\x03\x04" * 20, UNKNOWN),
        ("ä".encode() * 3000, "text/plain"),
    ],
)
def test_kinds(content: bytes, kind: str) -> None:
    assert sniffed(content) == kind


def test_an_archive_is_named_and_not_opened() -> None:
    assert "zip" in sniffed(bomb())


@given(st.binary(max_size=5000))
def test_no_content_raises(content: bytes) -> None:
    kind = sniffed(content)
    assert 0 < len(kind) <= 100
    assert "\n" not in kind
