"""Members of a ZIP file one after another, in memory that does not grow with their number.

``zipfile`` holds an object of half a kilobyte and more for every member, which for a million advisories is more than
the index build may take in all. This reader walks the central directory instead (PKWARE APPNOTE 6.3.10, §4.3.12,
§4.3.16, §4.5.3); each member is bounded before it is inflated and checked against its CRC-32 after.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from troth.advisories.refusal import RefusedUpdateError

LARGEST_MEMBER = 32 * 1024 * 1024
"""Bytes of the largest member, inflated."""
AGAIN = "fetch it again"
MOST_MEMBERS = 20_000_000
GROWTH = 100
"""All members together may be this many times as large as the file, and ``SLACK`` more."""
SLACK = 256 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_END_64_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 0xFFFF
_WHOLE_16, _WHOLE_32 = 0xFFFF, 0xFFFFFFFF
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1, 0x800


class Member(msgspec.Struct, frozen=True):
    """A file inside an archive: its name, always relative and without "..", and its content.

    ``deflated`` is the same content as the archive has it, a raw DEFLATE stream, b"" where it has none.
    """

    name: str
    content: bytes
    deflated: bytes = b""


class _Directory(msgspec.Struct, frozen=True):
    entries: int
    offset: int
    size: int


class _Entry(msgspec.Struct, frozen=True):
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def members(path: Path) -> Iterator[Member]:
    """Every file of the archive at ``path``.

    Raises:
        RefusedUpdateError: it is cut or damaged, or it is made to do harm: a bomb, or names that lead out of it.
    """
    try:
        with path.open("rb") as table, path.open("rb") as data:
            yield from _members(table, data, path)
    except (struct.error, zlib.error, EOFError) as error:
        raise RefusedUpdateError(f"{path.name} is damaged: {error}", AGAIN) from None


def _members(table: BinaryIO, data: BinaryIO, path: Path) -> Iterator[Member]:
    length = path.stat().st_size
    directory = _directory(table, length, path)
    table.seek(directory.offset)
    left = length * GROWTH + SLACK
    for _ in range(directory.entries):
        entry = _entry(table)
        if entry.name.endswith("/"):
            continue
        _check(entry, path)
        left -= entry.size
        if left < 0:
            raise RefusedUpdateError(f"{path.name} inflates to more than {GROWTH} times its size", "it may be a bomb")
        yield _member(data, entry, path)


def _directory(table: BinaryIO, length: int, path: Path) -> _Directory:
    """Where the central directory lies (§4.3.16; ZIP64: §4.3.14)."""
    tail = min(length, _END.size + _LONGEST_COMMENT)
    table.seek(length - tail)
    end = table.read(tail)
    at = end.rfind(b"PK\x05\x06")
    while at >= 0 and not _closes(end, at):
        at = end.rfind(b"PK\x05\x06", 0, at)
    if at < 0:
        raise RefusedUpdateError(f"{path.name} is no ZIP file, or it is cut off", AGAIN)
    _, _, _, _, entries, size, offset, _ = _END.unpack_from(end, at)
    if entries == _WHOLE_16 or _WHOLE_32 in (size, offset):
        where = length - tail + at - _END_64_LOCATOR.size
        table.seek(max(0, where))
        mark, _, wide, _ = _END_64_LOCATOR.unpack(table.read(_END_64_LOCATOR.size))
        if mark == b"PK\x06\x07":
            table.seek(min(wide, length))
            mark, _, _, _, _, _, _, entries, size, offset = _END_64.unpack(table.read(_END_64.size))
            if mark != b"PK\x06\x06":
                raise RefusedUpdateError(f"{path.name} is damaged: its directory is not where it says", AGAIN)
    if offset + size > length or entries > MOST_MEMBERS or entries * _ENTRY.size > size:
        raise RefusedUpdateError(f"{path.name} is damaged: its directory does not fit into it", AGAIN)
    return _Directory(entries, offset, size)


def _closes(end: bytes, at: int) -> bool:
    """Whether the record at ``at`` is the last of the file: its comment, of which it has the length, ends it."""
    whole = len(end) - at >= _END.size
    return whole and at + _END.size + int.from_bytes(end[at + _END.size - 2 : at + _END.size], "little") == len(end)


def _entry(table: BinaryIO) -> _Entry:
    """The next entry of the central directory (§4.3.12)."""
    fields = _ENTRY.unpack(_exactly(table, _ENTRY.size))
    if fields[0] != b"PK\x01\x02":
        raise EOFError("an entry of its directory is none")
    _, _, _, flags, method, _, _, crc, packed, size, named, extra, comment, _, _, _, offset = fields
    raw = _exactly(table, named)
    further = _exactly(table, extra)
    _exactly(table, comment)
    if _WHOLE_32 in (size, packed, offset):
        size, packed, offset = _wide(further, size, packed, offset)
    name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
    return _Entry(name, flags, method, crc, packed, size, offset)


def _wide(extra: bytes, *short: int) -> tuple[int, int, int]:
    """Sizes and offset that do not fit into 32 bits (§4.5.3)."""
    at, numbers = 0, list(short)
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            field = at + 4
            for index, number in enumerate(numbers):
                if number == _WHOLE_32:
                    (numbers[index],) = struct.unpack_from("<Q", extra, field)
                    field += 8
        at += 4 + length
    return numbers[0], numbers[1], numbers[2]


def _check(entry: _Entry, path: Path) -> None:
    if not safe(entry.name):
        raise RefusedUpdateError(f"{path.name} holds a name that leads out of it: {entry.name[:80]!r}")
    if entry.size > LARGEST_MEMBER or entry.packed > LARGEST_MEMBER:
        most = LARGEST_MEMBER // (1024 * 1024)
        raise RefusedUpdateError(f"{path.name} holds {entry.name[:80]!r} of {entry.size} bytes; {most} MiB is most")
    if entry.flags & _ENCRYPTED or entry.method not in (_STORED, _DEFLATED):
        raise RefusedUpdateError(f"{path.name} is encrypted or packed in a way that Troth does not read")


def _member(data: BinaryIO, entry: _Entry, path: Path) -> Member:
    data.seek(entry.offset)
    fields = _LOCAL.unpack(_exactly(data, _LOCAL.size))
    if fields[0] != b"PK\x03\x04":
        raise EOFError("a member is not where the directory says")
    data.seek(fields[9] + fields[10], 1)
    packed = _exactly(data, entry.packed)
    if entry.method == _DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.size + 1)
        deflated = packed
    else:
        content, deflated = packed, b""
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise RefusedUpdateError(f"{path.name} is damaged: {entry.name[:80]!r} is not what was packed", AGAIN)
    return Member(entry.name, content, deflated)


def safe(name: str) -> bool:
    """Whether ``name`` stays inside: relative, without ".." and backslashes."""
    parts = name.split("/")
    return (
        0 < len(name) <= 1_000
        and ".." not in parts
        and not name.startswith("/")
        and "\\" not in name
        and "\0" not in name
        and ":" not in parts[0]
    )


def _exactly(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if len(content) != count:
        raise EOFError("it ends too early")
    return content
