"""Verify an audit pack of a Troth desk, without the desk.

``python verify.py PACK.zip --key desk-key.pem`` ends with 0 where every file is the one that was signed, 1 with the
first that is not, 2 where it was asked wrongly. The key is the public one of the desk, fetched once from
``/.well-known/troth-desk-key.pem`` and kept since: a key out of the pack itself proves nothing.

The standard library, and cryptography for Ed25519 (RFC 8032). What is verified: ``manifest.dsse.json`` is a DSSE 1.0
envelope signed by the key; the archive holds the files that it lists and no others, each with its SHA-256;
``facts.dsse.json`` and ``ledger-head.dsse.json`` are signed by the same key.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

PAYLOAD = "application/vnd.troth.audit-pack+json"
LARGEST = 1 << 30
"""Bytes of all files together, unpacked."""
SIGNED = ("facts.dsse.json", "ledger-head.dsse.json")
OWN = ("manifest.json", "manifest.dsse.json")


class BrokenError(Exception):
    """What is wrong."""


def verify(pack: Path, keys: list[Ed25519PublicKey]) -> dict[str, Any]:
    """What the signed list says, where everything holds; raises ``BrokenError``."""
    try:
        with zipfile.ZipFile(pack) as zipped:
            if sum(one.file_size for one in zipped.infolist()) > LARGEST:
                raise BrokenError("it is too large to be a pack")
            names = zipped.namelist()
            files = {name: zipped.read(name) for name in names}
    except (OSError, zipfile.BadZipFile) as error:
        raise BrokenError(f"it is no archive: {error}") from None
    if len(names) != len(files):
        raise BrokenError("two files have one name")
    manifest: dict[str, Any] = opened(files.get("manifest.dsse.json", b""), keys, "manifest.dsse.json", PAYLOAD)
    if json.loads(files.get("manifest.json", b"null")) != manifest:
        raise BrokenError("manifest.json is not what was signed")
    listed = manifest.get("files")
    if not isinstance(listed, dict):
        raise BrokenError("the signed list has no files")
    for name in sorted({*listed, *files} - set(OWN)):
        if name not in files:
            raise BrokenError(f"{name} is missing")
        if listed.get(name) != hashlib.sha256(files[name]).hexdigest():
            raise BrokenError(f"{name} is not the file that was signed")
    for name in SIGNED:
        if name in files:
            opened(files[name], keys, name)
    return manifest


def opened(data: bytes, keys: list[Ed25519PublicKey], name: str, payload_type: str = "") -> Any:
    """What an envelope holds, where one of ``keys`` signed it; raises ``BrokenError``."""
    try:
        envelope = json.loads(data)
        kind, body = envelope["payloadType"].encode(), base64.b64decode(envelope["payload"], validate=True)
        signatures = [base64.b64decode(one["sig"], validate=True) for one in envelope["signatures"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BrokenError(f"{name} is no signed envelope") from None
    if payload_type and kind.decode() != payload_type:
        raise BrokenError(f"{name} is {kind.decode()}, not {payload_type}")
    signed = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)
    if not any(holds(key, signature, signed) for key in keys for signature in signatures):
        raise BrokenError(f"{name} is not signed by that key")
    return json.loads(body)


def holds(key: Ed25519PublicKey, signature: bytes, signed: bytes) -> bool:
    """Whether ``signature`` of ``signed`` is by ``key``."""
    try:
        key.verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def main(argv: list[str]) -> int:
    """Verify what ``argv`` names; the exit code."""
    parser = argparse.ArgumentParser(description="Verify an audit pack of a Troth desk, without the desk.")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--key", type=Path, action="append", required=True, help="public key of the desk (PEM)")
    arguments = parser.parse_args(argv)
    keys = []
    for path in arguments.key:
        try:
            key = load_pem_public_key(path.read_bytes())
        except (OSError, ValueError) as error:
            sys.stderr.write(f"{path} is no public key: {error}\n")
            return 2
        if not isinstance(key, Ed25519PublicKey):
            sys.stderr.write(f"{path} is no Ed25519 key\n")
            return 2
        keys.append(key)
    try:
        manifest = verify(arguments.pack, keys)
    except BrokenError as broken:
        sys.stderr.write(f"NOT WHOLE: {broken}\n")
        return 1
    files = len(manifest["files"])
    whose = f"{manifest['organisation']}/{manifest['project']}"
    sys.stdout.write(f"whole: {files} files of {whose} as of {manifest['at']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
