"""Web Key Directory (draft-koch-openpgp-webkey-service): where programs for mail look for the key of an address.

The advanced way asks the host ``openpgpkey.<domain>``, the direct way the domain itself. The file is named by a hash of
the part of the address before the @, so that it tells nobody an address who does not know it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pysequoia

from troth_desk.openpgp import certificates

_ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769"
"""z-base-32 (P. O'Whielacronx, 2009; draft §3.1)."""


def hashed(local: str) -> str:
    """The name of the file for the part of an address before the @ (draft §3.1): 32 letters.

    Capital letters of ASCII count as small ones; nothing else is made equal.
    """
    lowered = "".join(each.lower() if each.isascii() else each for each in local)
    digest = hashlib.sha1(lowered.encode(), usedforsecurity=False).digest()
    bits = "".join(f"{byte:08b}" for byte in digest)
    return "".join(_ALPHABET[int(bits[place : place + 5], 2)] for place in range(0, len(bits), 5))


def addresses(user_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Local part and domain (in small letters) of each mail address in ``user_ids``."""
    found = (certificates.address_of(each).rpartition("@") for each in user_ids)
    return list(dict.fromkeys((local, domain.lower()) for local, at, domain in found if at and local and domain))


def binary(armoured: Iterable[str]) -> bytes:
    """Certificates as the directory gives them out: without armour, one after the other (draft §3.1)."""
    return b"".join(bytes(pysequoia.Cert.from_bytes(each.encode())) for each in armoured)


def files(keys: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a web server by their path, for both ways; ``keys`` are the contents by mail address."""
    found: dict[str, bytes] = {}
    for address, content in keys.items():
        local, _, domain = address.rpartition("@")
        name = hashed(local)
        direct, advanced = f"{domain}/.well-known/openpgpkey", f"openpgpkey.{domain}/.well-known/openpgpkey/{domain}"
        for root in (direct, advanced):
            found[f"{root}/policy"] = b""
            found[f"{root}/hu/{name}"] = content
    return found


def write(folder: Path, found: Mapping[str, bytes]) -> None:
    """Write ``files`` below ``folder``, one folder for each host."""
    for path, content in found.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
