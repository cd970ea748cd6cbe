"""Values with the form of secrets, drawn anew by each run: none of them stands in this repository, none opens anything."""

from __future__ import annotations

import base64
import random
import string
import zlib

LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase


def drawn(seed: int, length: int, letters: str = LETTERS) -> str:
    source = random.Random(seed)  # noqa: S311
    return "".join(source.choice(letters) for _ in range(length))


def crc(text: str, letters: str, width: int) -> str:
    number, found = zlib.crc32(text.encode()), ""
    while number:
        number, rest = divmod(number, len(letters))
        found = letters[rest] + found
    return found.rjust(width, "0")


def github(seed: int = 1) -> str:
    body = drawn(seed, 30)
    return "ghp_" + body + crc(body, LETTERS, 6)


def npm(seed: int = 2) -> str:
    body = drawn(seed, 30)
    return "npm_" + body + crc(body, LETTERS, 6)


def gitlab(seed: int = 3) -> str:
    head = "glpat-" + drawn(seed, 27) + "." + "0r"
    return head + crc(head, string.digits + string.ascii_lowercase, 7)


def pypi(seed: int = 4) -> str:
    raw = b"\x02\x01\x08pypi.org\x02\x01b\x00" + random.Random(seed).randbytes(90)  # noqa: S311
    return "pypi-" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def stripe(seed: int = 5) -> str:
    return "sk_live_" + drawn(seed, 40)


def aws(seed: int = 6) -> tuple[str, str]:
    key = "AKIA" + drawn(seed, 16, string.ascii_uppercase + "234567")
    return key, drawn(seed + 1, 40, LETTERS + "+/")


def slack(seed: int = 7) -> str:
    return f"xoxb-{drawn(seed, 12, string.digits[1:])}-{drawn(seed + 1, 12, string.digits[1:])}-{drawn(seed + 2, 24)}"


def password(seed: int = 8) -> str:
    return drawn(seed, 14, LETTERS + "!%&?")


def private_key(seed: int = 9, kind: str = "RSA ") -> str:
    """A DER sequence that opens with an integer, as PKCS #1 and #8 do; the rest is drawn."""
    inner = b"\x02\x01\x00" + random.Random(seed).randbytes(600)  # noqa: S311
    raw = b"\x30\x82" + len(inner).to_bytes(2, "big") + inner
    body = base64.encodebytes(raw).decode()
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{body}-----END {kind}PRIVATE KEY-----\n"
