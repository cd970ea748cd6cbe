"""Verify a ledger that ``troth-desk export --ledger`` wrote, without the desk.

``verify_ledger.py EXPORT --key desk-key.pem [--kept CHECKPOINT …]`` reads the lines of EXPORT ("-": standard input) and
ends with 0 where nothing was changed, 1 with the first broken line, 2 where it was asked wrongly. The key is the public
one of the desk, fetched once from ``/.well-known/troth-desk-key.pem`` and kept since. CHECKPOINT is what an earlier
export ended with (its last line, or the envelope in it): the chain has to go on from there.

The standard library, and cryptography for Ed25519 (RFC 8032). Nothing is shared with the desk, so that a mistake there
is none here. What is verified: each line is canonical JSON, of exactly the members that it may have; entries follow
each other from 1, each with SHA-256 over the digest before it, a line end, and its text; checkpoints are DSSE 1.0
envelopes signed by the key, each with the digest of the entry before it; the last line signs the last entry.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

TYPE = "application/vnd.troth.ledger-checkpoint+json"
NOTHING_BEFORE = "0" * 64


class BrokenError(Exception):
    """What is wrong with a line."""


class Chain:
    """The chain as far as it was read: the place and digest of the last entry, and of whom it is."""

    def __init__(self, keys: Iterable[Ed25519PublicKey]) -> None:
        self.keys = {hashlib.sha256(_der(key)).hexdigest(): key for key in keys}
        self.seq = 0
        self.digest = NOTHING_BEFORE
        self.organisation: int | None = None
        self.signed = 0
        self.ended = False
        self.digests: dict[int, str] = {}

    def take(self, line: bytes) -> None:
        """Read one line; raises ``BrokenError``."""
        if self.ended:
            raise BrokenError("something follows the head")
        value = canonical(line.decode("utf-8", "surrogateescape"))
        if not isinstance(value, dict) or len(value) != 1:
            raise BrokenError("it is neither entry nor checkpoint")
        ((name, content),) = value.items()
        if name == "entry":
            self._entry(content)
        elif name in {"checkpoint", "head"}:
            self._checkpoint(content)
            self.ended = name == "head"
        else:
            raise BrokenError("it is neither entry nor checkpoint")

    def _entry(self, entry: Any) -> None:
        _members(entry, {"seq", "previous", "digest", "body"})
        if entry["seq"] != self.seq + 1 or isinstance(entry["seq"], bool):
            raise BrokenError(f"entry {self.seq + 1} should stand here")
        if entry["previous"] != self.digest:
            raise BrokenError(f"entry {entry['seq']} does not follow the one before it")
        if not isinstance(entry["body"], str):
            raise BrokenError(f"entry {entry['seq']} has no text")
        hashed = f"{self.digest}\n{entry['body']}".encode("utf-8", "surrogateescape")
        if hashlib.sha256(hashed).hexdigest() != entry["digest"]:
            raise BrokenError(f"the text or the digest of entry {entry['seq']} was changed")
        said = canonical(entry["body"])
        _members(said, {"ledger", "organisation", "seq", "at", "action", "subject", "by", "detail"})
        self._same_organisation(said["organisation"])
        if said["seq"] != entry["seq"]:
            raise BrokenError(f"entry {entry['seq']} was written for another place")
        self.seq, self.digest = entry["seq"], entry["digest"]
        self.digests[self.seq] = self.digest

    def _checkpoint(self, envelope: Any) -> None:
        said = self.opened(envelope)
        if (said["seq"], said["digest"]) != (self.seq, self.digest):
            raise BrokenError(f"it signs another entry {said['seq']} than the one before it")
        self._same_organisation(said["organisation"])
        self.signed += 1

    def opened(self, envelope: Any) -> dict[str, Any]:
        """What an envelope says, where one of the keys signed it; raises ``BrokenError``."""
        _members(envelope, {"payloadType", "payload", "signatures"})
        if envelope["payloadType"] != TYPE:
            raise BrokenError("it is no checkpoint of a ledger")
        if not isinstance(envelope["signatures"], list) or len(envelope["signatures"]) != 1:
            raise BrokenError("it does not have one signature")
        (signature,) = envelope["signatures"]
        _members(signature, {"keyid", "sig"})
        key = self.keys.get(signature["keyid"]) if isinstance(signature["keyid"], str) else None
        if key is None:
            raise BrokenError("it is signed by a key that was not given")
        payload = _base64(envelope["payload"])
        signed = b"DSSEv1 %d %b %d %b" % (len(TYPE), TYPE.encode(), len(payload), payload)
        try:
            key.verify(_base64(signature["sig"]), signed)
        except InvalidSignature:
            raise BrokenError("its signature is not right") from None
        said = canonical(payload.decode("utf-8", "surrogateescape"))
        _members(said, {"ledger", "organisation", "seq", "digest", "at"})
        return dict(said)

    def _same_organisation(self, organisation: Any) -> None:
        if self.organisation is None:
            self.organisation = organisation
        if self.organisation != organisation:
            raise BrokenError("it was written for another organisation")

    def keeps(self, envelope: Any) -> None:
        """Hold the chain against a checkpoint that was kept elsewhere; raises ``BrokenError``."""
        said = self.opened(envelope)
        self._same_organisation(said["organisation"])
        if said["seq"] > self.seq:
            raise BrokenError(f"it signs entry {said['seq']}, and the export ends with {self.seq}: the end was cut off")
        if self.digests.get(said["seq"]) != said["digest"]:
            raise BrokenError(f"it has another digest for entry {said['seq']}: the ledger was written anew")


def canonical(text: str) -> Any:
    """The JSON value of ``text``, which has to be written canonically; raises ``BrokenError``."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise BrokenError("it is no JSON") from None
    if json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) != text:
        raise BrokenError("it is not written canonically")
    return value


