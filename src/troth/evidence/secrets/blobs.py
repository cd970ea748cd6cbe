"""Contents to be looked through, each known by its digest: a content that stands in ten files is read once."""

from __future__ import annotations

import codecs
import hashlib
import re

import msgspec

_ARCHIVES = (
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd",
    b"Rar!\x1a\x07", b"\x04\x22\x4d\x18",
)  # fmt: skip
"""First bytes of zip, gzip, bzip2, xz, 7-Zip, zstd, RAR and LZ4 (IANA media types; the formats' own documents)."""
_TAR = (257, b"ustar")
_LOOKED_AT = 8000
"""Bytes in which git looks for a NUL to call a content binary (xdiff-interface.c, buffer_is_binary)."""
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_KEPT_NAMES = ("nuget.config",)
_DROPPED = frozenset(
    {
        ".bmp",
        ".gif",
        ".jpg",
        ".jpeg",
        ".png",
        ".svg",
        ".tif",
        ".tiff",
        ".eot",
        ".otf",
        ".ttf",
        ".woff",
        ".woff2",
        ".gem",
    }
)
"""Endings for whose sake the engine would leave a file out; whether there is text in it is decided by its content."""
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Blob(msgspec.Struct, frozen=True):
    """A content and the ending of the file that holds it, by which the engine knows code from configuration.

    ``key`` is a digest of both.
    """

    key: str
    ending: str
    data: bytes

    @property
    def archive(self) -> bool:
        """Whether it packs other files."""
        place, word = _TAR
        return self.data.startswith(_ARCHIVES) or self.data[place : place + len(word)] == word

    @property
    def binary(self) -> bool:
        """Whether git would call it binary."""
        return b"\0" in self.data[:_LOOKED_AT]


def blob(path: str, data: bytes) -> Blob:
    """The content of ``path``; UTF-16 becomes UTF-8, which is what the engine reads."""
    ending = ending_of(path)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            data = data.decode(encoding, errors="replace").encode("utf-8", errors="replace")
    return Blob(key_of(ending, data), ending, data)


def key_of(ending: str, data: bytes) -> str:
    """Digest of a content with its ending."""
    return hashlib.blake2b(data, digest_size=20, person=b"troth blob", key=ending.encode()).hexdigest()


def ending_of(path: str) -> str:
    """The ending of ``path`` in small letters with its dot, "" where it has none that tells something."""
    name = path.rpartition("/")[2].lower()
    if name.endswith(_KEPT_NAMES):
        return next(kept for kept in _KEPT_NAMES if name.endswith(kept))
    found = _SUFFIX.search(name)
    return "" if found is None or found[0] in _DROPPED else found[0]
