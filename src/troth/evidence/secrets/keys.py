"""What a private key in PEM armour is: it counts where it is one by its encoding, and lies open.

RFC 7468 (armour), RFC 5958 and RFC 8017 (DER), PROTOCOL.key of OpenSSH, RFC 9580 (OpenPGP). Only its frame is read.
"""

from __future__ import annotations

import base64
import binascii
import re

import msgspec

_HEAD = re.compile(r"-----BEGIN (?P<kind>[A-Z0-9 ]{0,60}?) ?PRIVATE KEY(?P<pgp> BLOCK)?-----")
_END = "-----END"
_LONGEST = 40_000
"""Letters between the lines of armour: a key of RSA with 16,384 bits has 13,000."""
_HEADER = re.compile(r"^(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset)\s*:.*$", re.MULTILINE)
_LEAST = 24
"""Bytes of the shortest key there is: 32 of Ed25519 and their frame are 48; an EC key of a small curve is shorter."""
_SEQUENCE = 0x30
_OPENSSH = b"openssh-key-v1\0"


class Kind(msgspec.Struct, frozen=True):
    """What stands in the armour: ``open`` where it is a key that no pass phrase guards."""

    open: bool
    words: str


def _open(words: str) -> Kind:
    return Kind(open=True, words=words)


def _closed(words: str) -> Kind:
    return Kind(open=False, words=words)


def key_kind(text: str) -> Kind:
    """Read the first key in ``text``. Never raises."""
    plain = text.replace("\\r", "").replace("\\n", "\n")
    block = _HEAD.search(plain)
    end = plain.find(_END, block.end(), block.end() + _LONGEST) if block else -1
    if block is None or end < 0:
        return _closed("the armour of a private key without an end")
    kind, body = block["kind"].strip(), plain[block.end() : end]
    if kind.startswith("ENCRYPTED") or "ENCRYPTED" in body:
        return _closed("a private key that a pass phrase guards")
    data = _decoded(body)
    if data is None or len(data) < _LEAST:
        return _closed("the armour of a private key around something that is none")
    if block["pgp"]:
        return _closed("an OpenPGP private key, perhaps guarded by a pass phrase")
    if kind.startswith("OPENSSH"):
        return _openssh(data)
    if _whole_sequence(data):
        return _open("a private key: it parses, and no pass phrase guards it")
    return _closed("the armour of a private key around something that does not parse")


def _decoded(body: str) -> bytes | None:
    """Bytes of the armour as it stands, or of texts joined by a program, or of lines behind marks of a comment."""
    plain = _HEADER.sub("", body)
    joined = re.sub(r"""["'`][ \t\r,;.+\\]{0,20}\n?[ \t+.]{0,20}["'`]""", "", plain).strip(" \t\r\n\"'`+,;")
    behind_marks = re.sub(r"(?m)^[ \t]{0,20}(?:#|//|\*|>|\|)[ \t]", "", plain)
    return next((data for data in map(_base64, (plain, joined, behind_marks)) if data is not None), None)


def _base64(text: str) -> bytes | None:
    raw = re.sub(r"=[A-Za-z0-9+/]{4}\Z", "", "".join(text.split()))  # without the checksum of OpenPGP armour
    try:
        return base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        return None


def _whole_sequence(data: bytes) -> bool:
    """Whether ``data`` is one DER sequence from its first byte to its last that holds an integer first."""
    if data[0] != _SEQUENCE:
        return False
    length, start = data[1], 2
    if length & 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4 or len(data) < 2 + size:
            return False
        length, start = int.from_bytes(data[2 : 2 + size], "big"), 2 + size
    return start + length == len(data) and data[start] == 0x02


def _openssh(data: bytes) -> Kind:
    if not data.startswith(_OPENSSH):
        return _closed("the armour of an OpenSSH key around something that is none")
    at = len(_OPENSSH)
    size = int.from_bytes(data[at : at + 4], "big")
    cipher = data[at + 4 : at + 4 + size]
    if cipher == b"none":
        return _open("an OpenSSH private key: it parses, and no pass phrase guards it")
    return _closed("an OpenSSH private key that a pass phrase guards")
