"""Messages in the newer format that GnuPG does not read: encryption of version 2 (SEIPDv2, RFC 9580 §5.13.2).

Programs on Sequoia write it to keys that say they take it, as the desk's do. The library that reads it knows no bound
for what it unpacks, so it works in a process of its own whose memory and time are bounded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from typing import Any

from troth_desk.openpgp.home import LARGEST, SECONDS, Ran

MEMORY = 768 * 1024 * 1024
"""Bytes of address space that the process may have."""


def is_newer(ran: Ran) -> bool:
    """Whether GnuPG saw no message in what is one: so it answers to packets of versions that it does not know."""
    return bool(ran.said("NODATA")) and not ran.said("ENC_TO") and not ran.said("PLAINTEXT")


def opened(data: bytes, secrets: Iterable[str], known: Iterable[str]) -> Ran:
    """``data`` decrypted, with a status in the words of GnuPG."""
    asked = json.dumps({"data": b64encode(data).decode(), "secrets": list(secrets), "known": list(known)})
    environment = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "troth_desk.openpgp.unpacking"],
            input=asked.encode(),
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran(b"", (), f"there was no answer within {SECONDS:.0f} seconds")
    if done.returncode:
        return Ran(b"", (), f"it holds more than {LARGEST // 2**20} MiB once it is opened, or is damaged")
    answer = json.loads(done.stdout)
    return Ran(b64decode(answer["output"]), tuple(tuple(words) for words in answer["status"]))


def _main() -> int:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    output, status = _opened(b64decode(asked["data"]), asked["secrets"], asked["known"])
    if len(output) > LARGEST:
        return 1
    json.dump({"output": b64encode(output).decode(), "status": status}, sys.stdout)
    return 0


def _opened(data: bytes, secrets: Sequence[str], known: Sequence[str]) -> tuple[bytes, list[list[str]]]:
    import pysequoia

    for secret in secrets:
        key = pysequoia.Tsk.from_bytes(secret.encode())
        try:
            content = pysequoia.decrypt(data, decryptor=key.decryptor()).bytes or b""
        except Exception:  # noqa: BLE001, S112 - another key may open it; that none did is told below
            continue
        return content, [["BEGIN_DECRYPTION"], ["DECRYPTION_OKAY"], ["GOODMDC"], *_signatures(data, key, known)]
    return b"", [["NODATA", "4"]]


def _signatures(data: bytes, key: Any, known: Sequence[str]) -> list[list[str]]:
    import pysequoia

    certificates = [pysequoia.Cert.from_bytes(each.encode()) for each in known]
    asked: list[str] = []

    def store(names: list[str]) -> list[Any]:
        asked.extend(str(name) for name in names)
        return certificates

    try:
        valid = pysequoia.decrypt(data, decryptor=key.decryptor(), store=store).valid_sigs
    except Exception:  # noqa: BLE001 - it says so where no signature is good
        return [["ERRSIG", name.upper(), "0", "0", "00", "0", "9", "-"] for name in asked]
    found = []
    for each in valid:
        found += [["GOODSIG", each.signing_key.upper()], ["VALIDSIG", each.certificate.upper()]]
    return found


if __name__ == "__main__":
    sys.exit(_main())