def _members(value: Any, names: set[str]) -> None:
    if not isinstance(value, dict) or set(value) != names:
        raise BrokenError(f"it does not hold {', '.join(sorted(names))}")


def _base64(text: Any) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise BrokenError("it holds something that is no base64") from None
    if base64.b64encode(found).decode() != text:
        raise BrokenError("it holds base64 that is not written canonically")
    return found


def _der(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def public_key(data: bytes) -> Ed25519PublicKey:
    """The key in PEM; raises ``ValueError``."""
    key = load_pem_public_key(data)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("the key is none of Ed25519")  # noqa: TRY004 - a bad file, not a bad type
    return key


def verify(export: bytes, keys: Iterable[Ed25519PublicKey], kept: Iterable[bytes] = ()) -> str:
    """ "" where ``export`` is whole, or what is wrong with its first broken line."""
    chain, number = Chain(keys), 0
    *lines, rest = export.split(b"\n")
    try:
        for number, line in enumerate(lines, 1):  # noqa: B007 - told below
            chain.take(line)
    except BrokenError as error:
        return f"line {number}: {error}"
    if rest:
        return f"line {number + 1}: it does not end"
    if not chain.ended:
        return f"line {number + 1}: the signed head is missing"
    for checkpoint in kept:
        try:
            value = json.loads(checkpoint)
            chain.keeps(value.get("head", value.get("checkpoint", value)))
        except (ValueError, AttributeError):
            return "a checkpoint that was kept: it is none"
        except BrokenError as error:
            return f"a checkpoint that was kept: {error}"
    return ""


def main(arguments: list[str] | None = None) -> int:
    """Exit code."""
    parser = argparse.ArgumentParser(prog="verify_ledger.py", description="Verify an export of a desk's ledger.")
    parser.add_argument("export", metavar="EXPORT")
    parser.add_argument("--key", required=True, action="append", metavar="FILE", help="public key of the desk, PEM")
    parser.add_argument("--kept", default=[], action="append", metavar="FILE", help="a checkpoint of an earlier export")
    asked = parser.parse_args(arguments)
    try:
        export = sys.stdin.buffer.read() if asked.export == "-" else Path(asked.export).read_bytes()
        keys = [public_key(Path(path).read_bytes()) for path in asked.key]
        kept = [Path(path).read_bytes() for path in asked.kept]
    except (OSError, ValueError) as error:
        print(f"verify_ledger.py: {error}", file=sys.stderr)
        return 2
    wrong = verify(export, keys, kept)
    if wrong:
        print(f"BROKEN  {wrong}")
        return 1
    count = export.count(b'{"entry":')
    print(f"whole: {count} entries, signed up to the last one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
