"""The tables of the advisory index, one SQLite file, and how values lie in them.

``record`` holds each advisory once: ``head`` is what look-ups need, ``document`` the whole record as JSON, ``native``
its text in RustSec's own format where it came so. ``affected`` leads from a package to its entries; a record may have
several for one package, hence ``seq``. ``named`` leads from an alias to records. ``assessed`` has the alias group, by
its first record, and the severity resolved over it, with the record that gave it; a record without a row there stands
alone and is unscored.
"""

from __future__ import annotations

import zlib
from typing import TypeVar

import msgspec

from troth.terms.advisory import Advisory, Affected, Event, Import, Range, Vector

TABLES_VERSION = 1
"""Raised when tables change, or what is read from records."""
APPLICATION = 0x54524F54
"""SQLite's ``application_id``: "TROT"."""
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, modified TEXT NOT NULL, newest TEXT NOT NULL,
    withdrawn INTEGER NOT NULL, hash BLOB NOT NULL, head BLOB NOT NULL, document BLOB NOT NULL, native BLOB);
CREATE UNIQUE INDEX record_id ON record (id);
CREATE TABLE affected (
    ecosystem TEXT NOT NULL, name TEXT NOT NULL, record INTEGER NOT NULL, seq INTEGER NOT NULL, entry BLOB NOT NULL,
    PRIMARY KEY (ecosystem, name, record, seq)) WITHOUT ROWID;
CREATE TABLE named (name TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (name, record)) WITHOUT ROWID;
CREATE TABLE assessed (
    record INTEGER PRIMARY KEY, first INTEGER NOT NULL, rating TEXT NOT NULL, score REAL, vector TEXT NOT NULL,
    by TEXT NOT NULL);
CREATE INDEX assessed_first ON assessed (first);
CREATE TABLE coverage (
    ecosystem TEXT PRIMARY KEY, records INTEGER NOT NULL, newest TEXT NOT NULL, fetched TEXT NOT NULL,
    source TEXT NOT NULL, marker TEXT NOT NULL, whole TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE skipped (source TEXT NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE epss (cve TEXT PRIMARY KEY, probability REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE exploited (cve TEXT PRIMARY KEY) WITHOUT ROWID;
"""
T = TypeVar("T")


class DamagedError(Exception):
    """Content of the file is not what was stored."""


_SHAPES = (Advisory, Affected, Event, Import, Range, Vector)
VERSION = zlib.crc32(repr((TABLES_VERSION, [shape.__struct_fields__ for shape in _SHAPES])).encode()) & 0x7FFFFFFF
"""SQLite's ``user_version``: of the tables and of the shape of what lies in them. An index of another version is made
anew, never read."""
_PLAIN, _PACKED, _DEFLATED = b"\x00", b"\x01", b"\x02"
_WORTH = 1_200
"""Bytes from which on packing saves more than it costs."""
_HEAD = msgspec.msgpack.Decoder(Advisory)
_ENTRY = msgspec.msgpack.Decoder(Affected)
_encode = msgspec.msgpack.Encoder().encode


def pack(content: bytes, deflated: bytes = b"") -> bytes:
    """``content`` as it is stored; where an archive had it as a raw DEFLATE stream already, as that."""
    if deflated:
        return _DEFLATED + deflated
    return _PLAIN + content if len(content) < _WORTH else _PACKED + zlib.compress(content, 1)


def unpack(stored: bytes) -> bytes:
    """What was stored.

    Raises:
        DamagedError: it is damaged.
    """
    try:
        if stored[:1] == _DEFLATED:
            return zlib.decompress(stored[1:], -zlib.MAX_WBITS)
        return zlib.decompress(stored[1:]) if stored[:1] == _PACKED else stored[1:]
    except zlib.error as error:
        raise DamagedError(str(error)) from None


def pack_head(advisory: Advisory) -> bytes:
    """``advisory`` without its details, as it is stored; of its entries only their severities, where they have any."""
    scored = tuple(
        Affected(package=entry.package, severity=entry.severity) for entry in advisory.affected if entry.severity
    )
    return pack(_encode(msgspec.structs.replace(advisory, details="", affected=scored)))


def unpack_head(stored: bytes) -> Advisory:
    """The advisory that was stored, without its details and with entries for their severities alone."""
    return _decoded(_HEAD, stored)


def pack_entry(entry: Affected) -> bytes:
    """One entry for one package, as it is stored."""
    return pack(_encode(entry))


def unpack_entry(stored: bytes) -> Affected:
    """The entry that was stored."""
    return _decoded(_ENTRY, stored)


def _decoded(decoder: msgspec.msgpack.Decoder[T], stored: bytes) -> T:
    try:
        return decoder.decode(unpack(stored))
    except msgspec.MsgspecError as error:
        raise DamagedError(str(error)) from None
